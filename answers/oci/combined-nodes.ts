/** Node pools, with their clusters and the hosts that are reserved for them. */
import type { ClusterArgs, NodePoolArgs } from "@pulumi/oci/containerengine";
import type { ComputeCapacityReservationArgs } from "@pulumi/oci/core";
import type { Combination, Together } from "../combination";
import type { Registered } from "../registered";
import type { Plain } from "../resource";

const CLUSTER = "oci:ContainerEngine/cluster:Cluster";
const POOL = "oci:ContainerEngine/nodePool:NodePool";
const RESERVATION = "oci:Core/computeCapacityReservation:ComputeCapacityReservation";

const poolOf = ({ inputs }: Registered) => inputs as Plain<NodePoolArgs>;

/** `v1.36.4` in numbers; undefined where it is anything else. */
function versionOf(text: unknown): readonly [number, number, number] | undefined {
  const [, major, minor, patch] = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(String(text)) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** Minor versions that nodes may lag behind a control plane of this minor version. */
const lagOf = (minor: number): number => (minor >= 28 ? 3 : 2);

/** Why the cluster doesn't take nodes of that version, in words; undefined where it does. */
function skew(nodes: unknown, controlPlane: unknown): string | undefined {
  const [own, cluster] = [versionOf(nodes), versionOf(controlPlane)];
  if (own === undefined || cluster === undefined || own[0] !== cluster[0]) return undefined;
  const behind = cluster[1] - own[1];
  if (behind < 0 || (behind === 0 && own[2] > cluster[2])) return "is newer than";
  return behind > lagOf(cluster[1]) ? `is more than ${lagOf(cluster[1])} minor versions behind` : undefined;
}

type Placement = NonNullable<Plain<NodePoolArgs>["nodeConfigDetails"]>["placementConfigs"][number];

/** What of a placement its reservation doesn't match, in words. */
function mismatches(nodeShape: string, placement: Placement, reservation: Registered): string[] {
  const { availabilityDomain, instanceReservationConfigs } =
    reservation.inputs as Plain<ComputeCapacityReservationArgs>;
  const shapes = instanceReservationConfigs.map(({ instanceShape }) => instanceShape);
  const domains = instanceReservationConfigs.map(({ faultDomain }) => faultDomain);
  const reserved = domains.some((domain) => domain === undefined) ? undefined : domains;
  const lacking = (placement.faultDomains ?? []).filter((domain) => reserved && !reserved.includes(domain));
  return [
    ...(availabilityDomain === placement.availabilityDomain
      ? []
      : [`stands in ${availabilityDomain}, the placement in ${placement.availabilityDomain}`]),
    ...(shapes.includes(nodeShape) ? [] : [`reserves ${shapes.join(", ")}, the nodes are ${nodeShape}`]),
    ...(lacking.length > 0 ? [`reserves nothing in ${lacking.join(", ")}`] : []),
  ];
}

export const nodeCombinations: readonly Combination[] = [
  {
    id: "oci/nodes-and-control-plane",
    refuses:
      "a node pool newer than its cluster, or more than three minor versions behind it (two before Kubernetes 1.28)",
    source: {
      title: "Kubernetes versions and OKE",
      url: "https://docs.oracle.com/en-us/iaas/Content/ContEng/Concepts/contengupgradeoverview.htm",
    },
    subjects: [POOL],
    others: [CLUSTER],
    check(pool, world) {
      const { clusterId, kubernetesVersion } = poolOf(pool);
      const cluster = world.named(CLUSTER, clusterId);
      if (cluster === undefined || kubernetesVersion === undefined) return [];
      const { kubernetesVersion: version } = cluster.inputs as Plain<ClusterArgs>;
      const wrong = skew(kubernetesVersion, version);
      if (wrong === undefined) return [];
      return [
        {
          property: "kubernetesVersion",
          reason: `${kubernetesVersion} ${wrong} the ${version} of ${cluster.name}`,
          with: [cluster],
        },
      ];
    },
  },
  {
    id: "oci/reservation-elsewhere",
    refuses:
      "a node pool placed on a capacity reservation of another availability domain, fault domain or shape",
    source: {
      title: "Using capacity reservations to provision managed nodes",
      url: "https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengmakingcapacityreservations.htm",
    },
    subjects: [POOL],
    others: [RESERVATION],
    check(pool, world) {
      const { nodeShape, nodeConfigDetails } = poolOf(pool);
      return (nodeConfigDetails?.placementConfigs ?? []).flatMap((placement, i): Together[] => {
        const reservation = world.named(RESERVATION, placement.capacityReservationId);
        const wrong = reservation && mismatches(nodeShape, placement, reservation);
        if (reservation === undefined || wrong === undefined || wrong.length === 0) return [];
        return [
          {
            property: `nodeConfigDetails.placementConfigs[${i}].capacityReservationId`,
            reason: `${reservation.name} ${wrong.join(", ")}`,
            with: [reservation],
          },
        ];
      });
    },
  },
];
