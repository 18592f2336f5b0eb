// profile: single-region
// sound
// config: aws:region=us-east-1
import * as aws from "@pulumi/aws";
import * as k8s from "@pulumi/kubernetes";

const role = new aws.iam.Role("nightly", { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }) });
const cluster = new aws.ecs.Cluster("nightly", {});
const vpc = aws.ec2.getVpcOutput({ default: true });
const subnets = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] }).ids;
const task = new aws.ecs.TaskDefinition("nightly", { family: "nightly", cpu: "256", memory: "512", networkMode: "awsvpc", requiresCompatibilities: ["FARGATE"], containerDefinitions: JSON.stringify([{ name: "nightly", image: "acme/nightly:3" }]) });
const rule = new aws.cloudwatch.EventRule("nightly", { scheduleExpression: "cron(0 3 * * ? *)" });
new aws.cloudwatch.EventTarget("nightly", { rule: rule.name, arn: cluster.arn, roleArn: role.arn, ecsTarget: { taskDefinitionArn: task.arn, taskCount: 1, launchType: "FARGATE", networkConfiguration: { subnets } } });
const container = { name: "report", image: "acme/report:3", command: ["report"], resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "1Gi" } } };
new k8s.batch.v1.CronJob("report", { metadata: { name: "report" }, spec: { schedule: "0 4 * * *", jobTemplate: { spec: { template: { spec: { restartPolicy: "OnFailure", containers: [container] } } } } } });
new k8s.batch.v1.Job("migrate", { metadata: { name: "migrate" }, spec: { template: { spec: { restartPolicy: "Never", containers: [container] } } } });
