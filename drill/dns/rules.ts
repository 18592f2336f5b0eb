/**
 * What of each provider's checking is imitated, by provider, with the pages that say so. How often, how many in a row,
 * how many checkers and what when all are unwell comes with the plan, which has it from graph/clouds.
 */
import type { ProviderName } from "../../graph/clouds/contract";
import type { CheckPlan } from "./plan";

export interface CheckRules {
  /** How long a probe may take. */
  readonly limits: (check: CheckPlan) => ProbeLimits;
  /** Which HTTP statuses are well: from, and below what. */
  readonly well: { readonly from: number; readonly below: number };
}

export interface ProbeLimits {
  /** Until the TCP connection is made, from the probe's beginning. */
  readonly connectSeconds: number;
  /** Until the status is read, from when that is made. */
  readonly responseSeconds: number;
  /** Until the status is read, from the probe's beginning. */
  readonly wholeSeconds: number;
}

/**
 * Alike for both:
 * - the next probe follows one interval after the last one has ended (graph/views/check-timing.ts);
 * - checkers don't coordinate; here their first probes are spread evenly over the interval, as the mean of chance, so
 *   that a drill is the same twice;
 * - until a checker has looked often enough it calls an address well;
 * - each probe connects anew, asks by HTTP/1.1 with `Connection: close`, and names the Host in TLS too;
 * - certificates aren't verified.
 */
export const checkRules: Readonly<Record<ProviderName, CheckRules>> = {
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html:
  // "a TCP connection … within four seconds", then "a 2xx or 3xx HTTP status code within two seconds after connecting";
  // certificates aren't validated; a new check is healthy "until there's enough data". TLS is taken to be part of the two
  // seconds: the page doesn't say.
  // The name in TLS: EnableSNI in HealthCheckConfig, on by default for HTTPS.
  aws: {
    limits: ({ connectSeconds, responseSeconds }) => ({
      connectSeconds,
      responseSeconds,
      wholeSeconds: connectSeconds + responseSeconds,
    }),
    well: { from: 200, below: 400 },
  },
  // One time-out for all of a probe: https://docs.oracle.com/iaas/Content/HealthChecks/Tasks/create-http-monitor.htm.
  // Well is 200 to 299: `isHealthy` in HttpProbeResultSummary,
  // https://docs.oracle.com/iaas/tools/terraform-provider-oci/latest/docs/d/health_checks_http_probe_results.html.
  // Whether certificates are verified is on neither: taken not to be, so that a check sees what it sees on Route 53. What
  // the Host header does to the name in TLS was found nowhere: taken to be the same name.
  oci: {
    limits: ({ responseSeconds }) => ({
      connectSeconds: responseSeconds,
      responseSeconds,
      wholeSeconds: responseSeconds,
    }),
    well: { from: 200, below: 300 },
  },
};
