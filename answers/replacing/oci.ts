/**
 * What the OCI provider replaces a resource for, of the types that this project makes. Source: the schema of the
 * Terraform provider that @pulumi/oci wraps (terraform-provider-oci 8.23.0, `ForceNew`) and plans of it.
 */
import type { CloudReplacing } from "./property";

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

export const oci: CloudReplacing = { byType, ofEveryType: [] };
