import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as kms from "@pulumi/aws/kms";
import type * as route53 from "@pulumi/aws/route53";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { policy, type Statement } from "./iam";
import { GLOBAL_REGION } from "./providers";

export interface Route53AlarmsArgs {
  readonly accountId: string;
  readonly email: string;
}

export interface Alarmed {
  /** Unique among the checks. */
  readonly label: string;
  readonly host: string;
  readonly site: string;
}

/** Seconds: how often Route 53 reports a check's status. */
const PERIOD = 60;

/** Who may be in the name of alarms: CloudWatch, for this account's own alarms and no other's. */
export function fromOwnAlarms(accountId: string): Pick<Statement, "Principal" | "Condition"> {
  return {
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

/**
 * Tells people of red checks. In the one region where AWS keeps the metrics of Route 53's checks, so it is silent
 * when that region is down: the other authority's alarms watch the same addresses.
 */
export class Route53Alarms extends pulumi.ComponentResource {
  private readonly topic: sns.Topic;

  constructor(
    private readonly context: StackContext,
    { accountId, email }: Route53AlarmsArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:Route53Alarms", "route53-alarms", {}, opts);
    const name = `${context.prefix}-route53-alarms`;
    const tags = { ...context.tags, Name: name };
    // A key of our own: with AWS's own key for SNS, alarms could not publish.
    const key = new kms.Key(
      "route53-alarms",
      {
        description: `Encrypts the alarms of ${context.prefix}.`,
        enableKeyRotation: true,
        policy: policy(
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Effect: "Allow",
            ...fromOwnAlarms(accountId),
            Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
            Resource: "*",
          },
        ),
        tags,
      },
      { parent: this },
    );
    this.topic = new sns.Topic("route53-alarms", { name, kmsMasterKeyId: key.arn, tags }, { parent: this });
    new sns.TopicPolicy(
      "route53-alarms",
      {
        arn: this.topic.arn,
        policy: policy({
          Effect: "Allow",
          ...fromOwnAlarms(accountId),
          Action: "sns:Publish",
          Resource: `arn:aws:sns:${GLOBAL_REGION}:${accountId}:${name}`,
        }),
      },
      { parent: this },
    );
    new sns.TopicSubscription(
      "route53-alarms",
      { topic: this.topic.arn, protocol: "email", endpoint: email },
      { parent: this },
    );
    this.registerOutputs({ topic: this.topic.arn });
  }

  /** Rings when a check turns red, or isn't reported any more, and again when it is green. */
  on(check: route53.HealthCheck, { label, host, site }: Alarmed): void {
    const name = `${this.context.prefix}-${label}`;
    new cloudwatch.MetricAlarm(
      label,
      {
        name,
        alarmDescription: `Route 53 finds ${host} red at ${site} (${label}).`,
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensions: { HealthCheckId: check.id },
        statistic: "Minimum",
        period: PERIOD,
        evaluationPeriods: 1,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        treatMissingData: "breaching",
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
        tags: { ...this.context.tags, Name: name },
      },
      { parent: this },
    );
  }
}
