import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as eks from "@pulumi/aws/eks";
import * as kms from "@pulumi/aws/kms";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster as ClusterContract, NodePlan, SiteSpec, StackContext, Traits } from "../contracts";
import { clusterProviderOptions, componentOptions, holdsData, isFrozen } from "../frozen";
import { KUBECONFIG_TO_NOWHERE } from "../kubeconfig";
import { whenPresent } from "../present";
import { admitAdmins, admitViewers } from "./cluster-access";
import { clusterObjects, STORAGE_CLASS } from "./cluster-objects";
import { clusterRole, nodeRole } from "./cluster-roles";
import { kubeconfig } from "./kubeconfig";
import { metricsServer } from "./metrics-server";
import { boundedName, LONGEST, named } from "./names";
import type { Network } from "./network";
import { dnsAddress, serviceCidr } from "./services";

/** Days that the control plane's logs are kept, its audit log among them. */
const LOG_RETENTION = 90;
/**
 * Two minutes and more is what users measured until a network load balancer sends nothing more to an address that was
 * deregistered, whatever the group's delay says (kubernetes-sigs/aws-load-balancer-controller#2366,
 * kubernetes/ingress-nginx#11890); AWS names no bound.
 */
const DEREGISTRATION_SECONDS = 150;
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export interface ClusterArgs {
  readonly accountId: string;
  readonly adminPrincipals: readonly string[];
  readonly viewerPrincipals?: readonly string[];
  readonly site: SiteSpec;
  readonly network: Network;
  readonly nodes: NodePlan;
}

/**
 * An EKS cluster in Auto Mode: AWS runs the nodes, their network, storage, DNS and the agent of Pod Identity.
 * Its API is open to the stack's `adminCidrs` only.
 */
export class Cluster extends pulumi.ComponentResource implements ClusterContract {
  readonly name: string;
  readonly arn: string;
  readonly kubernetes: KubernetesProvider;
  readonly traits: Traits;
  readonly issuer: pulumi.Output<string>;
  readonly ready: pulumi.Resource[];
  /** For what is made on it: its outputs carry the dependency that the plain `name` doesn't. */
  readonly eks: eks.Cluster;

  constructor(context: StackContext, args: ClusterArgs, opts: pulumi.ComponentResourceOptions) {
    const { accountId, site, network } = args;
    const region = site.region.name;
    super("twincloud:aws:Cluster", site.id, {}, componentOptions(context, "aws", opts));
    const child = { parent: this };
    this.name = boundedName(LONGEST.cluster, context.prefix, region);
    this.arn = `arn:aws:eks:${region}:${accountId}:cluster/${this.name}`;
    const services = serviceCidr(site.cidr);

    const key = new kms.Key(
      `${site.id}-secrets`,
      {
        description: `Encrypts the Secrets of the cluster ${this.name}.`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        tags: named(context, `${this.name}-secrets`),
      },
      { ...child, ...holdsData(context) },
    );
    // Made before the cluster, which would else make it with logs kept for ever, and deleted after it. EKS can make it
    // once more for a deleted cluster's last lines, by a role of AWS's own that no policy here reaches, and its name is
    // not ours to choose (terraform-aws-modules/terraform-aws-eks#2446, #2763): docs/runbook.md has the way out.
    const logs = new cloudwatch.LogGroup(
      `${site.id}-control-plane`,
      {
        name: `/aws/eks/${this.name}/cluster`,
        retentionInDays: LOG_RETENTION,
        tags: named(context, `${this.name}-control-plane`),
      },
      child,
    );
    const control = clusterRole(context, site, key.arn, child);
    const node = nodeRole(context, site, child);
    const cluster = new eks.Cluster(
      site.id,
      {
        name: this.name,
        roleArn: control.role.arn,
        version: site.kubernetesVersion,
        // Auto Mode brings its own network, proxy and DNS; it takes these four or none.
        bootstrapSelfManagedAddons: false,
        computeConfig: {
          enabled: true,
          // The pool for add-ons, tainted: with a pool of its own Auto Mode makes the node class that ours uses.
          nodePools: ["system"],
          nodeRoleArn: node.role.arn,
        },
        kubernetesNetworkConfig: {
          elasticLoadBalancing: { enabled: true },
          ipFamily: "ipv4",
          serviceIpv4Cidr: services,
        },
        storageConfig: { blockStorage: { enabled: true } },
        vpcConfig: {
          subnetIds: network.privateSubnets.map(({ id }) => id),
          endpointPrivateAccess: true,
          // Without sources the public endpoint must be off: an empty list means everybody.
          endpointPublicAccess: context.adminCidrs.length > 0,
          ...(context.adminCidrs.length > 0 ? { publicAccessCidrs: [...context.adminCidrs] } : {}),
        },
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
        encryptionConfig: { provider: { keyArn: key.arn }, resources: ["secrets"] },
        enabledClusterLogTypes: LOG_TYPES,
        // STANDARD would have AWS upgrade the clusters of all sites on the day that standard support ends. This way they
        // stay for a year more, at about six times the price of the control plane: kubernetes-support tells four months
        // before either. The setting by itself costs nothing.
        upgradePolicy: { supportType: "EXTENDED" },
        zonalShiftConfig: { enabled: true },
        deletionProtection: context.protect,
        tags: named(context, this.name),
      },
      // The policies must outlive the cluster, which needs them to take its nodes away; the routes too.
      { ...child, dependsOn: [logs, ...control.policies, ...node.policies, ...network.routes] },
    );
    this.eks = cluster;
    this.issuer = whenPresent(cluster.identities, (identities) => {
      const issuer = identities[0]?.oidcs?.[0]?.issuer;
      if (!issuer) throw new Error(`EKS names no OpenID Connect issuer for the cluster ${this.name}`);
      return issuer;
    });

    const admins = admitAdmins(site.id, cluster, args.adminPrincipals, context.tags, child);
    admitViewers(site.id, cluster, args.viewerPrincipals ?? [], context.tags, child);
    const metrics = metricsServer(context, site, cluster, child);
    // Access that was just given takes effect some seconds later. Until then the provider would find the cluster
    // closed and give up, so it comes after what takes minutes anyway.
    this.kubernetes = this.provider(context, region, site.id, [...admins, metrics]);
    const objects = clusterObjects(context, site, args.nodes, { ...child, provider: this.kubernetes });
    this.ready = [objects.nodePool, objects.storageClass, objects.networkPolicies, metrics];

    this.traits = {
      provider: "aws",
      region,
      zoneKey: "topology.kubernetes.io/zone",
      zones: site.region.zones.length,
      storageClass: STORAGE_CLASS,
      dnsCidrs: [dnsAddress(services)],
      // Pod Identity mounts a token of its own into the pods that it serves.
      identityFromToken: false,
      // The agent's webhook adds what SDKs need.
      identityEnv: {},
      identityEndpoints: [{ cidr: "169.254.170.23/32", port: 80 }],
      nodeSelector: {},
      // A roll-out waits for the load balancer, which takes minutes to send to a new pod: else it would replace
      // every pod before the first new one is asked.
      edgeNamespaceLabels: { "eks.amazonaws.com/pod-readiness-gate-inject": "enabled" },
      edgeDrainSeconds: DEREGISTRATION_SECONDS,
    };
    this.registerOutputs({ name: this.name, issuer: this.issuer });
  }

  private provider(
    context: StackContext,
    region: string,
    siteId: string,
    after: pulumi.Resource[],
  ): KubernetesProvider {
    const reachable = whenPresent(
      pulumi.all([this.eks.endpoint, this.eks.certificateAuthority]),
      ([server, { data }]) => kubeconfig({ cluster: this.name, region, server, certificateAuthority: data }),
    );
    const gone = isFrozen(context, "aws", siteId);
    return new KubernetesProvider(
      siteId,
      {
        kubeconfig: gone ? KUBECONFIG_TO_NOWHERE : reachable,
        // Plain data: a renewed kubeconfig must not replace everything in the cluster.
        clusterIdentifier: this.arn,
        enableServerSideApply: true,
        // Changed in place: pods see the new content, and there is no moment without any.
        enableConfigMapMutable: true,
        enableSecretMutable: true,
      },
      { parent: this, dependsOn: after, ...clusterProviderOptions(context, "aws", siteId) },
    );
  }
}
