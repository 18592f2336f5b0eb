import * as cloudwatch from "@pulumi/aws/cloudwatch";
import type * as route53 from "@pulumi/aws/route53";
import type * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { type Symptom, seeRunbook } from "../runbook";
import { alarmTopic } from "./alarm-topic";
import { named } from "./names";
import { GLOBAL_REGION } from "./providers";

export interface Route53AlarmsArgs {
  readonly accountId: string;
  readonly email: string;
}

export interface Alarmed {
  readonly check: route53.HealthCheck;
  /** Unique among the checks. */
  readonly label: string;
  readonly host: string;
  readonly site: string;
}

/** What to look for when a check is red. */
const RED: Symptom = "uploads-fail-in-one-region";
/** Seconds: how often Route 53 reports a check's status. */
const PERIOD = 60;
/** Periods in a row for which a site hands requests on until somebody is told: what is short mends itself. */
const LASTING = 10;
/** Seconds for which a site that is red in part waits to be red as a whole, which is then told instead. */
const WHOLE_WITHIN = 2 * PERIOD;

/**
 * Tells people of red checks: once when a site is lost, though a dozen checks are red, and once when it is red in
 * part. In the one region where AWS keeps the metrics of Route 53's checks, so it is silent when that region is down:
 * the other authority's alarms watch the same addresses.
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
    this.topic = alarmTopic(
      context,
      "route53-alarms",
      { accountId, region: GLOBAL_REGION, email, name },
      { parent: this },
    );
    this.registerOutputs({ topic: this.topic.arn });
  }

  /** Watches checks, and rings for their sites. */
  watch(alarmed: readonly Alarmed[]): void {
    for (const site of new Set(alarmed.map((each) => each.site))) {
      const checks = alarmed.filter((each) => each.site === site);
      const red = checks.map((each) => this.red(each));
      const hosts = [...new Set(checks.map(({ host }) => host))].join(", ");
      if (red.length === 1) {
        this.tell(`red-${site}`, red, "OR", `Route 53 finds ${site} red (${hosts}).`);
        continue;
      }
      const lost = this.tell(
        `lost-${site}`,
        red,
        "AND",
        `Route 53 finds ${site} red: all its addresses, for ${hosts}.`,
      );
      this.tell(
        `red-${site}`,
        red,
        "OR",
        `Route 53 finds ${site} red in part: the alarms that it is made of say which names and addresses.`,
        lost,
      );
    }
  }

  /** Tells that a site goes on handing requests to others, which nobody else may notice: users are served. */
  lasting(check: route53.HealthCheck, site: string): void {
    const label = `forwarding-${site}`;
    const name = `${this.context.prefix}-${label}`;
    new cloudwatch.MetricAlarm(
      label,
      {
        name,
        alarmDescription: `The edge of ${site} has handed requests to other sites for ${(LASTING * PERIOD) / 60} minutes. ${seeRunbook("a-site-hands-its-requests-on")}`,
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensions: { HealthCheckId: check.id },
        statistic: "Minimum",
        period: PERIOD,
        evaluationPeriods: LASTING,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        // Of an edge that isn't asked the alarms of its health tell.
        treatMissingData: "notBreaching",
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
        tags: named(this.context, name),
      },
      { parent: this },
    );
  }

  /** In alarm while a check is red, or isn't reported any more; it tells nobody by itself. */
  private red({ check, label, host, site }: Alarmed): cloudwatch.MetricAlarm {
    const name = `${this.context.prefix}-${label}`;
    return new cloudwatch.MetricAlarm(
      label,
      {
        name,
        alarmDescription: `Route 53 finds ${host} red at ${site} (${label}). ${seeRunbook(RED)}`,
        namespace: "AWS/Route53",
        metricName: "HealthCheckStatus",
        dimensions: { HealthCheckId: check.id },
        statistic: "Minimum",
        period: PERIOD,
        evaluationPeriods: 1,
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        treatMissingData: "breaching",
        tags: named(this.context, name),
      },
      { parent: this },
    );
  }

  /** @param instead what is told in its place, when that rings too */
  private tell(
    label: string,
    red: readonly cloudwatch.MetricAlarm[],
    how: "AND" | "OR",
    alarmDescription: string,
    instead?: cloudwatch.CompositeAlarm,
  ): cloudwatch.CompositeAlarm {
    const alarmName = `${this.context.prefix}-${label}`;
    return new cloudwatch.CompositeAlarm(
      label,
      {
        alarmName,
        alarmDescription: `${alarmDescription} ${seeRunbook(RED)}`,
        alarmRule: pulumi
          .all(red.map(({ name }) => name))
          .apply((names) => names.map((name) => `ALARM("${name}")`).join(` ${how} `)),
        ...(instead
          ? {
              actionsSuppressor: {
                alarm: instead.alarmName,
                waitPeriod: WHOLE_WITHIN,
                extensionPeriod: WHOLE_WITHIN,
              },
            }
          : {}),
        alarmActions: [this.topic.arn],
        okActions: [this.topic.arn],
        tags: named(this.context, alarmName),
      },
      { parent: this, dependsOn: [...red] },
    );
  }
}
