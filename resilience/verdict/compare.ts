/** Which of two verdicts is worse: by state, then by what was lost, then by RTO. */
import type { BriefVerdict, State } from "./figures";
import type { Verdict } from "./verdicts";

const order: Readonly<Record<State, number>> = { up: 0, degraded: 1, down: 2 };

/** Over 0 where `a` is worse than `b`. */
export function compareVerdicts(a: BriefVerdict, b: BriefVerdict): number {
  if (a.state !== b.state) return order[a.state] - order[b.state];
  if (Math.abs(a.lostSeconds - b.lostSeconds) > 0.002) return a.lostSeconds - b.lostSeconds;
  const [x, y] = [a.rtoSeconds ?? Number.MAX_VALUE, b.rtoSeconds ?? Number.MAX_VALUE];
  return Math.abs(x - y) > 0.11 ? x - y : 0;
}

const most = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(a, b);

/** Figures held to those of a part, each by itself: see `heldTo`. */
export function heldFigures(own: BriefVerdict, part: BriefVerdict): BriefVerdict {
  const worst = compareVerdicts(part, own) > 0 ? part : own;
  const { rtoSeconds, wholeSeconds, rpoSeconds, capacity, stalenessSeconds } = part;
  const isNoWorse =
    worst === own &&
    most(own.rtoSeconds, rtoSeconds) === own.rtoSeconds &&
    most(own.wholeSeconds, wholeSeconds) === own.wholeSeconds &&
    most(own.rpoSeconds, rpoSeconds) === own.rpoSeconds &&
    part.served >= own.served &&
    part.lostSeconds <= own.lostSeconds &&
    capacity.atOnce >= own.capacity.atOnce &&
    capacity.then >= own.capacity.then &&
    stalenessSeconds <= own.stalenessSeconds;
  if (isNoWorse) return own;
  return {
    ...worst,
    rtoSeconds: most(own.rtoSeconds, rtoSeconds),
    wholeSeconds: most(own.wholeSeconds, wholeSeconds),
    served: Math.min(own.served, part.served),
    lostSeconds: Math.max(own.lostSeconds, part.lostSeconds),
    requestsLost: Math.max(own.requestsLost, part.requestsLost),
    rpoSeconds: most(own.rpoSeconds, rpoSeconds),
    capacity: {
      atOnce: Math.min(own.capacity.atOnce, capacity.atOnce),
      then: Math.min(own.capacity.then, capacity.then),
    },
    stalenessSeconds: Math.max(own.stalenessSeconds, stalenessSeconds),
  };
}

/**
 * The verdict of a scenario, held to that of a part of it. What happens isn't monotone: a site that fails a tenth of its
 * requests keeps its users, and is left within minutes when it fails all of them; a slow authority that falls silent
 * leaves its resolvers to a faster one. `verdictsOf` plays that as it is. A scenario promises more: that what it names is
 * survived whether all of it happens or a part, so it is judged by the worst of its parts, and says which.
 */
export function heldTo(own: Verdict, part: Verdict, title: string): Verdict {
  const isWorse = compareVerdicts(part, own) > 0;
  const figures = heldFigures(own, part);
  // The same verdict, not one like it: many are shared, and told once.
  if (!isWorse && figures === own) return own;
  const { worstMinute, timeline, lastingAt, flows } = isWorse ? part : own;
  return {
    ...figures,
    because: isWorse ? [...own.because, `Held to what it is without the rest: ${title}.`] : own.because,
    evidence: isWorse ? [...new Set([...own.evidence, ...part.evidence])].slice(0, 12) : own.evidence,
    worstMinute,
    timeline,
    lastingAt,
    flows,
  };
}
