/** Whether all was well before a fault: else what follows would say more of this machine than of the platform. Pure. */
import { percent } from "../../graph/words";
import type { SecondSummary } from "../load/plan";

/** Of the last seconds before a fault. */
export const CALM_WINDOW_SECONDS = 8;

export interface Calm {
  readonly isCalm: boolean;
  /** A sentence, with what failed most. */
  readonly because: string;
}

/**
 * @param seconds since the load began
 * @param floor share from which service counts as back, 0 to 1: less of it is no calm
 */
export function calmOf(seconds: readonly SecondSummary[], floor: number): Calm {
  const last = seconds.slice(-CALM_WINDOW_SECONDS);
  if (last.length < CALM_WINDOW_SECONDS) return { isCalm: false, because: "too few seconds were seen" };
  const sent = sum(last.map(({ all }) => all.sent));
  const ok = sum(last.map(({ all }) => all.ok));
  const unsent = sum(last.map((second) => second.unsent));
  if (sent === 0) return { isCalm: false, because: "nothing was asked" };
  const failures = new Map<string, number>();
  for (const second of last)
    for (const [why, times] of Object.entries(second.failures))
      failures.set(why, (failures.get(why) ?? 0) + times);
  const most = [...failures].sort((a, b) => b[1] - a[1]).slice(0, 2);
  const why = most.map(([text, times]) => `${text} (${times})`).join(", ");
  const late = sum(last.map(({ lag }) => lag.late));
  return {
    isCalm: ok / sent >= floor && unsent === 0,
    because: `of ${sent} requests in the last ${CALM_WINDOW_SECONDS} s before the fault ${percent(ok / sent)} were served${why ? `: ${why}` : ""}${unsent > 0 ? `; ${unsent} more were never sent` : ""}; ${late} were sent late by this machine`,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
