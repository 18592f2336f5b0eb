/**
 * What no mutation is made of, as nobody's redundancy hangs on it, with the reason. `*` stands for any text; paths are
 * of inputs, `[]` for the items of a list.
 */
export interface Excluded {
  readonly type: string;
  /** Without one: the resource as a whole, and all of its values. */
  readonly path?: string;
  readonly reason: string;
}

const because = (reason: string, items: readonly Omit<Excluded, "reason">[]): Excluded[] =>
  items.map((item) => ({ ...item, reason }));

export const excluded: readonly Excluded[] = [
  ...because(
    "who may do what: a right too few is an error at the first use, a right too many is no matter of redundancy",
    [
      { type: "aws:iam/*" },
      { type: "oci:Identity/*" },
      { type: "aws:eks/podIdentityAssociation:*" },
      { type: "aws:eks/access*" },
      { type: "kubernetes:rbac*" },
      { type: "kubernetes:core/v1:ServiceAccount" },
      { type: "aws:s3/bucketPolicy:*" },
      { type: "aws:s3/bucketOwnershipControls:*" },
      { type: "aws:s3/bucketReplicationConfig:*", path: "role" },
      { type: "kubernetes:*", path: "*securityContext*" },
      { type: "kubernetes:*", path: "*automountServiceAccountToken" },
      { type: "kubernetes:*", path: "*serviceAccountName" },
      { type: "kubernetes:*", path: "*imagePullSecrets*" },
      { type: "kubernetes:core/v1:Namespace", path: "*labels*" },
      { type: "aws:eks/cluster:Cluster", path: "roleArn" },
      { type: "aws:eks/cluster:Cluster", path: "accessConfig*" },
      { type: "aws:eks/cluster:Cluster", path: "encryptionConfig*" },
      { type: "aws:eks/cluster:Cluster", path: "computeConfig.nodeRoleArn" },
      { type: "aws:ecr/repository:Repository", path: "encryptionConfiguration*" },
      { type: "aws:kms/key:Key", path: "policy" },
    ],
  ),
  ...because(
    "who trusts whom: without its certificate or its key a pod doesn't become ready, and the roll-out stops there",
    [{ type: "tls:*" }, { type: "kubernetes:core/v1:Secret" }],
  ),
  ...because("tells people: answers move and copies are made without", [
    { type: "aws:cloudwatch/*" },
    { type: "aws:sns/*" },
    { type: "oci:Monitoring/*" },
    { type: "oci:Ons/*" },
    { type: "aws:ec2/flowLog:*" },
    { type: "aws:eks/cluster:Cluster", path: "enabledClusterLogTypes*" },
    { type: "*", path: "*tags*" },
    { type: "*", path: "*freeformTags*" },
    { type: "*", path: "*escription" },
    { type: "*", path: "displayName" },
    { type: "*", path: "comment" },
    { type: "*", path: "compartmentId" },
    { type: "aws:route53/healthCheck:HealthCheck", path: "measureLatency" },
    { type: "aws:s3/bucketReplicationConfig:*", path: "rules[].destination.metrics*" },
    { type: "aws:s3/bucketReplicationConfig:*", path: "rules[].id" },
    { type: "oci:ObjectStorage/*", path: "rules[].name" },
    { type: "aws:s3/*", path: "rules[].id" },
    { type: "oci:ObjectStorage/bucket:Bucket", path: "objectEventsEnabled" },
    { type: "aws:ecr/repository:Repository", path: "imageScanningConfiguration*" },
    { type: "kubernetes:*", path: "metadata.labels*" },
    { type: "kubernetes:*", path: "*labels.app.kubernetes.io/part-of" },
    { type: "kubernetes:*", path: "*labels.twincloud.dev/*" },
    { type: "kubernetes:*", path: "*terminationMessagePolicy" },
    { type: "kubernetes:*", path: "*HistoryLimit" },
  ]),
  ...because("who may talk to whom: a way too few turns the site's checks red before users are sent there", [
    { type: "aws:vpc/*" },
    { type: "aws:ec2/securityGroup:*" },
    { type: "aws:ec2/defaultSecurityGroup:*" },
    { type: "oci:Core/networkSecurityGroup*" },
    { type: "oci:Core/defaultSecurityList:*" },
    { type: "*", path: "*nsgIds*" },
    { type: "*", path: "*NsgIds*" },
    { type: "*", path: "*securityGroup*" },
    { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", path: "spec.ingress*" },
    { type: "kubernetes:networking.k8s.io/v1:NetworkPolicy", path: "spec.egress*" },
    { type: "aws:eks/cluster:Cluster", path: "vpcConfig.public*" },
    { type: "aws:eks/cluster:Cluster", path: "vpcConfig.endpoint*" },
    { type: "oci:ContainerEngine/cluster:Cluster", path: "endpointConfig*" },
    { type: "aws:ec2/vpcEndpoint:*" },
  ]),
  ...because(
    "the platform under the pods: without it no node joins its cluster, and the first deploy ends there",
    [
      { type: "kubernetes:apiextensions*" },
      { type: "kubernetes:apps/v1:DaemonSet" },
      { type: "aws:ec2/internetGateway:*" },
      { type: "oci:Core/internetGateway:*" },
      { type: "oci:Core/serviceGateway:*" },
      { type: "oci:Core/routeTable:*" },
      { type: "aws:ec2/vpc:*" },
      { type: "oci:Core/vcn:*" },
      { type: "*", path: "cidrBlock*" },
      { type: "*", path: "vcnId" },
      { type: "*", path: "vpcId" },
      { type: "kubernetes:core/v1:Namespace" },
      { type: "aws:ec2/subnet:Subnet", path: "mapPublicIpOnLaunch" },
      { type: "oci:Core/subnet:Subnet", path: "*" },
      { type: "*", path: "*kubernetesVersion" },
      { type: "aws:eks/cluster:Cluster", path: "version" },
      { type: "aws:eks/cluster:Cluster", path: "name" },
      { type: "oci:ContainerEngine/*", path: "name" },
      { type: "oci:ContainerEngine/cluster:Cluster", path: "type" },
      { type: "oci:ContainerEngine/cluster:Cluster", path: "options*" },
      { type: "oci:ContainerEngine/cluster:Cluster", path: "clusterPodNetworkOptions*" },
      { type: "aws:eks/cluster:Cluster", path: "kubernetesNetworkConfig*" },
      { type: "aws:eks/cluster:Cluster", path: "storageConfig*" },
      { type: "aws:eks/cluster:Cluster", path: "bootstrapSelfManagedAddons" },
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeSourceDetails*" },
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeMetadata*" },
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "*PodNetworkOptionDetails*" },
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "*isPvEncryptionInTransitEnabled" },
      { type: "kubernetes:karpenter.sh/v1:NodePool", path: "spec.template.spec.nodeClassRef*" },
    ],
  ),
  ...because(
    "how a node is replaced: budgets say how many pods may go at a time, whatever replaces the nodes",
    [
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeEviction*" },
      { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodePoolCycling*" },
      { type: "kubernetes:karpenter.sh/v1:NodePool", path: "spec.disruption*" },
      { type: "kubernetes:karpenter.sh/v1:NodePool", path: "*expireAfter" },
      { type: "kubernetes:karpenter.sh/v1:NodePool", path: "*terminationGracePeriod" },
      { type: "kubernetes:policy/v1:PodDisruptionBudget", path: "spec.unhealthyPodEvictionPolicy" },
    ],
  ),
  ...because("how a pod starts and leaves, which its probes and its budget bound", [
    { type: "kubernetes:*", path: "*lifecycle*" },
    { type: "kubernetes:*", path: "*terminationGracePeriodSeconds" },
    { type: "kubernetes:*", path: "*startupProbe*" },
    { type: "kubernetes:*", path: "*minReadySeconds" },
    { type: "kubernetes:*", path: "spec.strategy*" },
    { type: "kubernetes:*", path: "*enableServiceLinks" },
    { type: "kubernetes:*", path: "*restartPolicy" },
    { type: "kubernetes:batch/v1:Job" },
    { type: "kubernetes:batch/v1:CronJob", path: "*backoffLimit" },
    { type: "kubernetes:batch/v1:CronJob", path: "*podFailurePolicy*" },
    { type: "kubernetes:batch/v1:CronJob", path: "*Deadline*" },
    { type: "kubernetes:batch/v1:CronJob", path: "*concurrencyPolicy" },
    { type: "kubernetes:batch/v1:CronJob", path: "*timeZone" },
    { type: "kubernetes:*", path: "*tolerations[].effect" },
    { type: "kubernetes:*", path: "*tolerations[].key" },
    { type: "kubernetes:*", path: "*tolerations[].operator" },
  ]),
  ...because(
    "what a container is told and where its files are: it doesn't become ready without, and tests run the real programs with it",
    [
      { type: "kubernetes:*", path: "*containers[].env*" },
      { type: "kubernetes:*", path: "*containers[].command*" },
      { type: "kubernetes:*", path: "*containers[].args*" },
      { type: "kubernetes:*", path: "*containers[].volumeMounts*" },
      { type: "kubernetes:*", path: "*containers[].ports*" },
      { type: "kubernetes:*", path: "*containers[].name" },
      { type: "kubernetes:*", path: "*.volumes*" },
      { type: "kubernetes:*", path: "*annotations.twincloud.dev/configuration" },
      { type: "kubernetes:*", path: "*annotations.twincloud.dev/files" },
      { type: "kubernetes:*", path: "*nodeSelector*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.haproxy.cfg*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.start.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.setup.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.mirror.sh*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.consumer.*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.rclone.conf*" },
      { type: "kubernetes:core/v1:ConfigMap", path: "data.enable-network-policy-controller" },
    ],
  ),
  ...because("the engine and the API server refuse another one", [
    { type: "*", path: "__defaults*" },
    { type: "*", path: "__internal*" },
    { type: "kubernetes:*", path: "apiVersion" },
    { type: "kubernetes:*", path: "kind" },
    { type: "*", path: "*namespace" },
    { type: "kubernetes:*", path: "metadata" },
    { type: "kubernetes:*", path: "spec" },
    { type: "kubernetes:*", path: "spec.template" },
    { type: "kubernetes:*", path: "spec.template.spec" },
    { type: "kubernetes:*", path: "*jobTemplate" },
    { type: "kubernetes:*", path: "*scaleTargetRef.apiVersion" },
  ]),
  ...because("how fast or how much, where more and less both serve", [
    { type: "kubernetes:*", path: "*Probe.failureThreshold" },
    { type: "kubernetes:*", path: "*Probe.periodSeconds" },
    { type: "kubernetes:*", path: "*Probe.timeoutSeconds" },
    { type: "kubernetes:*", path: "spec.behavior*" },
    { type: "kubernetes:storage.k8s.io/v1:StorageClass", path: "parameters*" },
    { type: "kubernetes:storage.k8s.io/v1:StorageClass", path: "allowVolumeExpansion" },
    {
      type: "kubernetes:core/v1:Service",
      path: "*annotations.oci-network-load-balancer.oraclecloud.com/health-check*",
    },
    { type: "oci:ContainerEngine/addon:Addon", path: "configurations*" },
    { type: "oci:ContainerEngine/addon:Addon", path: "removeAddonResourcesOnDelete" },
    { type: "aws:kms/key:Key", path: "*" },
    { type: "oci:ObjectStorage/bucket:Bucket", path: "autoTiering" },
    { type: "oci:ObjectStorage/bucket:Bucket", path: "storageTier" },
  ]),
];

/** Whether no mutation is made of it. Without a path: of the resource as a whole. */
export function isExcluded(type: string, path: string): boolean {
  return compiled.some(
    ({ ofType, ofPath }) => ofType(type) && (ofPath === undefined || (path !== "" && ofPath(path))),
  );
}

/** Whether a text is what a pattern means. */
export function matcher(pattern: string): (text: string) => boolean {
  const form = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`, "s");
  return (text) => form.test(text);
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

const compiled = excluded.map(({ type, path }) => ({
  ofType: matcher(type),
  ofPath: path === undefined ? undefined : matcher(path),
}));
