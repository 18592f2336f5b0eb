/** Services that OCI's controller makes a balancer for. */
import type { PublicIpState } from "@pulumi/oci/core";
import type { Combination } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";
import { regionOf, regionOfCluster } from "./combined-regions";

const ADDRESS = "oci:Core/publicIp:PublicIp";
const SERVICE = "kubernetes:core/v1:Service";

const TYPE = "oci.oraclecloud.com/load-balancer-type";
const PRESERVE_SOURCE = "oci-network-load-balancer.oraclecloud.com/is-preserve-source";

const CONTROLLER = {
  title: "oci-cloud-controller-manager, load_balancer_spec.go",
  url: "https://github.com/oracle/oci-cloud-controller-manager/blob/master/pkg/cloudprovider/providers/oci/load_balancer_spec.go",
};

interface Balanced {
  readonly metadata?: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec?: {
    readonly type?: string;
    readonly externalTrafficPolicy?: string;
    readonly sessionAffinity?: string;
    readonly loadBalancerIP?: string;
  };
}

/** A Service that says which of OCI's balancers it wants; nothing of any other. */
function balanced({ inputs }: Registered) {
  const { metadata, spec = {} } = inputs as Balanced;
  const annotations = metadata?.annotations ?? {};
  return spec.type === "LoadBalancer" && TYPE in annotations ? { annotations, spec } : undefined;
}

/** The reserved address that it asks for, where that is one of this stack. */
function addressOf(service: Registered, world: World): Registered | undefined {
  const wanted = balanced(service)?.spec.loadBalancerIP;
  if (wanted === undefined) return undefined;
  return world.ofType(ADDRESS).find(({ outputs }) => (outputs as Plain<PublicIpState>).ipAddress === wanted);
}

export const serviceCombinations: readonly Combination[] = [
  {
    id: "oci/preserve-source-cluster-policy",
    refuses:
      "a Service whose network balancer is told to keep the client's address, with the traffic policy Cluster",
    source: CONTROLLER,
    subjects: [SERVICE],
    others: [],
    check(service) {
      const { annotations, spec } = balanced(service) ?? {};
      // Kubernetes' own default is Cluster.
      const isCluster = (spec?.externalTrafficPolicy ?? "Cluster") === "Cluster";
      return annotations?.[TYPE] === "nlb" && PRESERVE_SOURCE in annotations && isCluster
        ? [
            {
              property: `metadata.annotations["${PRESERVE_SOURCE}"]`,
              reason: "can't be set with externalTrafficPolicy Cluster, whatever it says",
              with: [],
            },
          ]
        : [];
    },
  },
  {
    id: "oci/service-session-affinity",
    refuses: "a Service with a balancer and a session affinity",
    source: CONTROLLER,
    subjects: [SERVICE],
    others: [],
    check(service) {
      const affinity = balanced(service)?.spec.sessionAffinity ?? "None";
      return affinity === "None"
        ? []
        : [
            {
              property: "spec.sessionAffinity",
              reason: `${affinity} isn't supported, only None is`,
              with: [],
            },
          ];
    },
  },
  {
    id: "oci/reserved-address-elsewhere",
    refuses: "a Service whose balancer is to have a reserved address of another region",
    source: {
      title: "Public IP addresses: a reserved one is regional",
      url: "https://docs.oracle.com/en-us/iaas/Content/Network/Tasks/managingpublicIPs.htm",
    },
    subjects: [SERVICE],
    others: [ADDRESS],
    check(service, world) {
      const address = addressOf(service, world);
      if (address === undefined) return [];
      const [own, theirs] = [regionOfCluster(service), regionOf(address)];
      if (own === undefined || theirs === undefined || own === theirs) return [];
      return [
        {
          property: "spec.loadBalancerIP",
          reason: `the address ${address.name} is reserved in ${theirs}, the cluster stands in ${own}`,
          with: [address],
        },
      ];
    },
  },
];
