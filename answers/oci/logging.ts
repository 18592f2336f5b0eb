/** Logging: groups of logs, and what services write to them. */
import type { LogArgs, LogGroupArgs, LogGroupState, LogState } from "@pulumi/oci/logging";
import { MADE_AT } from "../fake";
import { oneOf, when } from "../refusals";
import { resource } from "../resource";
import { active, globalOcid, ocid } from "./common";

/** Days that a log may be kept. Source: CreateLogDetails in the Logging Management API. */
const RETENTIONS = [30, 60, 90, 120, 150, 180];

export const logging = [
  resource<LogGroupState, LogGroupArgs>("oci:Logging/logGroup:LogGroup", {
    required: { compartmentId: true, displayName: true },
    id: (r) => ocid("loggroup", r),
    computed: { ...active, timeLastModified: () => MADE_AT },
  }),

  resource<LogState, LogArgs>("oci:Logging/log:Log", {
    required: { displayName: true, logGroupId: true, logType: true },
    refuses: (inputs) => [
      oneOf("logType", inputs.logType, ["CUSTOM", "SERVICE"]),
      when(
        inputs.logType === "SERVICE" && !inputs.configuration,
        "configuration",
        "is required for what a service logs",
      ),
      oneOf("retentionDuration", inputs.retentionDuration, RETENTIONS),
    ],
    id: (r) => ocid("log", r),
    computed: {
      ...active,
      compartmentId: (r) => r.inputs.configuration?.compartmentId,
      isEnabled: (r) => r.inputs.isEnabled ?? true,
      retentionDuration: (r) => r.inputs.retentionDuration ?? 30,
      tenancyId: () => globalOcid("tenancy", "preview"),
      timeLastModified: () => MADE_AT,
    },
  }),
];
