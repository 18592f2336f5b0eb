// profile: single-region
// sound
// config: aws:region=us-east-2
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const secret = config.getSecret("apiKey") ?? pulumi.secret("none");
const bucket = new aws.s3.Bucket("uploads", {}, { protect: true });
new aws.s3.BucketVersioning("uploads", { bucket: bucket.id, versioningConfiguration: { status: "Enabled" } });
const role = new aws.iam.Role("fn", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
const fn = new aws.lambda.Function("thumbs", { role: role.arn, runtime: "nodejs20.x", handler: "index.handler", code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {}") }), environment: { variables: { KEY: secret } } });
new aws.lambda.Permission("thumbs", { action: "lambda:InvokeFunction", function: fn.name, principal: "s3.amazonaws.com", sourceArn: bucket.arn });
new aws.s3.BucketNotification("uploads", { bucket: bucket.id, lambdaFunctions: [{ lambdaFunctionArn: fn.arn, events: ["s3:ObjectCreated:*"] }] });
