import * as dns from "@pulumi/oci/dns";
import * as healthchecks from "@pulumi/oci/healthchecks";
import * as pulumi from "@pulumi/pulumi";
import type { AnswerPlan, StackContext } from "../contracts";
import { addressesOf, type RoutedAnswer, type RoutedName } from "../routing";
import { SITE_NAME_TTL, type SiteName } from "../site-names";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";
import { OciAlarms } from "./oci-dns-alarms";
import { probeTimings, steeringRules } from "./oci-dns-steering";

export interface OciAnswersArgs {
  readonly account: OciAccount;
  readonly zoneId: pulumi.Output<string>;
  readonly plan: AnswerPlan;
  /** Who is told of a red check. */
  readonly email: string;
}

/**
 * The public names' answers: for each a monitor of all addresses, a steering policy that answers with one that is
 * well, and beneath it a plain record set of them all, which answers should the policy be detached. And a record set for
 * each site's own name.
 */
export class OciAnswers extends pulumi.ComponentResource {
  constructor(
    private readonly context: StackContext,
    private readonly args: OciAnswersArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:OciAnswers", "oci-answers", {}, opts);
    const { account, plan, email } = args;
    const alarms = new OciAlarms(context, { account, email }, { parent: this });
    const made = plan.names.map((name) => {
      const monitor = this.monitor(name);
      this.steer(name, monitor);
      return monitor;
    });
    const answered = new Set(plan.names.flatMap(({ answers }) => answers.map(({ site }) => site)));
    for (const site of answered) alarms.on(site, plan.addresses[site] ?? [], made);
    for (const name of plan.siteNames) this.siteRecords(name);
    this.registerOutputs({});
  }

  /** All addresses of one site, unchecked: whoever asks for them wants that site, well or not. */
  private siteRecords({ capability, site, host }: SiteName): void {
    const { plan, zoneId } = this.args;
    new dns.Rrset(
      `oci-${capability}-at-${site}`,
      {
        zoneNameOrId: zoneId,
        domain: host,
        rtype: "A",
        items: addressesOf(plan.addresses, site).map((rdata) => ({
          domain: host,
          rtype: "A",
          rdata,
          ttl: SITE_NAME_TTL,
        })),
      },
      { parent: this, dependsOn: [...plan.after] },
    );
  }

  /** Asks every address as a user would: by HTTPS, with the public name as Host. */
  private monitor(name: RoutedName): healthchecks.HttpMonitor {
    const { account, plan } = this.args;
    const displayName = `${this.context.prefix}-${name.capability}`;
    return new healthchecks.HttpMonitor(
      `oci-${name.capability}`,
      {
        compartmentId: account.compartmentId,
        displayName,
        protocol: "HTTPS",
        port: 443,
        method: "GET",
        path: name.healthPath,
        headers: { Host: name.host },
        // Written exactly as in the answers: an answer that isn't among the targets counts as well for ever.
        targets: name.answers.map((answer) => this.address(answer)),
        ...probeTimings(plan.checks),
        vantagePointNames: [...account.vantagePoints],
        isEnabled: true,
        freeformTags: tagsFor(this.context, displayName),
      },
      { parent: this, dependsOn: [...plan.after] },
    );
  }

  private steer(name: RoutedName, monitor: healthchecks.HttpMonitor): void {
    const { account, plan, zoneId } = this.args;
    const resourceName = `oci-${name.capability}`;
    const displayName = `${this.context.prefix}-${name.capability}`;
    const records = new dns.Rrset(
      resourceName,
      {
        zoneNameOrId: zoneId,
        domain: name.host,
        rtype: "A",
        items: name.answers.map((answer) => ({
          domain: name.host,
          rtype: "A",
          rdata: this.address(answer),
          ttl: plan.ttl,
        })),
      },
      { parent: this, dependsOn: [...plan.after] },
    );
    const policy = new dns.SteeringPolicy(
      resourceName,
      {
        compartmentId: account.compartmentId,
        displayName,
        template: "LOAD_BALANCE",
        ttl: plan.ttl,
        healthCheckMonitorId: monitor.id,
        answers: name.answers.map((answer) => ({
          name: answer.name,
          rtype: "A",
          rdata: this.address(answer),
          isDisabled: false,
        })),
        rules: steeringRules(name),
        freeformTags: tagsFor(this.context, displayName),
      },
      { parent: this },
    );
    new dns.SteeringPolicyAttachment(
      resourceName,
      { zoneId, domainName: name.host, steeringPolicyId: policy.id, displayName },
      // A name has one attachment: the new one can only be made when the old one is gone. Meanwhile, the records
      // answer.
      { parent: this, dependsOn: [records], deleteBeforeReplace: true },
    );
  }

  private address({ site, index }: RoutedAnswer): pulumi.Output<string> {
    const address = this.args.plan.addresses[site]?.[index];
    if (!address) throw new Error(`the answers name address ${index + 1} of ${site}, which it doesn't have`);
    return address;
  }
}
