/**
 * What the AWS provider replaces a resource for, of the types that this project makes. Source: plans of the
 * Terraform provider that @pulumi/aws wraps (terraform-provider-aws 5.100.0), one property changed at a time. What
 * is newer than that release is not in it.
 */
import type { CloudReplacing, ReplacingProperty } from "./property";
import { goesBack, shrinks, unchanging } from "./unchanging";

const network = { loadBalancerType: "network" };

/** The source of a rule may change, but not its sort. */
const sortOf = (property: string): ReplacingProperty => ({ property, when: ["set", "unset"] });

const byType: CloudReplacing["byType"] = {
  "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration": ["resourceArn"],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": ["actionsEnabled", "alarmName"],
  "aws:cloudwatch/logGroup:LogGroup": ["logGroupClass", "name", "namePrefix"],
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": ["policyName"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:ec2/defaultRouteTable:DefaultRouteTable": ["defaultRouteTableId"],
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": ["vpcId"],
  "aws:ec2/eip:Eip": ["address", "domain", "ipamPoolId", "networkBorderGroup", "publicIpv4Pool"],
  "aws:ec2/flowLog:FlowLog": [
    "deliverCrossAccountRole",
    "destinationOptions",
    "eniId",
    "iamRoleArn",
    "logDestination",
    "logDestinationType",
    "logFormat",
    "maxAggregationInterval",
    "subnetId",
    "trafficType",
    "transitGatewayAttachmentId",
    "transitGatewayId",
    "vpcId",
  ],
  "aws:ec2/internetGateway:InternetGateway": [],
  "aws:ec2/natGateway:NatGateway": ["allocationId", "connectivityType", "privateIp", "subnetId"],
  "aws:ec2/route:Route": [
    "destinationCidrBlock",
    "destinationIpv6CidrBlock",
    "destinationPrefixListId",
    "routeTableId",
  ],
  "aws:ec2/routeTable:RouteTable": ["vpcId"],
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["gatewayId", "subnetId"],
  "aws:ec2/securityGroup:SecurityGroup": ["description", "name", "namePrefix", "vpcId"],
  "aws:ec2/subnet:Subnet": [
    "availabilityZone",
    "availabilityZoneId",
    "cidrBlock",
    "ipv6Native",
    "outpostArn",
    "vpcId",
  ],
  "aws:ec2/vpc:Vpc": ["cidrBlock", "instanceTenancy", "ipv4IpamPoolId", "ipv4NetmaskLength"],
  "aws:ec2/vpcEndpoint:VpcEndpoint": [
    "resourceConfigurationArn",
    "serviceName",
    "serviceNetworkArn",
    "serviceRegion",
    "vpcEndpointType",
    "vpcId",
  ],
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": ["policy", "repository"],
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": [],
  "aws:ecr/repository:Repository": ["encryptionConfigurations", "name"],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ["repository"],
  "aws:eks/accessEntry:AccessEntry": ["clusterName", "principalArn", "type"],
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": [
    "accessScope.namespaces",
    "accessScope.type",
    "clusterName",
    "policyArn",
    "principalArn",
  ],
  "aws:eks/addon:Addon": ["addonName", "clusterName"],
  "aws:eks/cluster:Cluster": [
    "accessConfig.bootstrapClusterCreatorAdminPermissions",
    "bootstrapSelfManagedAddons",
    "kubernetesNetworkConfig.ipFamily",
    "kubernetesNetworkConfig.serviceIpv4Cidr",
    "name",
    "outpostConfig",
    "remoteNetworkConfig",
    "roleArn",
    { property: "computeConfig.nodeRoleArn", when: ["change", "unset"] },
    { property: "encryptionConfig", when: ["unset"] },
  ],
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": ["clusterName", "namespace", "serviceAccount"],
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": ["url"],
  "aws:iam/policy:Policy": ["description", "name", "namePrefix", "path"],
  "aws:iam/role:Role": ["name", "namePrefix", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "namePrefix", "role"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["policyArn", "role"],
  "aws:kms/alias:Alias": ["name", "namePrefix"],
  "aws:kms/key:Key": ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/loadBalancer:LoadBalancer": [
    "customerOwnedIpv4Pool",
    "internal",
    "loadBalancerType",
    "name",
    "namePrefix",
    { property: "securityGroups", when: ["set", "unset"], where: network },
    { property: "subnets", when: ["remove"], where: network },
    { property: "subnetMappings", when: ["remove"], by: "subnetId", where: network },
  ],
  "aws:lb/targetGroup:TargetGroup": [
    "ipAddressType",
    "name",
    "namePrefix",
    "port",
    "protocol",
    "targetType",
    "vpcId",
  ],
  "aws:route53/healthCheck:HealthCheck": [
    "measureLatency",
    "referenceName",
    "requestInterval",
    "routingControlArn",
    "type",
  ],
  "aws:route53/record:Record": ["name", "zoneId"],
  "aws:route53/zone:Zone": ["delegationSetId", "name"],
  "aws:s3/bucket:Bucket": [
    "bucket",
    "bucketPrefix",
    "objectLockConfiguration.objectLockEnabled",
    "objectLockEnabled",
  ],
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": ["bucket", "expectedBucketOwner"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ["bucket"],
  "aws:s3/bucketPolicy:BucketPolicy": ["bucket"],
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": ["bucket"],
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": ["bucket"],
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": [
    "bucket",
    "expectedBucketOwner",
  ],
  "aws:s3/bucketVersioning:BucketVersioning": ["bucket", "expectedBucketOwner"],
  "aws:sns/topic:Topic": ["fifoTopic", "name", "namePrefix"],
  "aws:sns/topicPolicy:TopicPolicy": ["arn"],
  "aws:sns/topicSubscription:TopicSubscription": ["endpoint", "protocol", "topic"],
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": [
    "securityGroupId",
    sortOf("cidrIpv4"),
    sortOf("cidrIpv6"),
    sortOf("prefixListId"),
    sortOf("referencedSecurityGroupId"),
  ],
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": [
    "securityGroupId",
    sortOf("cidrIpv4"),
    sortOf("cidrIpv6"),
    sortOf("prefixListId"),
    sortOf("referencedSecurityGroupId"),
  ],
};

/** Source: the API references of ModifyVolume, ModifyDBInstance, UpdateClusterConfig and PutBucketVersioning. */
const refused: CloudReplacing["unchanging"] = {
  "aws:ebs/volume:Volume": [unchanging("size", { where: shrinks })],
  "aws:eks/cluster:Cluster": [
    unchanging("accessConfig.authenticationMode", {
      where: goesBack("CONFIG_MAP", "API_AND_CONFIG_MAP", "API"),
    }),
  ],
  "aws:rds/instance:Instance": [unchanging("allocatedStorage", { where: shrinks })],
  // Once on, it can be suspended and no more.
  "aws:s3/bucketVersioning:BucketVersioning": [
    unchanging("versioningConfiguration.status", { where: (_old, now) => now === "Disabled" }),
  ],
};

/** Since version 7 every AWS resource has a region of its own and can't leave it. */
export const aws: CloudReplacing = { byType, ofEveryType: ["region"], unchanging: refused };
