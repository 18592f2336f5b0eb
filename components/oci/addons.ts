import * as containerengine from "@pulumi/oci/containerengine";
import * as identity from "@pulumi/oci/identity";
import * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext } from "../contracts";
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
  /** The tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

/** One replica more than the add-ons' own default, so that one can be evicted while the other works. */
const REPLICAS = "2";

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
  // Shorter than the default of 15 minutes: nodes that a dead zone never brings must be asked of another one while
  // the capacity objective still can be met. Nodes that come later than that are used all the same.
  maxNodeProvisionTime: "10m",
};

/** The pools that the autoscaler may size, and how far: `<fewest>:<most>:<OCID>` of each. */
export function autoscaledPools(poolIds: readonly string[], { floor, ceiling }: PoolSize): string {
  return poolIds.map((id) => `${floor}:${ceiling}:${id}`).join(", ");
}

/** Metrics for the autoscalers of pods, and the autoscaler of nodes. Each needs nodes to run on. */
export function addons(
  context: StackContext,
  args: AddonsArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource[] {
  const { account, site, cluster, nodePools } = args;
  const install = (
    addonName: string,
    configuration: Readonly<Record<string, pulumi.Input<string>>>,
    dependsOn: pulumi.Resource[],
  ) =>
    new containerengine.Addon(
      `${site.id}-${addonName}`,
      {
        clusterId: cluster.id,
        addonName,
        removeAddonResourcesOnDelete: true,
        configurations: Object.entries(configuration).map(([key, value]) => ({ key, value })),
      },
      { ...opts, dependsOn },
    );

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
  return [metrics, autoscaler];
}
