/**
 * What accounts have only so many of, by cloud. Standards are a new account's, and only those that are the same for
 * everybody. Sources: AWS's "Amazon EC2", "Elastic Load Balancing", "VPC", "IAM", "Route 53", "EKS" and "S3" quotas;
 * OCI's limits differ from tenancy to tenancy, so that it has none here but a user's keys and tokens.
 */
import type { ProviderName } from "../../graph/clouds/contract";
import { numberAt } from "../../graph/views/read";
import type { Counted } from "./needs";

/** Those that ask every 10 s are another kind to OCI, with a limit of its own. */
const MONITOR = "oci:HealthChecks/httpMonitor:HttpMonitor";

export const counted: Readonly<Record<ProviderName, readonly Counted[]>> = {
  aws: [
    { what: "Elastic IPs", types: ["aws:ec2/eip:Eip"], per: "region", standard: 5 },
    { what: "VPCs", types: ["aws:ec2/vpc:Vpc"], per: "region", standard: 5 },
    { what: "NAT gateways", types: ["aws:ec2/natGateway:NatGateway"], per: "region" },
    {
      what: "Network Load Balancers",
      types: ["aws:lb/loadBalancer:LoadBalancer"],
      per: "region",
      standard: 50,
    },
    { what: "EKS clusters", types: ["aws:eks/cluster:Cluster"], per: "region", standard: 100 },
    { what: "ECR repositories", types: ["aws:ecr/repository:Repository"], per: "region" },
    { what: "KMS keys", types: ["aws:kms/key:Key"], per: "region" },
    { what: "S3 buckets", types: ["aws:s3/bucket:Bucket"], per: "account" },
    {
      what: "Route 53 health checks",
      types: ["aws:route53/healthCheck:HealthCheck"],
      per: "account",
      standard: 200,
    },
    { what: "Route 53 hosted zones", types: ["aws:route53/zone:Zone"], per: "account", standard: 500 },
    { what: "IAM roles", types: ["aws:iam/role:Role"], per: "account", standard: 1000 },
    {
      what: "IAM OpenID Connect providers",
      types: ["aws:iam/openIdConnectProvider:OpenIdConnectProvider"],
      per: "account",
      standard: 100,
    },
    {
      what: "CloudWatch alarms",
      types: ["aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/compositeAlarm:CompositeAlarm"],
      per: "region",
    },
  ],
  oci: [
    { what: "VCNs", types: ["oci:Core/vcn:Vcn"], per: "region" },
    { what: "reserved public IPs", types: ["oci:Core/publicIp:PublicIp"], per: "region" },
    { what: "OKE enhanced clusters", types: ["oci:ContainerEngine/cluster:Cluster"], per: "region" },
    {
      what: "capacity reservations",
      types: ["oci:Core/computeCapacityReservation:ComputeCapacityReservation"],
      per: "region",
    },
    { what: "Object Storage buckets", types: ["oci:ObjectStorage/bucket:Bucket"], per: "region" },
    {
      what: "replication policies of buckets",
      types: ["oci:ObjectStorage/replicationPolicy:ReplicationPolicy"],
      per: "region",
    },
    {
      what: "HTTP monitors every 10 s",
      types: [MONITOR],
      which: (inputs) => numberAt(inputs, "intervalInSeconds") === 10,
      per: "region",
    },
    {
      what: "HTTP monitors every 30 s or more",
      types: [MONITOR],
      which: (inputs) => numberAt(inputs, "intervalInSeconds") !== 10,
      per: "region",
    },
    { what: "steering policies", types: ["oci:Dns/steeringPolicy:SteeringPolicy"], per: "account" },
    { what: "IAM policies", types: ["oci:Identity/policy:Policy"], per: "account" },
    {
      what: "customer secret keys of one user",
      types: ["oci:Identity/customerSecretKey:CustomerSecretKey"],
      per: "account",
      standard: 2,
    },
    {
      what: "auth tokens of one user",
      types: ["oci:Identity/authToken:AuthToken"],
      per: "account",
      standard: 2,
    },
  ],
};
