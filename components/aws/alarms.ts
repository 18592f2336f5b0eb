import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import { type Symptom, seeRunbook } from "../runbook";
import { alarmTopic } from "./alarm-topic";
import { named } from "./names";
import type { AwsProviders } from "./providers";

/** A metric of each of these, of which one alarm looks at the worst or at the sum. */
export interface Watched {
  /** What is wrong when it rings, and where to look. */
  readonly description: string;
  readonly symptom: Symptom;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: "Maximum" | "Sum";
  /** What tells the metric's series apart; several are taken together, by the statistic. */
  readonly dimensions: readonly Readonly<Record<string, pulumi.Input<string>>>[];
  /** The most that is well. */
  readonly above: number;
  /** Seconds, and how many such periods in a row it takes. */
  readonly period: number;
  readonly periods: number;
}

/** Tells people what the metrics of one region say: CloudWatch's alarms see, and reach, no other. */
export class RegionAlarms extends pulumi.ComponentResource {
  private readonly topic: sns.Topic;

  constructor(
    private readonly context: StackContext,
    accountId: string,
    region: string,
    private readonly provider: pulumi.ProviderResource,
  ) {
    super("twincloud:aws:Alarms", `aws-${region}`, {}, componentOptions(context, "aws", { provider }));
    const name = `${context.prefix}-alarms`;
    const email = context.alertEmail;
    this.topic = alarmTopic(
      context,
      `aws-${region}-alarms`,
      { accountId, region, email, name },
      { parent: this },
    );
    this.registerOutputs({ topic: this.topic.arn });
  }

  /** An alarm that rings when there is too much of what is watched, and again when it is well. */
  on(name: string, watched: Watched, parent: pulumi.Resource): cloudwatch.MetricAlarm {
    const { namespace, metric: metricName, statistic, dimensions, period } = watched;
    const physical = `${this.context.prefix}-${name}`;
    const [only, ...others] = dimensions;
    const measured =
      others.length === 0
        ? { namespace, metricName, statistic, period, ...(only ? { dimensions: only } : {}) }
        : {
            metricQueries: [
              ...dimensions.map((each, i) => ({
                id: `m${i + 1}`,
                metric: { namespace, metricName, stat: statistic, period, dimensions: each },
              })),
              {
                id: "all",
                expression: `${statistic === "Sum" ? "SUM" : "MAX"}([${dimensions.map((_, i) => `m${i + 1}`).join(", ")}])`,
                label: metricName,
                returnData: true,
              },
            ],
          };
    return new cloudwatch.MetricAlarm(
      name,
      {
        name: physical,
        alarmDescription: `${watched.description} ${seeRunbook(watched.symptom)}`,
        ...measured,
        evaluationPeriods: watched.periods,
        comparisonOperator: "GreaterThanThreshold",
        threshold: watched.above,
        // Nothing is counted where nothing happens; that a site is silent, the health checks tell.
        treatMissingData: "notBreaching",
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
        tags: named(this.context, physical),
      },
      { parent, provider: this.provider },
    );
  }
}

/** The alarms of an account, one component a region, made when first asked for. */
export class AwsAlarms {
  readonly #made = new Map<string, RegionAlarms>();

  constructor(
    private readonly context: StackContext,
    private readonly accountId: string,
    private readonly providers: AwsProviders,
  ) {}

  in(region: string): RegionAlarms {
    const made = this.#made.get(region);
    if (made) return made;
    const alarms = new RegionAlarms(this.context, this.accountId, region, this.providers.in(region));
    this.#made.set(region, alarms);
    return alarms;
  }
}
