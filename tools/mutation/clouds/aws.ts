/** What is not mutated of AWS, and which mutations of it no rule catches on purpose. */
import { acceptedAs, type CloudLists, excludedBecause } from "../lists";

export const awsLists: CloudLists = {
  excluded: [
    ...excludedBecause("the engine's own bookkeeping, by which nothing in the cloud changes", [
      { type: "aws:*", path: "region" },
      { type: "aws:*", path: "*forceDetachPolicies" },
    ]),
  ],
  accepted: [
    ...acceptedAs(
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
        ["aws:s3/bucketLifecycleConfiguration:*", "*noncurrentDays", "raised"],
        ["aws:s3/bucketReplicationConfig:*", "rules[].filter*", "deleted"],
        ["aws:lb/loadBalancer:LoadBalancer", "internal", "deleted"],
        ["kubernetes:karpenter.sh/v1:NodePool", "spec.limits*", "*"],
      ],
    ),
    ...acceptedAs("all of a name's weights alike: the shares are what they were", [
      ["aws:route53/record:Record", "weightedRoutingPolicies[].weight", "raised"],
    ]),
    ...acceptedAs("the provider or the API server refuses it", [
      ["aws:route53/record:Record", "setIdentifier", "*"],
      ["aws:route53/record:Record", "allowOverwrite", "*"],
      ["aws:ec2/eip:Eip", "domain", "*"],
      ["aws:ec2/natGateway:NatGateway", "*", "*"],
      ["aws:s3/bucketServerSideEncryptionConfiguration:*", "*sseAlgorithm", "changed"],
      ["aws:s3/bucketReplicationConfig:*", "*time.minutes", "*"],
      ["aws:s3/bucketReplicationConfig:*", "rules[].priority", "*"],
      ["aws:s3/bucketReplicationConfig:*", "rules[].deleteMarkerReplication*", "*"],
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
      ["kubernetes:karpenter.sh/v1:NodePool", "*requirements*", "*"],
      ["kubernetes:eks.amazonaws.com*", "spec.targetType", "*"],
    ]),
    ...acceptedAs(
      "nothing leads out of the cluster: its nodes pull no image, and the first deploy ends there",
      [
        ["aws:ec2/eip:Eip", "", "removed"],
        ["aws:ec2/route:Route", "*", "*"],
        ["aws:ec2/routeTable:*", "", "removed"],
        ["aws:ec2/routeTableAssociation:*", "", "removed"],
      ],
    ),
    ...acceptedAs("what is removed is named by what is left, which the deploy then ends at", [
      ["aws:ecr/repository:Repository", "", "removed"],
      ["aws:kms/key:Key", "", "removed"],
    ]),
    ...acceptedAs(
      "what guards a bucket; its going is found by bucket-durability or cross-region-copy, whatever protects it",
      [["aws:s3/*", "protect", "flipped"]],
    ),
    ...acceptedAs("about cost", [
      ["aws:s3/bucketLifecycleConfiguration:*", "*abortIncomplete*", "*"],
      ["aws:s3/bucketLifecycleConfiguration:*", "*expiration*", "*"],
      ["aws:s3/bucketLifecycleConfiguration:*", "", "removed"],
      ["aws:s3/bucketLifecycleConfiguration:*", "bucket", "*"],
      ["aws:s3/bucketLifecycleConfiguration:*", "rules", "*"],
      ["aws:s3/bucketLifecycleConfiguration:*", "rules[]*", "deleted"],
      ["aws:s3/bucketLifecycleConfiguration:*", "rules[].filter*", "*"],
      ["aws:s3/bucketLifecycleConfiguration:*", "rules[].status", "*"],
    ]),
    ...acceptedAs(
      "a right too few, or another's: an error at the first use; what is widened is found by store-writers-apart",
      [
        ["aws:iam/rolePolicy:RolePolicy", "", "removed"],
        ["aws:iam/rolePolicy:RolePolicy", "policy", "changed"],
        ["aws:iam/rolePolicy:RolePolicy", "policy", "deleted"],
      ],
    ),
    ...acceptedAs("who may do what", [
      ["aws:s3/bucketServerSideEncryptionConfiguration:*", "*blockedEncryptionTypes*", "*"],
    ]),
    ...acceptedAs("tags that move: images are pulled by digest", [["aws:ecr/*", "imageTagMutability", "*"]]),
    ...acceptedAs("made again in minutes, and holds nothing", [
      ["aws:ecr/*", "forceDelete", "*"],
      ["aws:lb/*", "enableDeletionProtection", "*"],
      ["aws:eks/*", "deletionProtection", "*"],
    ]),
    ...acceptedAs("a lever for people during an incident; the balancers and the answers move without it", [
      ["aws:lb/*", "enableZonalShift", "*"],
    ]),
    ...acceptedAs("how practice runs end early: an autoshift waits for no alarm", [
      ["aws:arczonalshift/*", "outcomeAlarms*", "*"],
    ]),
    ...acceptedAs("about upgrades", [["aws:eks/*", "upgradePolicy*", "*"]]),
    ...acceptedAs(
      "the balancer's own view of a target: the answers' checks are deep, and are what users are moved by",
      [
        ["aws:lb/targetGroup:*", "*", "*"],
        ["aws:lb/listener:*", "*", "*"],
        ["kubernetes:eks.amazonaws.com*", "*port", "*"],
      ],
    ),
  ],
};
