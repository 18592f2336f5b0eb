/** What an outage costs that lasts as long as such outages do, from how it was played out once. */

import { type Curve, lostSeconds } from "../play/curve";
import type { Line } from "../verdict/verdicts";
import { type Lasting, meanSeconds, meanWithin } from "./lasting";

/**
 * Expected seconds of the whole service that are lost while it lasts, beside what is lost while nothing fails. After the
 * last point of the line it goes on as it was: a brownout of 3 h that keeps failing a quarter costs 45 min, and one
 * that is over in a minute no more than that minute. What is lost between its end and the last answer that has aged is
 * not in it: at most a time to live.
 * @param line shares served, by seconds from its beginning
 * @param calm share that is served while nothing fails
 */
export function expectedLoss(line: Line, calm: number, lasting: Lasting): number {
  let [lost, within] = [0, 0];
  for (const [index, [time, served]] of line.entries()) {
    const before = line[index - 1];
    if (!before) continue;
    const upTo = meanWithin(lasting, time);
    lost += (calm - (before[1] + served) / 2) * (upTo - within);
    within = upTo;
  }
  const last = line.at(-1)?.[1] ?? calm;
  return lost + (calm - last) * (meanSeconds(lasting) - within);
}

/** Seconds of the whole service that are lost from a moment to the end of what was played, beside what always is. */
export function playedLoss(line: Line, calm: number, from: number): number {
  const curve: Curve = line.map(([time, served]) => ({ time, served }));
  const end = Math.max(from, line.at(-1)?.[0] ?? from);
  return lostSeconds(curve, from, end) - (1 - calm) * (end - from);
}
