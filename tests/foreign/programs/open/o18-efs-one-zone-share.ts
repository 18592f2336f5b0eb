// profile: single-region
// planted: single-point share
import * as aws from "@pulumi/aws";
const options = { provider: new aws.Provider("a", { region: "us-east-2" }) };
const share = new aws.efs.FileSystem("share", { availabilityZoneName: "us-east-2a", encrypted: true }, { ...options, protect: true });
new aws.efs.BackupPolicy("share", { fileSystemId: share.id, backupPolicy: { status: "ENABLED" } }, options);
