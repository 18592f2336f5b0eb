import * as route53 from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { checkersNear } from "../../graph/clouds/aws/checker-regions";
import type { AnswerPlan, StackContext } from "../contracts";
import { addressesOf, type RoutedAnswer, type RoutedName } from "../routing";
import { SITE_NAME_TTL, type SiteName } from "../site-names";
import { Route53Alarms } from "./route53-alarms";

export interface Route53AnswersArgs {
  readonly accountId: string;
  readonly zoneId: pulumi.Output<string>;
  readonly plan: AnswerPlan;
  /** Who is told of a red check. */
  readonly email: string;
}

/** Weight of a record. A drained site weighs nothing: it is still answered when all others are red. */
export const recordWeight = ({ weight, drained }: RoutedAnswer): number => (drained ? 0 : weight);

/**
 * The public names' records: one for each address, weighted, each with a check and an alarm of its own. And one record
 * for each site's own name.
 */
export class Route53Answers extends pulumi.ComponentResource {
  constructor(
    private readonly context: StackContext,
    private readonly args: Route53AnswersArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:Route53Answers", "route53-answers", {}, opts);
    const alarms = new Route53Alarms(
      context,
      { accountId: args.accountId, email: args.email },
      { parent: this },
    );
    alarms.watch(
      args.plan.names.flatMap((name) =>
        name.answers.map((answer) => {
          const check = this.check(name, answer);
          this.record(name, answer, check);
          return { check, label: label(name, answer), host: name.host, site: answer.site };
        }),
      ),
    );
    for (const name of args.plan.siteNames) this.siteRecord(name);
    for (const site of args.plan.forwarding?.sites ?? []) alarms.lasting(this.forwardingCheck(site), site);
    this.registerOutputs({});
  }

  /** All addresses of one site, unchecked: whoever asks for them wants that site, well or not. */
  private siteRecord({ capability, site, host }: SiteName): void {
    const { addresses, after } = this.args.plan;
    new route53.Record(
      `${capability}-at-${site}`,
      {
        zoneId: this.args.zoneId,
        name: host,
        type: "A",
        ttl: SITE_NAME_TTL,
        records: [...addressesOf(addresses, site)],
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  /** Asks one address as a user would: the public name's Host, and the path that says whether the site can serve it. */
  private check(name: RoutedName, answer: RoutedAnswer): route53.HealthCheck {
    const { checks, after } = this.args.plan;
    return new route53.HealthCheck(
      label(name, answer),
      {
        type: "HTTPS",
        ipAddress: this.address(answer),
        port: 443,
        fqdn: name.host,
        enableSni: true,
        resourcePath: name.healthPath,
        requestInterval: checks.intervalSeconds,
        failureThreshold: checks.failureThreshold,
        regions: [...checkersNear(this.context.jurisdiction)],
        measureLatency: false,
        invertHealthcheck: false,
        // A disabled check counts as green.
        disabled: false,
        tags: { ...this.context.tags, Name: `${this.context.prefix}-${label(name, answer)}` },
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  /** Asks a site's edge whether it hands requests to another site's; no answer hangs on it. */
  private forwardingCheck(site: string): route53.HealthCheck {
    const { addresses, after, forwarding, names } = this.args.plan;
    const name = `forwarding-${site}`;
    return new route53.HealthCheck(
      name,
      {
        type: "HTTPS",
        ...(addresses[site]?.[0] ? { ipAddress: addresses[site][0] } : {}),
        port: 443,
        ...(names[0] ? { fqdn: names[0].host } : {}),
        enableSni: true,
        ...(forwarding ? { resourcePath: forwarding.path } : {}),
        // It rings after minutes: half a minute is often enough, and costs less.
        requestInterval: 30,
        failureThreshold: 3,
        regions: [...checkersNear(this.context.jurisdiction)],
        measureLatency: false,
        invertHealthcheck: false,
        disabled: false,
        tags: { ...this.context.tags, Name: `${this.context.prefix}-${name}` },
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private record(name: RoutedName, answer: RoutedAnswer, check: route53.HealthCheck): void {
    const { ttl, after } = this.args.plan;
    new route53.Record(
      label(name, answer),
      {
        zoneId: this.args.zoneId,
        name: name.host,
        type: "A",
        ttl,
        records: [this.address(answer)],
        setIdentifier: answer.name,
        weightedRoutingPolicies: [{ weight: recordWeight(answer) }],
        healthCheckId: check.id,
      },
      { parent: this, dependsOn: [...after] },
    );
  }

  private address({ site, index }: RoutedAnswer): pulumi.Output<string> {
    const address = this.args.plan.addresses[site]?.[index];
    if (!address) throw new Error(`the answers name address ${index + 1} of ${site}, which it doesn't have`);
    return address;
  }
}

/** `feed-aws-us-east-2-1`. */
const label = (name: RoutedName, answer: RoutedAnswer): string => `${name.capability}-${answer.name}`;
