/** What is not mutated of OCI, and which mutations of it no rule catches on purpose. */
import { acceptedAs, type CloudLists, excludedBecause } from "../lists";

export const ociLists: CloudLists = {
  excluded: [
    ...excludedBecause(
      "who may do what: a right too few is an error at the first use, a right too many is no matter of redundancy",
      [
        { type: "oci:Identity/authToken:*" },
        { type: "oci:Identity/customerSecretKey:*" },
        { type: "oci:Identity/policy:Policy", path: "compartmentId" },
        { type: "oci:Identity/policy:Policy", path: "name" },
      ],
    ),
    ...excludedBecause("tells people: answers move and copies are made without", [
      { type: "oci:Logging/*" },
      { type: "oci:Monitoring/*" },
      { type: "oci:Ons/*" },
      { type: "oci:*", path: "*freeformTags*" },
      { type: "oci:*", path: "compartmentId" },
      { type: "oci:ObjectStorage/*", path: "rules[].name" },
      { type: "oci:ObjectStorage/bucket:Bucket", path: "objectEventsEnabled" },
    ]),
    ...excludedBecause(
      "who may talk to whom: a way too few turns the site's checks red before users are sent there",
      [
        { type: "oci:Core/networkSecurityGroup*" },
        { type: "oci:Core/defaultSecurityList:*" },
        { type: "oci:*", path: "*nsgIds*" },
        { type: "oci:*", path: "*NsgIds*" },
        { type: "oci:ContainerEngine/cluster:Cluster", path: "endpointConfig*" },
      ],
    ),
    ...excludedBecause(
      "the platform under the pods: without it no node joins its cluster, and the first deploy ends there",
      [
        { type: "oci:Core/internetGateway:*" },
        { type: "oci:Core/serviceGateway:*" },
        { type: "oci:Core/routeTable:*" },
        { type: "oci:Core/vcn:*" },
        { type: "oci:*", path: "vcnId" },
        { type: "oci:Core/subnet:Subnet", path: "*" },
        { type: "oci:ContainerEngine/*", path: "name" },
        { type: "oci:ContainerEngine/cluster:Cluster", path: "type" },
        { type: "oci:ContainerEngine/cluster:Cluster", path: "options*" },
        { type: "oci:ContainerEngine/cluster:Cluster", path: "clusterPodNetworkOptions*" },
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeSourceDetails*" },
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeMetadata*" },
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "*PodNetworkOptionDetails*" },
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "*isPvEncryptionInTransitEnabled" },
      ],
    ),
    ...excludedBecause(
      "how a node is replaced: budgets say how many pods may go at a time, whatever replaces the nodes",
      [
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodeEviction*" },
        { type: "oci:ContainerEngine/nodePool:NodePool", path: "nodePoolCycling*" },
      ],
    ),
    ...excludedBecause("how fast or how much, where more and less both serve", [
      {
        type: "kubernetes:core/v1:Service",
        path: "*annotations.oci-network-load-balancer.oraclecloud.com/health-check*",
      },
      { type: "oci:ContainerEngine/addon:Addon", path: "configurations*" },
      { type: "oci:ContainerEngine/addon:Addon", path: "removeAddonResourcesOnDelete" },
      { type: "oci:ContainerEngine/addon:Addon", path: "overrideExisting" },
      { type: "oci:ObjectStorage/bucket:Bucket", path: "autoTiering" },
      { type: "oci:ObjectStorage/bucket:Bucket", path: "storageTier" },
    ]),
  ],
  accepted: [
    ...acceptedAs(
      "weakens nothing: another provider's default or what is left is as good, or it is the safer way",
      [
        ["oci:ObjectStorage/bucket:Bucket", "accessType", "deleted"],
        ["oci:ContainerEngine/nodePool:NodePool", "nodeConfigDetails.size", "*"],
        ["oci:ContainerEngine/nodePool:NodePool", "nodeShapeConfig*", "raised"],
        ["oci:HealthChecks/httpMonitor:HttpMonitor", "isEnabled", "deleted"],
        ["oci:HealthChecks/httpMonitor:HttpMonitor", "port", "deleted"],
        ["oci:HealthChecks/httpMonitor:HttpMonitor", "*InSeconds", "*"],
        ["oci:HealthChecks/httpMonitor:HttpMonitor", "method", "*"],
        ["oci:HealthChecks/httpMonitor:HttpMonitor", "vantagePointNames*", "*"],
        ["oci:Dns/steeringPolicy:SteeringPolicy", "answers[].isDisabled", "deleted"],
        ["oci:Dns/steeringPolicy:SteeringPolicy", "rules[].defaultAnswerDatas[].answerCondition", "deleted"],
      ],
    ),
    ...acceptedAs("the provider or the API server refuses it", [
      ["oci:Dns/zone:Zone", "zoneType", "*"],
      ["oci:Dns/steeringPolicy:SteeringPolicy", "template", "*"],
      ["oci:Core/natGateway:NatGateway", "publicIpId", "*"],
      ["oci:Core/publicIp:PublicIp", "lifetime", "*"],
      ["oci:ObjectStorage/replicationPolicy:*", "destinationRegionName", "deleted"],
      ["oci:ObjectStorage/replicationPolicy:*", "name", "*"],
      ["oci:ObjectStorage/bucket:Bucket", "versioning", "*"],
      ["oci:ContainerEngine/addon:Addon", "addonName", "deleted"],
      ["oci:ContainerEngine/addon:Addon", "clusterId", "deleted"],
      ["oci:ContainerEngine/nodePool:NodePool", "nodeShape", "changed"],
    ]),
    ...acceptedAs(
      "nothing leads out of the cluster: its nodes pull no image, and the first deploy ends there",
      [
        ["oci:Core/natGateway:*", "", "removed"],
        ["oci:Core/publicIp:*", "", "removed"],
        ["oci:Core/subnet:*", "", "removed"],
      ],
    ),
    ...acceptedAs("what is removed is named by what is left, which the deploy then ends at", [
      ["oci:Artifacts/containerRepository:*", "", "removed"],
      ["oci:ContainerEngine/addon:Addon", "", "removed"],
    ]),
    ...acceptedAs(
      "what guards a bucket; its going is found by bucket-durability or cross-region-copy, whatever protects it",
      [["oci:ObjectStorage/*", "protect", "flipped"]],
    ),
    ...acceptedAs("about cost", [["oci:ObjectStorage/objectLifecyclePolicy:*", "*", "*"]]),
    ...acceptedAs(
      "a right too few, or another's: an error at the first use; what is widened is found by store-writers-apart",
      [
        ["oci:Identity/policy:Policy", "", "removed"],
        ["oci:Identity/policy:Policy", "protect", "flipped"],
        ["oci:Identity/policy:Policy", "statements", "*"],
        ["oci:Identity/policy:Policy", "statements[]", "*"],
      ],
    ),
    ...acceptedAs("who may do what", [["oci:Artifacts/*", "isPublic", "*"]]),
    ...acceptedAs("tags that move: images are pulled by digest", [["oci:Artifacts/*", "isImmutable", "*"]]),
    ...acceptedAs("three availability domains are its zones; fault domains come on top", [
      ["oci:ContainerEngine/nodePool:*", "*faultDomains*", "*"],
    ]),
    ...acceptedAs("OCI sets it to a day whatever is asked for", [["oci:Dns/record:Record", "ttl", "*"]]),
  ],
};
