/** Alarms on metrics. */
import type { AlarmArgs, AlarmState } from "@pulumi/oci/monitoring";
import { MADE_AT } from "../fake";
import { matches, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { active, ocid } from "./common";

export const monitoring = [
  resource<AlarmState, AlarmArgs>("oci:Monitoring/alarm:Alarm", {
    required: {
      compartmentId: true,
      destinations: true,
      displayName: true,
      isEnabled: true,
      metricCompartmentId: true,
      namespace: true,
      query: true,
      severity: true,
    },
    refuses: (inputs) => [
      oneOf("severity", inputs.severity, ["CRITICAL", "ERROR", "WARNING", "INFO"]),
      when(inputs.destinations.length === 0, "destinations", "none is given"),
      oneOf("messageFormat", inputs.messageFormat, ["RAW", "PRETTY_JSON", "ONS_OPTIMIZED"]),
      matches("pendingDuration", inputs.pendingDuration, /^PT\d+[MH]$/, 'of the form "PT5M"'),
      matches("query", inputs.query, /^[^[]*\[\w+\].*\.\w+\(/, 'a query such as "Metric[1m].mean() < 1"'),
    ],
    id: (r) => ocid("alarm", r),
    computed: { ...active, timeUpdated: () => MADE_AT },
  }),
];
