// profile: single-region
// planted: backups-kept db
import * as aws from "@pulumi/aws";
const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };
new aws.rds.Instance("db", { engine: "mysql", instanceClass: "db.t4g.medium", allocatedStorage: 20, multiAz: true, backupRetentionPeriod: 0, username: "root", manageMasterUserPassword: true, skipFinalSnapshot: true }, { ...options, protect: true });
