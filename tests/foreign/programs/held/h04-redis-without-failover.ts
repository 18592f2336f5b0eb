// profile: single-region
// planted: single-point sessions
import * as aws from "@pulumi/aws";

const provider = new aws.Provider("eu", { region: "eu-central-1" });
const options = { provider };
const vpc = new aws.ec2.Vpc("app", { cidrBlock: "10.3.0.0/16" }, options);
const subnets = ["a", "b", "c"].map((zone, i) => new aws.ec2.Subnet(zone, { vpcId: vpc.id, cidrBlock: `10.3.${i}.0/24`, availabilityZone: `eu-central-1${zone}` }, options));
const group = new aws.elasticache.SubnetGroup("sessions", { subnetIds: subnets.map((s) => s.id) }, options);
new aws.elasticache.ReplicationGroup("sessions", {
  description: "sessions of the shop", engine: "redis", nodeType: "cache.t4g.small", numCacheClusters: 1, automaticFailoverEnabled: false,
  subnetGroupName: group.name, atRestEncryptionEnabled: true,
}, options);
