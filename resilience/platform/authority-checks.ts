/** How an authority judges by its checks: what the graph doesn't hold, with what a stack assumes of it. */

import { toldValue } from "../../graph/clouds/assumed";
import type { AuthorityTraits } from "../../graph/clouds/authority";
import type { CheckHabits } from "../../graph/views/check-timing";
import type { Assumptions } from "../assumptions";

export interface AuthorityChecks extends CheckHabits {
  /** Share of the checkers that must call an address unwell until it is left out. */
  readonly unhealthyShare: number;
}

export function authorityChecks({ checks }: AuthorityTraits, assumptions: Assumptions): AuthorityChecks {
  const { intervalSeconds, threshold, connectSeconds, agreement } = checks;
  return {
    ...(intervalSeconds === undefined ? {} : { intervalSeconds }),
    threshold: toldValue(threshold, assumptions),
    ...(connectSeconds === undefined ? {} : { connectSeconds: toldValue(connectSeconds, assumptions) }),
    unhealthyShare:
      "healthyAbove" in agreement
        ? 1 - toldValue(agreement.healthyAbove, assumptions)
        : toldValue(agreement.unhealthyFrom, assumptions),
  };
}
