import * as containerengine from "@pulumi/oci/containerengine";
import type * as pulumi from "@pulumi/pulumi";
import type { NodePlan, SiteSpec, StackContext } from "../contracts";
import { WrongSettingError } from "../wrong-setting";
import { nodeImageOf, type OciAccount, placementOf } from "./account";
import { tagsFor } from "./names";
import type { Network } from "./network";
import { BOOT_VOLUME_GB, type PoolSize, podAddresses, podsPerNode, poolSize } from "./node-sizing";
import { userData } from "./node-start";
import { reservations } from "./reservations";
import { usableAddresses } from "./subnets";
import { okeVersion } from "./versions";

export interface NodePoolsArgs {
  readonly account: OciAccount;
  readonly site: SiteSpec;
  readonly network: Network;
  readonly cluster: containerengine.Cluster;
  readonly clusterName: string;
  readonly nodes: NodePlan;
  /** The tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

export interface NodePools {
  readonly pools: containerengine.NodePool[];
  /** Of each pool. */
  readonly size: PoolSize;
}

/**
 * A pool of nodes in each zone. Not one pool over all of them: the autoscaler takes every node of a pool to be in
 * its first availability domain, so that it would never grow a pool for pods that must go to another zone, and it
 * would wait for the nodes that a lost zone can't start.
 */
export function nodePools(
  context: StackContext,
  args: NodePoolsArgs,
  opts: pulumi.CustomResourceOptions,
): NodePools {
  const { account, site, network, cluster } = args;
  const { zones } = site.region;
  const size = poolSize(args.nodes, account.nodes, zones.length);
  checkAddresses(args, size.ceiling * zones.length);
  const reserved = account.nodes.reserve
    ? reservations(context, { ...args, size }, opts)
    : { byZone: new Map<string, { readonly id: pulumi.Output<string> }>(), ready: [] };
  // Nodes that can't talk to the endpoint never join, and those of a pool without its permission never start.
  const dependsOn = [...network.ready, ...reserved.ready];
  const pools = zones.map((zone) => {
    const reservation = reserved.byZone.get(zone.id);
    const name = `${args.clusterName}-${zone.id}`;
    const freeformTags = tagsFor(context, name);
    const { availabilityDomain, faultDomains } = placementOf(account, zone);
    return new containerengine.NodePool(
      `${site.id}-${zone.id}`,
      {
        clusterId: cluster.id,
        compartmentId: account.compartmentId,
        name,
        kubernetesVersion: okeVersion(site.kubernetesVersion),
        nodeShape: account.nodes.shape,
        nodeShapeConfig: { ocpus: account.nodes.ocpus, memoryInGbs: account.nodes.memoryGb },
        nodeSourceDetails: {
          sourceType: "IMAGE",
          imageId: nodeImageOf(account, site.region.name),
          bootVolumeSizeInGbs: String(BOOT_VOLUME_GB),
        },
        nodeConfigDetails: {
          size: size.floor,
          placementConfigs: [
            {
              availabilityDomain,
              faultDomains: [...faultDomains],
              subnetId: network.subnetIds.nodes,
              ...(reservation && { capacityReservationId: reservation.id }),
            },
          ],
          nsgIds: [network.rules.groupIds.nodes],
          // Of volumes too: the storage class must then attach them paravirtualized.
          isPvEncryptionInTransitEnabled: true,
          nodePoolPodNetworkOptionDetails: {
            cniType: "OCI_VCN_IP_NATIVE",
            maxPodsPerNode: podsPerNode(account.nodes),
            podSubnetIds: [network.subnetIds.pods],
            podNsgIds: [network.rules.groupIds.pods],
          },
          freeformTags,
        },
        // The first, as any pod that fetches from a URL it is given could else be made to read the node's credentials.
        nodeMetadata: { areLegacyImdsEndpointsDisabled: "true", user_data: userData },
        // Nodes of another version or image replace the old ones one by one; what a disruption budget protects
        // is never killed: a roll-out that can't go on fails where it can be seen.
        nodePoolCyclingDetails: {
          isNodeCyclingEnabled: true,
          cycleModes: ["INSTANCE_REPLACE"],
          maximumSurge: "1",
          maximumUnavailable: "0",
        },
        nodeEvictionNodePoolSettings: {
          evictionGraceDuration: "PT60M",
          isForceActionAfterGraceDuration: false,
          isForceDeleteAfterGraceDuration: false,
        },
        freeformTags,
      },
      {
        ...opts,
        dependsOn,
        // The autoscaler sets it from then on.
        ignoreChanges: ["nodeConfigDetails.size"],
        // OKE refuses (409) another placement together with the cycling above, which goes out with every update. So the
        // nodes of a new pool come first, then the old pool's pods move to them, within the grace above.
        replaceOnChanges: ["nodeConfigDetails.placementConfigs"],
        // Nodes are replaced one by one, each of which takes minutes to drain and start.
        customTimeouts: { create: "1h", update: "6h", delete: "2h" },
      },
    );
  });
  return { pools, size };
}

/** @throws WrongSettingError when the autoscaler could start more nodes than the network has addresses for. */
function checkAddresses({ account, site, network }: NodePoolsArgs, nodes: number): void {
  const [pods] = network.podCidrs;
  const room = pods ? usableAddresses(pods) : 0;
  const needed = nodes * podAddresses(account.nodes);
  if (needed > room) {
    throw new WrongSettingError(
      ["sites"],
      `${site.cidr} at ${site.id}, half of which has ${room} addresses for pods`,
      `room for the ${needed} that up to ${nodes} nodes take: a larger network there, larger nodes (twincloud:nodes.oci), or a lower peak`,
    );
  }
}
