import type { core } from "@pulumi/kubernetes/types/input";
import * as containerengine from "@pulumi/oci/containerengine";
import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext, Traits } from "../contracts";
import { tolerations } from "../pod";
import type { OciAccount } from "./account";
import { autoscalerStatements } from "./iam";
import { tagsFor } from "./names";
import type { NodePools } from "./node-pools";
import type { PoolSize } from "./node-sizing";

export interface AddonsArgs {
  readonly account: OciAccount;
  readonly site: SiteSpec;
  readonly cluster: containerengine.Cluster;
  readonly clusterName: string;
  readonly nodePools: NodePools;
  readonly traits: Pick<Traits, "zoneKey" | "zones">;
  /** The tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

/** One replica more than the add-ons' own default, so that one can be evicted while the other works. */
const REPLICAS = "2";

/**
 * Evenly over zones, by the pods of one revision of one Deployment, whatever labels the add-on gives them: by the label
 * that Kubernetes gives to those of each revision. The selector, which must not be empty nor name that label too, leaves
 * out what is no Deployment's. As for pods of ours, a zone that is lost doesn't count.
 */
const spreadOverZones = ({ zoneKey }: Pick<Traits, "zoneKey">): core.v1.TopologySpreadConstraint[] => [
  {
    maxSkew: 1,
    topologyKey: zoneKey,
    whenUnsatisfiable: "DoNotSchedule",
    nodeTaintsPolicy: "Honor",
    labelSelector: { matchExpressions: [{ key: "controller-revision-hash", operator: "DoesNotExist" }] },
    matchLabelKeys: ["pod-template-hash"],
  },
];

/** One in each zone at least, more as nodes are added. Source: "Cluster Add-on Configuration Arguments", CoreDNS. */
const coreDnsReplicas = (zones: number) => ({ minReplica: String(zones), nodesPerReplica: "2" });

/** What the autoscaler add-on is told beside its pools. Source: "Cluster Autoscaler add-on configuration arguments". */
const AUTOSCALER = {
  authType: "workload",
  numOfReplicas: REPLICAS,
  // The pools differ in their zone only: what is the same in all of them makes them one group to be balanced.
  balanceSimilarNodeGroups: "true",
  balancingLabel: "node.kubernetes.io/instance-type",
  // A floor that is raised later is reached without waiting for pods that don't fit.
  enforceNodeGroupMinSize: "true",
  // Every pod of ours has an emptyDir, which would keep its node for ever.
  skipNodesWithLocalStorage: "false",
  // A node that joins later than this is deleted and asked for anew. On the day that everybody leaves a region nodes
  // are slow in the others, so that less than the default of 15 minutes would throw away what comes. A refusal for
  // want of hosts is told at once and needs no time to run out.
  maxNodeProvisionTime: "20m",
};

/** The pools that the autoscaler may size, and how far: `<fewest>:<most>:<OCID>` of each. */
export function autoscaledPools(poolIds: readonly string[], { floor, ceiling }: PoolSize): string {
  return poolIds.map((id) => `${floor}:${ceiling}:${id}`).join(", ");
}

/** The cluster's DNS, metrics for the autoscalers of pods, and the autoscaler of nodes. Each needs nodes to run on. */
export function addons(
  context: StackContext,
  args: AddonsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { account, site, cluster, nodePools } = args;
  // The pods of a lost zone are replaced as soon as ours are.
  const placed = {
    topologySpreadConstraints: JSON.stringify(spreadOverZones(args.traits)),
    tolerations: JSON.stringify(tolerations),
  };
  const install = (
    addonName: string,
    configuration: Readonly<Record<string, pulumi.Input<string>>>,
    dependsOn: pulumi.Resource[],
    installed: Partial<containerengine.AddonArgs> = { removeAddonResourcesOnDelete: true },
  ) =>
    new containerengine.Addon(
      `${site.id}-${addonName}`,
      {
        clusterId: cluster.id,
        addonName,
        removeAddonResourcesOnDelete: false,
        ...installed,
        configurations: Object.entries({ ...configuration, ...placed }).map(([key, value]) => ({
          key,
          value,
        })),
      },
      { ...opts, dependsOn },
    );

  const dns = install(
    "CoreDNS",
    coreDnsReplicas(args.traits.zones),
    nodePools.pools,
    // OKE has installed it with the cluster, and it stays when the add-on is no longer ours to set.
    { overrideExisting: true, removeAddonResourcesOnDelete: false },
  );
  // OKE's metrics server doesn't install without it. Nothing else uses it: the edge's certificate is no work of its.
  const certificates = install("CertManager", { numOfReplicas: REPLICAS }, nodePools.pools);
  const metrics = install("KubernetesMetricsServer", { numOfReplicas: REPLICAS }, [certificates]);

  const name = `${args.clusterName}-autoscaler`;
  const policy = new identity.Policy(
    `${site.id}-autoscaler`,
    {
      compartmentId: account.compartmentId,
      name,
      description: `The cluster autoscaler of ${args.clusterName} changes the size of its node pools.`,
      statements: cluster.id.apply((id) => autoscalerStatements(id, account.compartmentId)),
      freeformTags: tagsFor(context, name),
    },
    { ...opts, provider: args.home },
  );
  const nodes = pulumi
    .all(nodePools.pools.map(({ id }) => id))
    .apply((ids) => autoscaledPools(ids, nodePools.size));
  const autoscaler = install("ClusterAutoscaler", { nodes, ...AUTOSCALER }, [policy, ...nodePools.pools]);
  return [dns, metrics, autoscaler];
}
