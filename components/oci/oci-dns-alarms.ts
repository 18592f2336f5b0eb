import type * as healthchecks from "@pulumi/oci/healthchecks";
import * as monitoring from "@pulumi/oci/monitoring";
import * as ons from "@pulumi/oci/ons";
import * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import type { RoutedName } from "../routing";
import type { OciAccount } from "./account";
import { tagsFor } from "./names";

export interface OciAlarmsArgs {
  readonly account: OciAccount;
  readonly email: string;
}

/** Share of a minute's probes of an address, from all vantage points, below which people are told. */
const WELL = 0.5;

/** True for each address that fails more than it answers. Source: "Health Checks Metrics Reference". Pure. */
export function failingAddresses(monitorId: string): string {
  return `HTTP.isHealthy[1m]{resourceId = "${monitorId}"}.groupBy(target).mean() < ${WELL}`;
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

  /** Rings for each address that turns red, and again when it is green. */
  on(monitor: healthchecks.HttpMonitor, { capability, host }: RoutedName): void {
    const { compartmentId } = this.args.account;
    const displayName = `${this.context.prefix}-${capability}`;
    new monitoring.Alarm(
      `oci-${capability}`,
      {
        compartmentId,
        metricCompartmentId: compartmentId,
        displayName,
        namespace: "oci_healthchecks",
        query: monitor.id.apply(failingAddresses),
        severity: "CRITICAL",
        body: `OCI's health checks find an address of ${host} red.`,
        pendingDuration: "PT1M",
        resolution: "1m",
        isNotificationsPerMetricDimensionEnabled: true,
        messageFormat: "ONS_OPTIMIZED",
        destinations: [this.topic.topicId],
        isEnabled: true,
        freeformTags: tagsFor(this.context, displayName),
      },
      { parent: this },
    );
  }
}
