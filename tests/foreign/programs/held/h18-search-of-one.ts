// profile: single-region
// planted: single-point catalog
// config: aws:region=ap-southeast-2
import * as aws from "@pulumi/aws";

const account = aws.getCallerIdentityOutput({}).accountId;
const queue = new aws.sqs.Queue("index", { visibilityTimeoutSeconds: 60 });
const topic = new aws.sns.Topic("changes", {});
new aws.sns.TopicSubscription("index", { topic: topic.arn, protocol: "sqs", endpoint: queue.arn });
new aws.opensearch.Domain("catalog", {
  engineVersion: "OpenSearch_2.13", clusterConfig: { instanceType: "r6g.large.search", instanceCount: 1 }, ebsOptions: { ebsEnabled: true, volumeSize: 50 },
  accessPolicies: account.apply((id) => JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: id }, Action: "es:*", Resource: "*" }] })),
}, { protect: true });
