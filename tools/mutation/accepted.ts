/**
 * Mutations that no rule catches, on purpose, each with the reason. One that is caught nevertheless, or no longer made,
 * has no business here: the run says so.
 */
import { matcher } from "./excluded";
import type { Mutation } from "./mutations";

export interface Accepted {
  /** `*` stands for any text, in all of these. */
  readonly type: string;
  readonly path: string;
  readonly change: string;
  readonly reason: string;
}

type Mutated = readonly [type: string, path: string, change: string];

const because = (reason: string, mutations: readonly Mutated[]): Accepted[] =>
  mutations.map(([type, path, change]) => ({ type, path, change, reason }));

export const accepted: readonly Accepted[] = [
  ...because(
    "weakens nothing: another provider's default or what is left is as good, or it is the safer way",
    [
      ["aws:route53/healthCheck:HealthCheck", "disabled", "deleted"],
      ["aws:route53/healthCheck:HealthCheck", "enableSni", "*"],
      ["aws:route53/healthCheck:HealthCheck", "failureThreshold", "*"],
      ["aws:route53/healthCheck:HealthCheck", "invertHealthcheck", "deleted"],
      ["aws:route53/healthCheck:HealthCheck", "port", "deleted"],
      ["aws:route53/healthCheck:HealthCheck", "regions", "deleted"],
      ["aws:route53/healthCheck:HealthCheck", "requestInterval", "lowered"],
      ["aws:route53/zone:Zone", "forceDestroy", "deleted"],
      ["aws:s3/bucket:Bucket", "forceDestroy", "deleted"],
      ["aws:s3/bucketLifecycleConfiguration:*", "rules[].filter*", "deleted"],
      ["aws:s3/bucketLifecycleConfiguration:*", "*noncurrentDays", "raised"],
      ["aws:s3/bucketReplicationConfig:*", "rules[].filter*", "deleted"],
      ["oci:ObjectStorage/objectLifecyclePolicy:*", "rules[].timeAmount", "raised"],
      ["oci:ObjectStorage/bucket:Bucket", "accessType", "deleted"],
      ["kubernetes:*", "*requests.memory", "deleted"],
      ["kubernetes:*", "*tolerationSeconds", "lowered"],
      ["kubernetes:*", "*whenUnsatisfiable", "deleted"],
      ["kubernetes:autoscaling*", "spec.maxReplicas", "raised"],
      ["kubernetes:autoscaling*", "*averageUtilization", "lowered"],
      ["aws:lb/loadBalancer:LoadBalancer", "internal", "deleted"],
      ["oci:ContainerEngine/nodePool:NodePool", "nodeConfigDetails.size", "*"],
      ["oci:ContainerEngine/nodePool:NodePool", "nodeShapeConfig*", "raised"],
      ["kubernetes:karpenter.sh/v1:NodePool", "spec.limits*", "*"],
      ["oci:HealthChecks/httpMonitor:HttpMonitor", "isEnabled", "deleted"],
      ["oci:HealthChecks/httpMonitor:HttpMonitor", "port", "deleted"],
      ["oci:HealthChecks/httpMonitor:HttpMonitor", "*InSeconds", "*"],
      ["oci:HealthChecks/httpMonitor:HttpMonitor", "method", "*"],
      ["oci:HealthChecks/httpMonitor:HttpMonitor", "vantagePointNames*", "*"],
      ["oci:Dns/steeringPolicy:SteeringPolicy", "answers[].isDisabled", "deleted"],
      ["oci:Dns/steeringPolicy:SteeringPolicy", "rules[].defaultAnswerDatas[].answerCondition", "deleted"],
    ],
  ),
  ...because("all of a name's weights alike: the shares are what they were", [
    ["aws:route53/record:Record", "weightedRoutingPolicies[].weight", "raised"],
  ]),
  ...because("the provider or the API server refuses it", [
    ["aws:route53/record:Record", "setIdentifier", "*"],
    ["aws:route53/record:Record", "allowOverwrite", "*"],
    ["oci:Dns/zone:Zone", "zoneType", "*"],
    ["oci:Dns/steeringPolicy:SteeringPolicy", "template", "*"],
    ["aws:ec2/eip:Eip", "domain", "*"],
    ["aws:ec2/natGateway:NatGateway", "*", "*"],
    ["oci:Core/natGateway:NatGateway", "publicIpId", "*"],
    ["oci:Core/publicIp:PublicIp", "lifetime", "*"],
    ["aws:s3/bucketServerSideEncryptionConfiguration:*", "*sseAlgorithm", "changed"],
    ["aws:s3/bucketReplicationConfig:*", "*time.minutes", "*"],
    ["aws:s3/bucketReplicationConfig:*", "rules[].priority", "*"],
    ["aws:s3/bucketReplicationConfig:*", "rules[].deleteMarkerReplication*", "*"],
    ["aws:s3/bucketLifecycleConfiguration:*", "rules[].status", "deleted"],
    ["oci:ObjectStorage/objectLifecyclePolicy:*", "rules[].timeUnit", "*"],
    ["oci:ObjectStorage/replicationPolicy:*", "destinationRegionName", "deleted"],
    ["oci:ObjectStorage/replicationPolicy:*", "name", "*"],
    ["oci:ObjectStorage/bucket:Bucket", "versioning", "*"],
    ["aws:lb/*", "name", "*"],
    ["aws:lb/*", "*protocol", "*"],
    ["aws:lb/*", "*type", "*"],
    ["aws:lb/loadBalancer:LoadBalancer", "loadBalancerType", "*"],
    ["aws:lb/loadBalancer:LoadBalancer", "ipAddressType", "*"],
    ["aws:lb/targetGroup:TargetGroup", "targetType", "*"],
    ["aws:lb/targetGroup:TargetGroup", "port", "*"],
    ["aws:ecr/repository:Repository", "name", "*"],
    ["aws:eks/*", "*nodePools[]", "changed"],
    ["aws:eks/addon:Addon", "*", "*"],
    ["oci:ContainerEngine/addon:Addon", "addonName", "deleted"],
    ["oci:ContainerEngine/addon:Addon", "clusterId", "deleted"],
    ["oci:ContainerEngine/nodePool:NodePool", "nodeShape", "changed"],
    ["kubernetes:*", "spec.selector.matchLabels*", "deleted"],
    ["kubernetes:*", "*matchLabelKeys*", "*"],
    ["kubernetes:apps/v1:StatefulSet", "spec.volumeClaimTemplates*", "*"],
    ["kubernetes:autoscaling*", "*metrics[].*", "*"],
    ["kubernetes:karpenter.sh/v1:NodePool", "*requirements*", "*"],
    ["kubernetes:core/v1:Service", "spec.ports[].protocol", "*"],
    ["kubernetes:eks.amazonaws.com*", "spec.targetType", "*"],
    ["kubernetes:storage*", "provisioner", "*"],
  ]),
  ...because("the one workload of its namespace, which an empty selector selects as well", [
    ["kubernetes:*", "*topologySpreadConstraints[].labelSelector.matchLabels*", "deleted"],
  ]),
  ...because(
    "a name that others of this kind don't share: the object is another one, made before the old one goes",
    [["kubernetes:*", "metadata.name", "*"]],
  ),
  ...because("nothing leads out of the cluster: its nodes pull no image, and the first deploy ends there", [
    ["aws:ec2/eip:Eip", "", "removed"],
    ["aws:ec2/route:Route", "*", "*"],
    ["aws:ec2/routeTable:*", "", "removed"],
    ["aws:ec2/routeTableAssociation:*", "", "removed"],
    ["oci:Core/natGateway:*", "", "removed"],
    ["oci:Core/publicIp:*", "", "removed"],
    ["oci:Core/subnet:*", "", "removed"],
  ]),
  ...because("what is removed is named by what is left, which the deploy then ends at", [
    ["aws:ecr/repository:Repository", "", "removed"],
    ["oci:Artifacts/containerRepository:*", "", "removed"],
    ["aws:kms/key:Key", "", "removed"],
    ["kubernetes:storage*", "", "removed"],
    ["oci:ContainerEngine/addon:Addon", "", "removed"],
  ]),
  ...because(
    "what guards a bucket; its going is found by bucket-durability or cross-region-copy, whatever protects it",
    [
      ["aws:s3/*", "protect", "flipped"],
      ["oci:ObjectStorage/*", "protect", "flipped"],
    ],
  ),
  ...because("about cost", [
    ["aws:s3/bucketLifecycleConfiguration:*", "*abortIncomplete*", "*"],
    ["aws:s3/bucketLifecycleConfiguration:*", "*expiration*", "*"],
    ["aws:s3/bucketLifecycleConfiguration:*", "rules", "shrunk"],
    ["oci:ObjectStorage/objectLifecyclePolicy:*", "rules", "shrunk"],
  ]),
  ...because("who may do what", [
    ["aws:s3/bucketServerSideEncryptionConfiguration:*", "*blockedEncryptionTypes*", "*"],
    ["oci:Artifacts/*", "isPublic", "*"],
    ["kubernetes:networking*", "*", "*"],
  ]),
  ...because("tags that move: images are pulled by digest", [
    ["aws:ecr/*", "imageTagMutability", "*"],
    ["oci:Artifacts/*", "isImmutable", "*"],
  ]),
  ...because("made again in minutes, and holds nothing", [
    ["aws:ecr/*", "forceDelete", "*"],
    ["aws:lb/*", "enableDeletionProtection", "*"],
    ["aws:eks/*", "deletionProtection", "*"],
  ]),
  ...because("a lever for people during an incident; the balancers and the answers move without it", [
    ["aws:lb/*", "enableZonalShift", "*"],
    ["aws:eks/*", "zonalShiftConfig*", "*"],
  ]),
  ...because("about upgrades", [["aws:eks/*", "upgradePolicy*", "*"]]),
  ...because(
    "the balancer's own view of a target: the answers' checks are deep, and are what users are moved by",
    [
      ["aws:lb/targetGroup:*", "*", "*"],
      ["aws:lb/listener:*", "*", "*"],
      ["kubernetes:eks.amazonaws.com*", "*port", "*"],
    ],
  ),
  ...because(
    "how users come to the pods of one site: a mistake at all sites is found by the first request after the first site, and the roll-out goes site by site",
    [
      ["kubernetes:core/v1:Service", "metadata.annotations*", "*"],
      ["kubernetes:core/v1:Service", "spec*", "*"],
      ["kubernetes:*", "*livenessProbe*", "*"],
      ["kubernetes:*", "*readinessProbe*", "*"],
    ],
  ),
  ...because(
    "what a workload says of itself: survival is judged by it, and nothing else in a graph could contradict it",
    [["kubernetes:apps*", "metadata.annotations*", "*"]],
  ),
  ...because("another workload's size, which capacity-headroom has found room for", [
    ["kubernetes:*", "*resources*", "changed"],
  ]),
  ...because("the second spread, over hosts: zones are what the rule asks for", [
    ["kubernetes:*", "*topologySpreadConstraints", "shrunk"],
  ]),
  ...because("three availability domains are its zones; fault domains come on top", [
    ["oci:ContainerEngine/nodePool:*", "*faultDomains*", "*"],
  ]),
  ...because(
    "the run for what is older than two days; no rule can tell from a graph how far back a job goes, and the other run copies all that is new",
    [
      ["kubernetes:batch/v1:CronJob", "", "removed"],
      ["kubernetes:batch/v1:CronJob", "metadata.annotations*", "deleted"],
    ],
  ),
  ...because("a job's pods: the next run begins in minutes, wherever there is room", [
    ["kubernetes:batch/v1:CronJob", "spec.jobTemplate*", "*"],
  ]),
  ...because("rolls the pods when their files change", [
    ["kubernetes:apps*", "spec.template.metadata.annotations*", "*"],
  ]),
  ...because("OCI sets it to a day whatever is asked for", [["oci:Dns/record:Record", "ttl", "*"]]),
  ...because("what is kept beside the class is what the cluster was given; volumes of a StatefulSet stay", [
    ["kubernetes:storage*", "metadata.annotations*", "*"],
    ["kubernetes:storage*", "reclaimPolicy", "*"],
  ]),
  ...because(
    "how much and how long a stream keeps, and how a publisher's repetition is told: more and less both serve",
    [
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # max_*", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # duplicate_window", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # first_seq", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # discard", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.stream.* # retention", "*"],
    ],
  ),
  ...because("JetStream refuses it, or the job that applies it fails", [
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # name", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # storage", "deleted"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.* # *deliver", "*"],
    ["kubernetes:core/v1:ConfigMap", "data.stream.*.json", "deleted"],
  ]),
  ...because(
    "the servers' own settings, which tests run real servers with; what durability hangs on is read by queue-durability",
    [
      ["kubernetes:core/v1:ConfigMap", "data.nats.conf*", "*"],
      ["kubernetes:core/v1:ConfigMap", "data.leaf-remotes.conf*", "*"],
    ],
  ),
  ...because("how a store is reached: the workload's first write fails, at the first site that gets it", [
    ["kubernetes:core/v1:ConfigMap", "data.stores.json*", "*"],
  ]),
];

const compiled = accepted.map((entry) => ({
  entry,
  type: matcher(entry.type),
  path: matcher(entry.path),
  change: matcher(entry.change),
}));

/** Why a mutation is left uncaught; undefined where nobody said so. */
export function acceptedBecause(mutation: Pick<Mutation, "type" | "path" | "change">): Accepted | undefined {
  return compiled.find(
    ({ type, path, change }) => type(mutation.type) && path(mutation.path) && change(mutation.change),
  )?.entry;
}
