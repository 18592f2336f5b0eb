import * as monitoring from "@pulumi/oci/monitoring";
import * as ons from "@pulumi/oci/ons";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { whenPresent } from "../present";
import { seeRunbook } from "../runbook";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";

export interface OciAlarmsArgs {
  readonly account: OciAccount;
  readonly email: string;
}

/** Share of a minute's probes of an address, from all vantage points, below which people are told. */
const WELL = 0.5;

/**
 * True where one of these addresses fails more than it answers, for any of the names that are asked of it. Sources:
 * "Health Checks Metrics Reference"; "Selecting Dimensions for a Query" for several values of a dimension. Pure.
 */
export function failing(addresses: readonly string[]): string {
  const targets = addresses.join("|");
  return `HTTP.isHealthy[1m]{target =~ "${targets}"}.groupBy(resourceId, target).mean() < ${WELL}`;
}

/**
 * Tells people of red checks. In the region that the monitors report to, so it is silent when that region is down:
 * the other authority's alarms watch the same addresses.
 */
export class OciAlarms extends pulumi.ComponentResource {
  private readonly topic: ons.NotificationTopic;

  constructor(
    private readonly context: StackContext,
    private readonly args: OciAlarmsArgs,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:routing:OciAlarms", "oci-alarms", {}, opts);
    const { compartmentId } = args.account;
    const name = `${context.prefix}-alarms`;
    const freeformTags = tagsFor(context, name);
    this.topic = new ons.NotificationTopic(
      "oci-alarms",
      { compartmentId, name, description: `Alarms of ${context.prefix}.`, freeformTags },
      { parent: this },
    );
    new ons.Subscription(
      "oci-alarms",
      { compartmentId, topicId: this.topic.topicId, protocol: "EMAIL", endpoint: args.email, freeformTags },
      { parent: this },
    );
    this.registerOutputs({ topic: this.topic.topicId });
  }

  /** Rings once when a site turns red, by whichever of its addresses and names, and again when all are green. */
  on(site: string, addresses: readonly pulumi.Output<string>[], monitors: readonly pulumi.Resource[]): void {
    const { compartmentId } = this.args.account;
    const displayName = `${this.context.prefix}-${site}`;
    new monitoring.Alarm(
      `oci-${site}`,
      {
        compartmentId,
        metricCompartmentId: compartmentId,
        displayName,
        namespace: "oci_healthchecks",
        query: whenPresent(pulumi.all([...addresses]), failing),
        severity: "CRITICAL",
        body: `OCI's health checks find ${site} red, at one of its addresses or at all. ${seeRunbook("uploads-fail-in-one-region")}`,
        pendingDuration: "PT1M",
        resolution: "1m",
        // One message, whichever and how many of its addresses are red.
        isNotificationsPerMetricDimensionEnabled: false,
        messageFormat: "ONS_OPTIMIZED",
        destinations: [this.topic.topicId],
        isEnabled: true,
        freeformTags: tagsFor(this.context, displayName),
      },
      { parent: this, dependsOn: [...monitors] },
    );
  }
}
