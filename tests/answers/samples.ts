/** Inputs that each resource type's provider would take, as few as it needs. */
import type { ResourceRequest, Values } from "../../answers";

const compartmentId = "ocid1.compartment.oc1..aaaa";
const displayName = "sample";
const vcnId = "ocid1.vcn.oc1.us-chicago-1.aaaa";
const inVcn = { compartmentId, vcnId };
const cluster = { clusterName: "platform" };
const role = "arn:aws:iam::123456789012:role/admin";
const bucket = { bucket: "media" };
const rule = {
  ipProtocol: "tcp",
  securityGroupId: "sg-1",
  fromPort: 443,
  toPort: 443,
  cidrIpv4: "10.0.0.0/8",
};
const uses = { allowedUses: ["server_auth"], validityPeriodHours: 24 };

export const samples: Readonly<Record<string, Values>> = {
  "aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration": {
    resourceArn: "arn:aws:eks:us-east-2:210987654321:cluster/eks",
    zonalAutoshiftStatus: "ENABLED",
    outcomeAlarms: [
      { type: "CLOUDWATCH", alarmIdentifier: "arn:aws:cloudwatch:us-east-2:210987654321:alarm:unwell" },
    ],
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": { alarmName: "all", alarmRule: "ALARM(one)" },
  "aws:cloudwatch/logGroup:LogGroup": {},
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": { policyName: "dns", policyDocument: "{}" },
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    comparisonOperator: "LessThanThreshold",
    evaluationPeriods: 1,
    metricName: "HealthCheckStatus",
    namespace: "AWS/Route53",
    period: 60,
    statistic: "Minimum",
    threshold: 1,
  },
  "aws:ec2/defaultRouteTable:DefaultRouteTable": { defaultRouteTableId: "rtb-1" },
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": { vpcId: "vpc-1" },
  "aws:ec2/eip:Eip": { domain: "vpc" },
  "aws:ec2/flowLog:FlowLog": {
    vpcId: "vpc-1",
    trafficType: "ALL",
    logDestination: "arn:aws:s3:::flow-logs",
    logDestinationType: "s3",
  },
  "aws:ec2/internetGateway:InternetGateway": { vpcId: "vpc-1" },
  "aws:ec2/natGateway:NatGateway": { subnetId: "subnet-1", allocationId: "eipalloc-1" },
  "aws:ec2/route:Route": { routeTableId: "rtb-1", destinationCidrBlock: "0.0.0.0/0", gatewayId: "igw-1" },
  "aws:ec2/routeTable:RouteTable": { vpcId: "vpc-1" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": { routeTableId: "rtb-1", subnetId: "subnet-1" },
  "aws:ec2/securityGroup:SecurityGroup": { vpcId: "vpc-1" },
  "aws:ec2/subnet:Subnet": { vpcId: "vpc-1", cidrBlock: "10.0.0.0/24", availabilityZoneId: "use2-az2" },
  "aws:ec2/vpc:Vpc": { cidrBlock: "10.0.0.0/16" },
  "aws:ec2/vpcEndpoint:VpcEndpoint": { vpcId: "vpc-1", serviceName: "com.amazonaws.us-east-2.s3" },
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": { repository: "haproxy", policy: "{}" },
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": { scanType: "BASIC" },
  "aws:ecr/repository:Repository": { name: "twincloud/haproxy" },
  "aws:ecr/repositoryPolicy:RepositoryPolicy": { repository: "haproxy", policy: "{}" },
  "aws:eks/accessEntry:AccessEntry": { ...cluster, principalArn: role },
  "aws:eks/accessPolicyAssociation:AccessPolicyAssociation": {
    ...cluster,
    principalArn: role,
    policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    accessScope: { type: "cluster" },
  },
  "aws:eks/addon:Addon": { ...cluster, addonName: "metrics-server" },
  "aws:eks/cluster:Cluster": { name: "platform", roleArn: role, vpcConfig: { subnetIds: ["subnet-1"] } },
  "aws:eks/podIdentityAssociation:PodIdentityAssociation": {
    ...cluster,
    namespace: "platform",
    serviceAccount: "upload",
    roleArn: role,
  },
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": {
    clientIdLists: ["sts.amazonaws.com"],
    url: "https://issuer.example/cluster",
  },
  "aws:iam/policy:Policy": { policy: "{}" },
  "aws:iam/role:Role": { assumeRolePolicy: { Version: "2012-10-17" } },
  "aws:iam/rolePolicy:RolePolicy": { role: "upload", policy: "{}" },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    role: "upload",
    policyArn: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
  },
  "aws:kms/alias:Alias": { targetKeyId: "11111111-2222-4333-8444-555555555555" },
  "aws:kms/key:Key": {},
  "aws:lb/listener:Listener": {
    loadBalancerArn:
      "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/edge/0123456789abcdef",
    defaultActions: [
      {
        type: "forward",
        targetGroupArn:
          "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/edge/0123456789abcdef",
      },
    ],
  },
  "aws:lb/loadBalancer:LoadBalancer": {
    loadBalancerType: "network",
    subnetMappings: [{ subnetId: "subnet-1" }],
  },
  "aws:lb/targetGroup:TargetGroup": { port: 8443, protocol: "TCP", targetType: "ip", vpcId: "vpc-1" },
  "aws:route53/healthCheck:HealthCheck": { type: "HTTPS", ipAddress: "198.18.0.1", requestInterval: 10 },
  "aws:route53/record:Record": {
    zoneId: "Z1",
    name: "feed.example.com",
    type: "A",
    ttl: 30,
    records: ["198.18.0.1"],
  },
  "aws:route53/zone:Zone": { name: "example.com" },
  "aws:s3/bucket:Bucket": {},
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": {
    ...bucket,
    rules: [{ id: "old", status: "Enabled" }],
  },
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": {
    ...bucket,
    rule: { objectOwnership: "BucketOwnerEnforced" },
  },
  "aws:s3/bucketPolicy:BucketPolicy": { ...bucket, policy: "{}" },
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": bucket,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": {
    ...bucket,
    role,
    rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::replica" } }],
  },
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": {
    ...bucket,
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
  },
  "aws:s3/bucketVersioning:BucketVersioning": { ...bucket, versioningConfiguration: { status: "Enabled" } },
  "aws:sns/topic:Topic": {},
  "aws:sns/topicPolicy:TopicPolicy": { arn: "arn:aws:sns:us-east-1:123456789012:alerts", policy: "{}" },
  "aws:sns/topicSubscription:TopicSubscription": {
    topic: "arn:aws:sns:us-east-1:123456789012:alerts",
    protocol: "email",
    endpoint: "oncall@example.com",
  },
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": rule,
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": rule,

  "oci:Artifacts/containerRepository:ContainerRepository": { compartmentId, displayName },
  "oci:ContainerEngine/addon:Addon": {
    clusterId: "ocid1.cluster.oc1.us-chicago-1.aaaa",
    addonName: "ClusterAutoscaler",
    removeAddonResourcesOnDelete: true,
  },
  "oci:ContainerEngine/cluster:Cluster": {
    ...inVcn,
    kubernetesVersion: "v1.33.1",
    endpointConfig: { isPublicIpEnabled: true, subnetId: "ocid1.subnet.oc1.us-chicago-1.aaaa" },
    options: { openIdConnectDiscovery: { isOpenIdConnectDiscoveryEnabled: true } },
  },
  "oci:ContainerEngine/nodePool:NodePool": {
    clusterId: "ocid1.cluster.oc1.us-chicago-1.aaaa",
    compartmentId,
    nodeShape: "VM.Standard.E5.Flex",
    nodeShapeConfig: { ocpus: 4, memoryInGbs: 32 },
  },
  "oci:Core/defaultDhcpOptions:DefaultDhcpOptions": {
    manageDefaultResourceId: "ocid1.dhcpoptions.oc1.us-chicago-1.aaaa",
    options: [{ type: "DomainNameServer", serverType: "VcnLocalPlusInternet" }],
  },
  "oci:Core/defaultRouteTable:DefaultRouteTable": {
    manageDefaultResourceId: "ocid1.routetable.oc1.us-chicago-1.aaaa",
  },
  "oci:Core/defaultSecurityList:DefaultSecurityList": {
    manageDefaultResourceId: "ocid1.securitylist.oc1.us-chicago-1.aaaa",
  },
  "oci:Core/internetGateway:InternetGateway": inVcn,
  "oci:Core/natGateway:NatGateway": inVcn,
  "oci:Core/networkSecurityGroup:NetworkSecurityGroup": inVcn,
  "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule": {
    networkSecurityGroupId: "ocid1.networksecuritygroup.oc1.us-chicago-1.aaaa",
    direction: "INGRESS",
    protocol: "6",
    source: "10.0.0.0/8",
    sourceType: "CIDR_BLOCK",
  },
  "oci:Core/computeCapacityReservation:ComputeCapacityReservation": {
    availabilityDomain: "Uocm:US-CHICAGO-1-AD-1",
    compartmentId,
    instanceReservationConfigs: [{ instanceShape: "VM.Standard.E5.Flex", reservedCount: "2" }],
  },
  "oci:Core/publicIp:PublicIp": { compartmentId, lifetime: "RESERVED" },
  "oci:Core/routeTable:RouteTable": inVcn,
  "oci:Core/securityList:SecurityList": inVcn,
  "oci:Core/serviceGateway:ServiceGateway": {
    ...inVcn,
    services: [{ serviceId: "ocid1.service.oc1..aaaa" }],
  },
  "oci:Core/subnet:Subnet": { ...inVcn, cidrBlock: "10.0.0.0/24" },
  "oci:Core/vcn:Vcn": { compartmentId, cidrBlocks: ["10.0.0.0/16"], dnsLabel: "chicago" },
  "oci:Dns/record:Record": {
    zoneNameOrId: "example.com",
    domain: "example.com",
    rtype: "NS",
    rdata: "ns.",
    ttl: 300,
  },
  "oci:Dns/rrset:Rrset": { zoneNameOrId: "example.com", domain: "feed.example.com", rtype: "A", items: [] },
  "oci:Dns/steeringPolicy:SteeringPolicy": { compartmentId, displayName, template: "LOAD_BALANCE" },
  "oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment": {
    steeringPolicyId: "ocid1.dnspolicy.oc1..aaaa",
    zoneId: "ocid1.dns-zone.oc1..aaaa",
    domainName: "feed.example.com",
  },
  "oci:Dns/zone:Zone": { compartmentId, zoneType: "PRIMARY", name: "example.com" },
  "oci:HealthChecks/httpMonitor:HttpMonitor": {
    compartmentId,
    displayName,
    intervalInSeconds: 10,
    timeoutInSeconds: 10,
    protocol: "HTTPS",
    targets: ["198.18.0.1"],
  },
  "oci:Identity/authToken:AuthToken": { description: "pulls images", userId: "ocid1.user.oc1..aaaa" },
  "oci:Identity/customerSecretKey:CustomerSecretKey": { displayName, userId: "ocid1.user.oc1..aaaa" },
  "oci:Identity/dynamicGroup:DynamicGroup": { compartmentId, description: "all", matchingRule: "any {}" },
  "oci:Identity/policy:Policy": {
    compartmentId,
    description: "reads",
    statements: ["Allow any-user to read buckets in tenancy"],
  },
  "oci:Logging/log:Log": {
    displayName,
    logGroupId: "ocid1.loggroup.oc1.us-chicago-1.aaaa",
    logType: "SERVICE",
    configuration: {
      source: { sourceType: "OCISERVICE", service: "objectstorage", category: "write", resource: "media" },
    },
  },
  "oci:Logging/logGroup:LogGroup": { compartmentId, displayName },
  "oci:Monitoring/alarm:Alarm": {
    compartmentId,
    destinations: ["ocid1.onstopic.oc1.us-chicago-1.aaaa"],
    displayName,
    isEnabled: true,
    metricCompartmentId: compartmentId,
    namespace: "oci_healthchecks",
    query: "HTTP.isHealthy[1m].mean() < 1",
    severity: "CRITICAL",
  },
  "oci:ObjectStorage/bucket:Bucket": { compartmentId, namespace: "tenancy", name: "media" },
  "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy": { namespace: "tenancy", bucket: "media" },
  "oci:ObjectStorage/replicationPolicy:ReplicationPolicy": {
    namespace: "tenancy",
    bucket: "media",
    destinationBucketName: "media-replica",
    destinationRegionName: "us-ashburn-1",
  },
  "oci:Ons/notificationTopic:NotificationTopic": { compartmentId, name: "alerts" },
  "oci:Ons/subscription:Subscription": {
    compartmentId,
    topicId: "ocid1.onstopic.oc1.us-chicago-1.aaaa",
    protocol: "EMAIL",
    endpoint: "oncall@example.com",
  },

  "tls:index/certRequest:CertRequest": { privateKeyPem: "-----BEGIN EC PRIVATE KEY-----" },
  "tls:index/locallySignedCert:LocallySignedCert": {
    ...uses,
    caCertPem: "pem",
    caPrivateKeyPem: "-----BEGIN EC PRIVATE KEY-----",
    certRequestPem: "pem",
  },
  "tls:index/privateKey:PrivateKey": { algorithm: "ECDSA", ecdsaCurve: "P256" },
  "tls:index/selfSignedCert:SelfSignedCert": { ...uses, privateKeyPem: "-----BEGIN EC PRIVATE KEY-----" },
};

/** What objects of Kubernetes need beside their metadata. */
const SPECS: Readonly<Record<string, Values>> = {
  ClusterRoleBinding: {
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "view" },
  },
  PriorityClass: { value: 1000 },
  RoleBinding: { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "view" } },
  StorageClass: { provisioner: "ebs.csi.eks.amazonaws.com" },
};

/** Inputs for any type that is answered. */
export function sampleInputs(type: string): Values {
  const sample = samples[type];
  if (sample) return sample;
  const kind = type.split(":").at(-1) ?? "";
  return { metadata: { name: "sample" }, ...(SPECS[kind] ?? { spec: {} }) };
}

export const awsProvider: Values = { region: "us-east-2", allowedAccountIds: '["210987654321"]' };
export const ociProvider: Values = { region: "us-chicago-1", tenancyOcid: "ocid1.tenancy.oc1..aaaa" };

export function request(type: string, inputs: Values, name = "sample"): ResourceRequest {
  const urn = `urn:pulumi:prod::twincloud::${type}::${name}`;
  return { type, name, urn, inputs, provider: type.startsWith("aws:") ? awsProvider : ociProvider };
}

export const sample = (type: string, name = "sample"): ResourceRequest =>
  request(type, sampleInputs(type), name);
