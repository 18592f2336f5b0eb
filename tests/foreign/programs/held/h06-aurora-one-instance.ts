// profile: single-region
// planted: single-point ledger
import * as aws from "@pulumi/aws";

class Database extends (require("@pulumi/pulumi") as typeof import("@pulumi/pulumi")).ComponentResource {
  constructor(name: string, provider: aws.Provider) {
    super("acme:data:Database", name, {}, { providers: [provider] });
    const cluster = new aws.rds.Cluster(name, {
      engine: "aurora-mysql", masterUsername: "root", manageMasterUserPassword: true, backupRetentionPeriod: 7,
      storageEncrypted: true, skipFinalSnapshot: false, finalSnapshotIdentifier: `${name}-final`,
    }, { parent: this, protect: true });
    new aws.rds.ClusterInstance(`${name}-1`, { clusterIdentifier: cluster.id, engine: "aurora-mysql", instanceClass: "db.r6g.large" }, { parent: this });
    this.registerOutputs({ endpoint: cluster.endpoint });
  }
}
new Database("ledger", new aws.Provider("ireland", { region: "eu-west-1" }));
