// profile: single-region
// planted: single-point orders
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();
const vpc = await0(aws.ec2.getVpc({ default: true }));
const subnets = vpc.apply((v) => aws.ec2.getSubnets({ filters: [{ name: "vpc-id", values: [v.id] }] }));
function await0<T>(promise: Promise<T>): pulumi.Output<T> {
  return pulumi.output(promise);
}
const group = new aws.rds.SubnetGroup("orders", { subnetIds: subnets.ids });
const orders = new aws.rds.Instance("orders", {
  engine: "postgres", engineVersion: "16", instanceClass: "db.m6g.large", allocatedStorage: 100, storageEncrypted: true,
  dbSubnetGroupName: group.name, username: "app", password: config.getSecret("dbPassword") ?? "changeme-by-config",
  backupRetentionPeriod: 7, deletionProtection: true, skipFinalSnapshot: false, finalSnapshotIdentifier: "orders-final",
}, { protect: true });
export const endpoint = orders.endpoint;
