/** What is not mutated of OCI, and which mutations of it no rule catches on purpose. */
import { acceptedAs, type CloudLists, excludedBecause } from "../lists";

export const ociLists: CloudLists = {
  excluded: [
    ...excludedBecause("tells people: answers move and copies are made without", [
      { type: "oci:*", path: "*reeformTags*" },
      { type: "oci:*", path: "*efinedTags*" },
      { type: "oci:*", path: "*TagsNull*" },
      { type: "oci:ObjectStorage/*", path: "rules[].name" },
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
