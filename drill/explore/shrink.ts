/** The least scenario that shows what a larger one did: each smaller one is drilled, as far as there is patience. */
import type { DrillOutcome } from "../verdict/outcome";
import { type Explored, smallerThan } from "./scenario";

/** Drills, each of one to two minutes, that are spent on making one scenario smaller. */
const MOST_DRILLS = 6;

export interface Found {
  readonly explored: Explored;
  readonly outcome: DrillOutcome;
}

/** Whether an outcome broke an invariant; of those that did, the same must be broken for it to be the same finding. */
export const brokenIn = ({ invariants }: DrillOutcome): string[] =>
  invariants.filter(({ held }) => !held).map(({ id }) => id);

/** @param drilled the outcome of a scenario; undefined where it couldn't be drilled */
export async function shrunk(
  found: Found,
  drilled: (explored: Explored) => Promise<DrillOutcome | undefined>,
): Promise<Found> {
  let [least, left] = [found, MOST_DRILLS];
  const wanted = brokenIn(found.outcome);
  const isSame = (outcome: DrillOutcome): boolean =>
    wanted.length > 0
      ? wanted.some((id) => brokenIn(outcome).includes(id))
      : outcome.verdict.verdict === "missed";
  for (;;) {
    let next: Found | undefined;
    for (const explored of smallerThan(least.explored)) {
      if (left-- <= 0) return least;
      const outcome = await drilled(explored);
      if (outcome && isSame(outcome)) {
        next = { explored, outcome };
        break;
      }
    }
    if (!next) return least;
    least = next;
  }
}
