/**
 * What the OCI provider replaces a resource for, of the types that this project makes. Source: the schema of the
 * Terraform provider that @pulumi/oci wraps (terraform-provider-oci 8.23.0, `ForceNew`) and plans of it.
 */
import type { Properties, Value } from "../../graph/resource";
import type { CloudReplacing } from "./property";
import { shrinks, unchanging } from "./unchanging";

const byType: CloudReplacing["byType"] = {
  "oci:Artifacts/containerRepository:ContainerRepository": ["displayName"],
  "oci:ContainerEngine/addon:Addon": ["addonName", "clusterId"],
  "oci:ContainerEngine/cluster:Cluster": [
    "clusterPodNetworkOptions",
    "compartmentId",
    "kmsKeyId",
    "options.ipFamilies",
    "options.kubernetesNetworkConfig",
    "options.serviceLbSubnetIds",
    "vcnId",
    { property: "endpointConfig", when: ["unset"] },
    { property: "endpointConfig.subnetId", when: ["change"] },
  ],
  "oci:ContainerEngine/nodePool:NodePool": [
    "clusterId",
    "compartmentId",
    "nodeConfigDetails.computeClusterId",
    "nodeConfigDetails.nodePoolPodNetworkOptionDetails.cniType",
    "nodeImageId",
    "nodeImageName",
  ],
  "oci:Core/computeCapacityReservation:ComputeCapacityReservation": ["availabilityDomain"],
  "oci:Core/defaultDhcpOptions:DefaultDhcpOptions": ["manageDefaultResourceId"],
  "oci:Core/defaultRouteTable:DefaultRouteTable": ["manageDefaultResourceId"],
  "oci:Core/defaultSecurityList:DefaultSecurityList": ["manageDefaultResourceId"],
  "oci:Core/internetGateway:InternetGateway": ["vcnId"],
  "oci:Core/natGateway:NatGateway": ["publicIpId", "vcnId"],
  "oci:Core/networkSecurityGroup:NetworkSecurityGroup": ["vcnId"],
  "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule": ["networkSecurityGroupId"],
  "oci:Core/publicIp:PublicIp": ["lifetime", "publicIpPoolId"],
  "oci:Core/routeTable:RouteTable": ["vcnId"],
  "oci:Core/securityList:SecurityList": ["vcnId"],
  "oci:Core/serviceGateway:ServiceGateway": ["vcnId"],
  "oci:Core/subnet:Subnet": [
    "availabilityDomain",
    "dnsLabel",
    "prohibitInternetIngress",
    "prohibitPublicIpOnVnic",
    "vcnId",
  ],
  "oci:Core/vcn:Vcn": ["cidrBlock", "dnsLabel"],
  "oci:Dns/record:Record": ["domain", "rtype", "zoneNameOrId"],
  "oci:Dns/rrset:Rrset": ["domain", "rtype", "viewId", "zoneNameOrId"],
  "oci:Dns/steeringPolicy:SteeringPolicy": ["answers", "rules"],
  "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment": ["domainName", "steeringPolicyId", "zoneId"],
  "oci:Dns/zone:Zone": ["name", "scope", "viewId", "zoneType"],
  "oci:HealthChecks/httpMonitor:HttpMonitor": [],
  "oci:Identity/authToken:AuthToken": ["userId"],
  "oci:Identity/customerSecretKey:CustomerSecretKey": ["userId"],
  "oci:Identity/dynamicGroup:DynamicGroup": ["compartmentId", "name"],
  "oci:Identity/policy:Policy": ["compartmentId", "name"],
  "oci:Logging/log:Log": [
    "configuration.compartmentId",
    "configuration.source.category",
    "configuration.source.resource",
    "configuration.source.service",
    "configuration.source.sourceType",
    "logType",
  ],
  "oci:Logging/logGroup:LogGroup": [],
  "oci:Monitoring/alarm:Alarm": [],
  "oci:ObjectStorage/bucket:Bucket": ["name", "namespace", "storageTier"],
  "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy": ["bucket", "namespace"],
  "oci:ObjectStorage/replicationPolicy:ReplicationPolicy": [
    "bucket",
    "deleteObjectInDestinationBucket",
    "destinationBucketName",
    "destinationRegionName",
    "name",
    "namespace",
  ],
  "oci:Ons/notificationTopic:NotificationTopic": ["name"],
  "oci:Ons/subscription:Subscription": ["endpoint", "protocol", "topicId"],
};

/**
 * Source: the API references of UpdateSubnet, RemoveVcnCidr, UpdateVolume, UpdateBootVolume and UpdateBucket. A
 * subnet's block must go on holding every address in use, and one of the network's can't be taken from under subnets.
 */
const refused: CloudReplacing["unchanging"] = {
  // 409, "Cannot perform nodepool cycling and nodepool Placement Configuration change simultaneously": cycling is sent
  // with every update while it is on. Source: terraform-oci-oke, issue 879.
  "oci:ContainerEngine/nodePool:NodePool": [
    unchanging("nodeConfigDetails.placementConfigs", { where: (_old, _now, { after }) => isCycled(after) }),
  ],
  "oci:Core/bootVolume:BootVolume": [unchanging("sizeInGbs", { where: shrinks })],
  "oci:Core/subnet:Subnet": [unchanging("cidrBlock", { where: (old, now) => isElsewhere(old, now) })],
  "oci:Core/vcn:Vcn": [
    unchanging("cidrBlocks", {
      where: (old, now) =>
        listOf(old).some(
          (block) => listOf(now).length > 0 && listOf(now).every((other) => isElsewhere(block, other)),
        ),
    }),
  ],
  "oci:Core/volume:Volume": [unchanging("sizeInGbs", { where: shrinks })],
  // Once on, it can be suspended and no more.
  "oci:ObjectStorage/bucket:Bucket": [
    unchanging("versioning", { byDefault: "Disabled", where: (_old, now) => now === "Disabled" }),
  ],
};

function isCycled({ nodePoolCyclingDetails: cycling }: Properties): boolean {
  return (cycling as Properties | undefined)?.isNodeCyclingEnabled === true;
}

const listOf = (value: Value | undefined): readonly Value[] => (Array.isArray(value) ? value : []);

/** Whether two blocks have no address in common; false where either can't be read. */
function isElsewhere(a: Value | undefined, b: Value | undefined): boolean {
  const [one, other] = [spanOf(a), spanOf(b)];
  return one !== undefined && other !== undefined && (one.end < other.start || other.end < one.start);
}

function spanOf(block: Value | undefined): { readonly start: number; readonly end: number } | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(String(block));
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  const size = 2 ** (32 - bits);
  const start = Math.floor((((a * 256 + b) * 256 + c) * 256 + d) / size) * size;
  return { start, end: start + size - 1 };
}

export const oci: CloudReplacing = { byType, ofEveryType: [], unchanging: refused };
