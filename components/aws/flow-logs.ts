import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ec2 from "@pulumi/aws/ec2";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { policy, serviceTrust } from "./iam";
import { named } from "./names";
import { makeRole } from "./roles";

/** Days. Long enough to look into an incident after its first week. */
const RETENTION = 30;
/** Seconds, the shortest that flow logs know. */
const AGGREGATION = 60;

export interface FlowLogArgs {
  readonly accountId: string;
  readonly region: string;
  readonly vpcId: pulumi.Input<string>;
}

/** Writes all traffic of a VPC to a log group, by a role that can do nothing else. */
export function logFlows(
  context: StackContext,
  siteId: string,
  args: FlowLogArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const { accountId, region } = args;
  const name = `${context.prefix}-${region}-flows`;
  const group = new cloudwatch.LogGroup(
    `${siteId}-flows`,
    { name, retentionInDays: RETENTION, tags: named(context, name) },
    opts,
  );
  const { role, policies } = makeRole(
    context,
    `${siteId}-flows`,
    {
      purpose: `${region}-flows`,
      description: `Writes the flow logs of ${siteId}.`,
      trust: serviceTrust("vpc-flow-logs.amazonaws.com", ["sts:AssumeRole"], {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnLike: { "aws:SourceArn": `arn:aws:ec2:${region}:${accountId}:vpc-flow-log/*` },
      }),
      policy: policy({
        Effect: "Allow",
        Action: [
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "logs:DescribeLogGroups",
          "logs:DescribeLogStreams",
        ],
        Resource: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*`,
      }),
    },
    opts,
  );
  new ec2.FlowLog(
    `${siteId}-flows`,
    {
      vpcId: args.vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: AGGREGATION,
      tags: named(context, name),
    },
    { ...opts, dependsOn: policies },
  );
}
