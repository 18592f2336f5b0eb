import * as kms from "@pulumi/aws/kms";
import * as sns from "@pulumi/aws/sns";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { policy, type Statement } from "./iam";
import { named } from "./names";

export interface AlarmTopicArgs {
  readonly accountId: string;
  readonly region: string;
  /** Who is told. */
  readonly email: string;
  /** Of the topic in its region. */
  readonly name: string;
}

/** Who may be in the name of alarms: CloudWatch, for this account's own alarms and no other's. */
export function fromOwnAlarms(accountId: string): Pick<Statement, "Principal" | "Condition"> {
  return {
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

/** Where the alarms of one region go, and who reads it: alarms reach topics of their own region only. */
export function alarmTopic(
  context: StackContext,
  resourceName: string,
  { accountId, region, email, name }: AlarmTopicArgs,
  opts: pulumi.CustomResourceOptions,
): sns.Topic {
  const tags = named(context, name);
  // A key of our own: with AWS's own key for SNS, alarms could not publish.
  const key = new kms.Key(
    resourceName,
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
    opts,
  );
  const topic = new sns.Topic(resourceName, { name, kmsMasterKeyId: key.arn, tags }, opts);
  new sns.TopicPolicy(
    resourceName,
    {
      arn: topic.arn,
      policy: policy({
        Effect: "Allow",
        ...fromOwnAlarms(accountId),
        Action: "sns:Publish",
        Resource: `arn:aws:sns:${region}:${accountId}:${name}`,
      }),
    },
    opts,
  );
  new sns.TopicSubscription(resourceName, { topic: topic.arn, protocol: "email", endpoint: email }, opts);
  return topic;
}
