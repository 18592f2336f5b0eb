import type { GraphResource } from "../../../../graph/resource";
import { provider } from "../../fixtures";
import {
  type Address,
  addressOf,
  bucket,
  bucketCopy,
  domain,
  host,
  kubernetesOf,
  madeBy,
  repositoryName,
  type Sample,
} from "./sample";

const ohio = provider("aws", "aws-ohio", { inputs: { region: "us-east-2" } });
const oregon = provider("aws", "aws-oregon", { inputs: { region: "us-west-2" } });
const make = madeBy(ohio);
const ip = "192.0.2.1";

const network = make("aws:ec2/vpc:Vpc", "vpc", {});
const gateway = make("aws:ec2/internetGateway:InternetGateway", "igw", { vpcId: "vpc" });
const table = make("aws:ec2/routeTable:RouteTable", "table", {
  vpcId: "vpc",
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw" }],
});
const subnets = ["use2-az1", "use2-az2", "use2-az3"].map((zone) =>
  make("aws:ec2/subnet:Subnet", `subnet-${zone}`, { vpcId: "vpc", availabilityZoneId: zone }),
);
const subnetIds = subnets.map(({ name }) => name);
const associations = subnetIds.map((subnetId) =>
  make("aws:ec2/routeTableAssociation:RouteTableAssociation", `way-of-${subnetId}`, {
    subnetId,
    routeTableId: "table",
  }),
);
const cluster = make("aws:eks/cluster:Cluster", "eks", {
  name: "eks",
  vpcConfig: { subnetIds },
  computeConfig: { enabled: true, nodePools: ["general-purpose"] },
});
const metricsAddon = make("aws:eks/addon:Addon", "metrics", {
  clusterName: "eks",
  addonName: "metrics-server",
});
const address = make(
  "aws:ec2/eip:Eip",
  "eip",
  {},
  { protect: true, outputs: { publicIp: ip, allocationId: "eip" } },
);
const entrance = make(
  "aws:lb/loadBalancer:LoadBalancer",
  "edge",
  {
    loadBalancerType: "network",
    enableCrossZoneLoadBalancing: true,
    subnetMappings: subnetIds.map((subnetId, index) => ({
      subnetId,
      allocationId: index === 0 ? "eip" : `eip-of-another-program-${index}`,
    })),
  },
  { propertyDependencies: { subnetMappings: [address.urn] } },
);
const group = make("aws:lb/targetGroup:TargetGroup", "group", {}, { outputs: { arn: "arn:group" } });
const listener = make("aws:lb/listener:Listener", "listener", {
  loadBalancerArn: "edge",
  port: 443,
  defaultActions: [{ type: "forward", targetGroupArn: "arn:group" }],
});
const inside = make("aws:lb/loadBalancer:LoadBalancer", "inside", { internal: true, subnets: subnetIds });
const zone = make(
  "aws:route53/zone:Zone",
  "Z1",
  { name: domain },
  { outputs: { nameServers: [1, 2, 3, 4].map((n) => `ns-${n}.aws.example`) } },
);
/** A check and a record with a weight for each. */
const answer = (addresses: readonly Address[]): GraphResource[] =>
  addresses.flatMap(({ name, ip: of, weight }) => [
    make("aws:route53/healthCheck:HealthCheck", `check-of-${name}`, {
      type: "HTTPS",
      fqdn: host,
      resourcePath: "/healthz/feed",
      port: 443,
      requestInterval: 10,
      failureThreshold: 3,
      ipAddress: of,
    }),
    make("aws:route53/record:Record", `answer-${name}`, {
      zoneId: "Z1",
      name: host,
      type: "A",
      ttl: 60,
      records: [of],
      setIdentifier: name,
      weightedRoutingPolicies: [{ weight }],
      healthCheckId: `check-of-${name}`,
    }),
  ]);
const store = make("aws:s3/bucket:Bucket", "media", { bucket: bucket("aws") }, { protect: true });
const versioning = make("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
  bucket: bucket("aws"),
  versioningConfiguration: { status: "Enabled" },
});
const copyTarget = madeBy(oregon)(
  "aws:s3/bucket:Bucket",
  "media-copy",
  { bucket: bucketCopy("aws") },
  { protect: true },
);
const copy = make("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", {
  bucket: bucket("aws"),
  rules: [{ status: "Enabled", destination: { bucket: `arn:aws:s3:::${bucketCopy("aws")}` } }],
});
const repository = make("aws:ecr/repository:Repository", "web", { name: repositoryName });
const kubernetes = kubernetesOf(cluster);
const binding = madeBy(kubernetes)("kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", "binding", {
  spec: { targetGroupARN: "arn:group" },
});
const own = addressOf({ cloud: "aws", region: "us-east-2", ip });

export const awsSample: Sample = {
  cloud: "aws",
  region: "us-east-2",
  cluster,
  kubernetes,
  metricsAddon,
  subnet: subnets[0] ?? network,
  address,
  ip,
  entrance,
  inside,
  answer,
  check: answer([own])[0] ?? zone,
  zone: { ...zone, protect: true },
  nameServers: (records) =>
    make("aws:route53/record:Record", "servers", {
      zoneId: "Z1",
      name: domain,
      type: "NS",
      records: [...records],
    }),
  startOfAuthority: (ttl, text) =>
    make("aws:route53/record:Record", "start", {
      zoneId: "Z1",
      name: domain,
      type: "SOA",
      ttl,
      records: [text],
    }),
  store,
  copyTarget,
  repository,
  image: `123456789012.dkr.ecr.us-east-2.amazonaws.com/${repositoryName}`,
  resources: [
    ohio,
    oregon,
    network,
    gateway,
    table,
    ...subnets,
    ...associations,
    cluster,
    metricsAddon,
    address,
    entrance,
    group,
    listener,
    binding,
    inside,
    { ...zone, protect: true },
    ...answer([own]),
    store,
    versioning,
    copyTarget,
    copy,
    repository,
    kubernetes,
  ],
};
