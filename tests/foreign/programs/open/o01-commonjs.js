// profile: single-region
// sound
// config: aws:region=us-west-2
"use strict";
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const queue = new aws.sqs.Queue("jobs", {});
const role = new aws.iam.Role("fn", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }) });
const fn = new aws.lambda.CallbackFunction("fn", { role, callback: async () => ({ ok: true }) });
new aws.lambda.EventSourceMapping("jobs", { eventSourceArn: queue.arn, functionName: fn.name });
module.exports = { url: queue.url, name: pulumi.getStack() };
