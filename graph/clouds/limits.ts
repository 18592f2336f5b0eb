/** What all DNS authorities take: the same plan is rendered for each, so it stays within the narrowest of them. */
import type { AuthorityLimits, Range } from "./authority";
import { facts } from "./facts";

export interface CommonLimits {
  /** Seconds that may lie between two checks, ascending. */
  readonly checkIntervals: readonly number[];
  readonly failureThreshold: Range;
  /** Seconds. */
  readonly ttl: Range;
  readonly maxWeight: number;
}

/**
 * What every authority takes; one that bounds something by nothing takes what the others do.
 * @throws RangeError when there is nothing that all take: then one plan can't be rendered for all.
 */
export function commonLimits(
  all: readonly AuthorityLimits[] = Object.values(facts).map(({ authority }) => authority.limits),
): CommonLimits {
  const [first, ...others] = all.map(({ checkIntervals }) => checkIntervals);
  const checkIntervals = (first ?? []).filter((seconds) => others.every((taken) => taken.includes(seconds)));
  if (checkIntervals.length === 0) throw nothingIn("checkIntervals", all);
  return {
    checkIntervals: checkIntervals.sort((a, b) => a - b),
    failureThreshold: commonRange("failureThreshold", all),
    ttl: commonRange("ttl", all),
    maxWeight: Math.min(...all.map(({ maxWeight }) => maxWeight)),
  };
}

function commonRange(limit: "failureThreshold" | "ttl", all: readonly AuthorityLimits[]): Range {
  const ranges = all.flatMap((limits) => limits[limit] ?? []);
  const from = Math.max(...ranges.map((range) => range.from));
  const to = Math.min(...ranges.map((range) => range.to));
  if (ranges.length === 0 || from > to) throw nothingIn(limit, all);
  return { from, to };
}

function nothingIn(limit: keyof AuthorityLimits, all: readonly AuthorityLimits[]): RangeError {
  const given = all.map((limits) => JSON.stringify(limits[limit] ?? "no bounds")).join(", ");
  return new RangeError(`graph/clouds: no ${limit} that every authority takes (they take ${given})`);
}
