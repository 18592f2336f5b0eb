// profile: single-region
// sound
import * as aws from "@pulumi/aws";
import * as random from "@pulumi/tls";

const options = { provider: new aws.Provider("west", { region: "us-west-2" }) };
const key = new random.PrivateKey("bastion", { algorithm: "ED25519" });
new aws.ec2.KeyPair("bastion", { publicKey: key.publicKeyOpenssh }, options);
const vpc = new aws.ec2.Vpc("data", { cidrBlock: "10.8.0.0/16" }, options);
const subnets = ["a", "b", "c"].map((zone, i) => new aws.ec2.Subnet(`data-${zone}`, { vpcId: vpc.id, cidrBlock: `10.8.${i}.0/24`, availabilityZone: `us-west-2${zone}` }, options));
const group = new aws.rds.SubnetGroup("data", { subnetIds: subnets.map((s) => s.id) }, options);
const cluster = new aws.rds.Cluster("data", {
  engine: "aurora-postgresql", engineVersion: "16.4", dbSubnetGroupName: group.name, masterUsername: "root", manageMasterUserPassword: true,
  backupRetentionPeriod: 14, storageEncrypted: true, deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "data-final",
}, { ...options, protect: true });
for (const index of [0, 1]) {
  new aws.rds.ClusterInstance(`data-${index}`, { clusterIdentifier: cluster.id, engine: "aurora-postgresql", instanceClass: "db.r6g.large", dbSubnetGroupName: group.name }, options);
}
