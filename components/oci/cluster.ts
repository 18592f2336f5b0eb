import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as containerengine from "@pulumi/oci/containerengine";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster as ClusterContract, NodePlan, SiteSpec, StackContext, Traits } from "../contracts";
import { clusterProviderOptions, componentOptions, isFrozen } from "../frozen";
import { KUBECONFIG_TO_NOWHERE } from "../kubeconfig";
import { whenCreated } from "../present";
import type { OciAccount } from "./account";
import { addons } from "./addons";
import { Calico } from "./calico";
import { CONTROL_PLANE } from "./flows";
import { issuerOf, kubeconfig } from "./kubeconfig";
import { logService } from "./logs";
import { tagsFor } from "./names";
import type { Network, RegionalOptions } from "./network";
import { nodePools } from "./node-pools";
import { blockStorage, STORAGE_CLASS } from "./storage";
import { clusterCidrs } from "./subnets";
import { okeVersion } from "./versions";
import { admitViewers } from "./viewers";

export interface ClusterArgs {
  readonly account: OciAccount;
  readonly site: SiteSpec;
  readonly network: Network;
  readonly nodes: NodePlan;
  /** Calico's image in the site's own registry, by digest. */
  readonly calicoImage: string;
  /** `.dockerconfigjson` of that registry. */
  readonly pullConfig: pulumi.Output<string>;
  /** The tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

/**
 * An enhanced OKE cluster with VCN-native pods, a node pool in each zone, and what OKE leaves out: metrics, the
 * autoscaler of nodes, enforcement of network policies. Its API is open to the stack's `adminCidrs` only.
 *
 * Its Secrets are encrypted at rest with Oracle's key and not with one of a vault of our own: a cluster whose vault
 * is out of reach, or whose key was scheduled for deletion, is lost with it.
 */
export class Cluster extends pulumi.ComponentResource implements ClusterContract {
  readonly name: string;
  readonly kubernetes: KubernetesProvider;
  readonly traits: Traits;
  readonly issuer: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  readonly id: pulumi.Output<string>;

  constructor(context: StackContext, args: ClusterArgs, opts: RegionalOptions) {
    const { account, site, network } = args;
    const region = site.region.name;
    super("twincloud:oci:Cluster", site.id, {}, componentOptions(context, "oci", opts));
    const child = { parent: this };
    this.name = `${context.prefix}-${region}`;
    const tags = tagsFor(context, this.name);
    const cidrs = clusterCidrs(site.cidr);

    const cluster = new containerengine.Cluster(
      site.id,
      {
        compartmentId: account.compartmentId,
        name: this.name,
        type: "ENHANCED_CLUSTER",
        kubernetesVersion: okeVersion(site.kubernetesVersion),
        vcnId: network.vcnId,
        clusterPodNetworkOptions: [{ cniType: "OCI_VCN_IP_NATIVE" }],
        endpointConfig: {
          subnetId: network.subnetIds.endpoint,
          nsgIds: [network.rules.groupIds.endpoint],
          isPublicIpEnabled: network.publicEndpoint,
        },
        options: {
          serviceLbSubnetIds: [network.subnetIds.edge],
          kubernetesNetworkConfig: { servicesCidr: cidrs.services, podsCidr: cidrs.pods },
          // Lets the other cloud verify the tokens of this cluster's service accounts.
          openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true },
          addOns: { isKubernetesDashboardEnabled: false, isTillerEnabled: false },
          persistentVolumeConfig: { freeformTags: tags },
          serviceLbConfig: { freeformTags: tags },
        },
        freeformTags: tags,
      },
      // Nodes that can't talk to the endpoint never join.
      { ...child, dependsOn: network.ready },
    );
    this.id = cluster.id;
    this.issuer = whenCreated(cluster, cluster.openIdConnectDiscoveryEndpoint, (endpoint) =>
      issuerOf(endpoint, { cluster, name: site.id }),
    );

    logService(
      context,
      `${site.id}-control-plane`,
      { account, name: `${this.name}-control-plane`, source: "controlPlane", of: { "": cluster.id } },
      child,
    );

    const gone = isFrozen(context, "oci", site.id);
    this.kubernetes = new KubernetesProvider(
      site.id,
      {
        kubeconfig: gone
          ? KUBECONFIG_TO_NOWHERE
          : kubeconfig(cluster, network.publicEndpoint, { provider: opts.provider }),
        // Plain data: a renewed kubeconfig must not replace everything in the cluster.
        clusterIdentifier: this.name,
        enableServerSideApply: true,
        // Changed in place: pods see the new content, and there is no moment without any.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { ...child, dependsOn: [cluster], ...clusterProviderOptions(context, "oci", site.id) },
    );

    this.traits = {
      provider: "oci",
      region,
      // With one availability domain all nodes are in one zone as Kubernetes counts them.
      zoneKey: site.region.zones.some(({ faultDomain }) => faultDomain)
        ? "oci.oraclecloud.com/fault-domain"
        : "topology.kubernetes.io/zone",
      zones: site.region.zones.length,
      storageClass: STORAGE_CLASS,
      // CoreDNS runs as pods.
      dnsCidrs: [],
      identityFromToken: true,
      // What SDKs ask for before they take a workload's identity. Source: "Granting Workloads Access to OCI Resources".
      identityEnv: { OCI_RESOURCE_PRINCIPAL_VERSION: "2.2", OCI_RESOURCE_PRINCIPAL_REGION: region },
      // The Service of the Kubernetes API leads there; policies see where it leads.
      identityEndpoints: [{ cidr: network.endpointCidr, port: CONTROL_PLANE }],
      nodeSelector: {},
      // The load balancer looks at nodes, not at pods: it has no gate for their readiness.
      edgeNamespaceLabels: {},
      // The load balancer goes on sending to the node, whose kube-proxy leaves the pod as soon as it hears of its end.
      edgeDrainSeconds: 60,
    };

    const pools = nodePools(context, { ...args, cluster, clusterName: this.name }, child);
    const installed = addons(
      context,
      {
        account,
        site,
        cluster,
        clusterName: this.name,
        nodePools: pools,
        traits: this.traits,
        home: args.home,
      },
      child,
    );
    const inCluster = { ...child, provider: this.kubernetes };
    admitViewers(site.id, account.viewerGroups ?? [], inCluster);
    const storageClass = blockStorage(context, site, inCluster);
    const calico = new Calico(
      { site, image: args.calicoImage, pullConfig: args.pullConfig },
      { ...inCluster, dependsOn: pools.pools },
    );
    this.ready = [...pools.pools, ...installed, storageClass, calico.agent];
    this.registerOutputs({ name: this.name, issuer: this.issuer });
  }
}
