/** Health checks from OCI's vantage points. */
import type { HttpMonitorArgs, HttpMonitorState } from "@pulumi/oci/healthchecks";
import { between, oneOf, when } from "../refusals";
import { resource } from "../resource";
import { globalOcid, region, timed } from "./common";

export const healthchecks = [
  resource<HttpMonitorState, HttpMonitorArgs>("oci:HealthChecks/httpMonitor:HttpMonitor", {
    required: {
      compartmentId: true,
      displayName: true,
      intervalInSeconds: true,
      protocol: true,
      targets: true,
    },
    refuses: (inputs) => [
      oneOf("intervalInSeconds", inputs.intervalInSeconds, [10, 30, 60]),
      oneOf("timeoutInSeconds", inputs.timeoutInSeconds, [10, 20, 30, 60]),
      between("timeoutInSeconds", inputs.timeoutInSeconds, 0, inputs.intervalInSeconds),
      oneOf("protocol", inputs.protocol, ["HTTP", "HTTPS"]),
      oneOf("method", inputs.method, ["GET", "HEAD"]),
      between("port", inputs.port, 1, 65_535),
      when(inputs.targets.length === 0, "targets", "none is given"),
      when(
        (inputs.vantagePointNames ?? []).length > 10,
        "vantagePointNames",
        `${inputs.vantagePointNames?.length} are given, at most 10 are taken`,
      ),
    ],
    id: (r) => globalOcid("httpmonitor", r.urn),
    computed: {
      ...timed,
      homeRegion: region,
      isEnabled: (r) => r.inputs.isEnabled ?? true,
      method: (r) => r.inputs.method ?? "HEAD",
      path: (r) => r.inputs.path ?? "/",
      port: (r) => r.inputs.port ?? (r.inputs.protocol === "HTTPS" ? 443 : 80),
      timeoutInSeconds: (r) => r.inputs.timeoutInSeconds ?? Math.min(30, r.inputs.intervalInSeconds),
      resultsUrl: (r) =>
        `https://healthchecks.${region(r)}.oci.oraclecloud.com/20180501/httpProbeResults/${r.id}`,
    },
  }),
];
