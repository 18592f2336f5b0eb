/** How each provider's DNS judges by its checks: what the graph doesn't hold, in one row a provider. */
import type { ProviderName } from "../../graph/clouds/contract";
import type { CheckHabits } from "../../graph/views/check-timing";
import type { Assumptions } from "../assumptions";

export interface AuthorityChecks extends CheckHabits {
  /** Share of the checkers that must call an address unwell until it is left out. */
  readonly unhealthyShare: number;
}

export function authorityChecks({
  route53ConnectSeconds,
  route53HealthyShare,
  ociFailureThreshold,
  ociVantageShare,
}: Assumptions): Readonly<Record<ProviderName, AuthorityChecks>> {
  return {
    // Route 53's own interval and threshold, where a check names none: AWS's documentation.
    aws: {
      intervalSeconds: 30,
      threshold: 3,
      connectSeconds: route53ConnectSeconds,
      unhealthyShare: 1 - route53HealthyShare,
    },
    oci: { threshold: ociFailureThreshold, unhealthyShare: ociVantageShare },
  };
}
