// profile: single-region
// planted: single-point docs
import * as aws from "@pulumi/aws";
const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };
const docs = new aws.docdb.Cluster("docs", { masterUsername: "root", masterPassword: "from-config-later", backupRetentionPeriod: 7, skipFinalSnapshot: true }, { ...options, protect: true });
new aws.docdb.ClusterInstance("docs-0", { clusterIdentifier: docs.id, instanceClass: "db.r6g.large" }, options);
