/** What users go through, from the model's own curve, as a half sentence: how much fails, how long, and when it is over. */
import type { Line, Verdict } from "../resilience/verdict/verdicts";
import { duration } from "./survival-words";

type Told = Pick<Verdict, "timeline" | "rtoSeconds" | "served">;

/** Shares that people take for the same. */
const SAME = 0.02;
/** Less isn't told of. */
const NOTICED = 0.005;

/** `half of the requests fail for 52 s, all are served after 99 s`. */
export function courseText({ timeline, rtoSeconds, served }: Told): string {
  const worst = Math.max(0, ...timeline.map(([, share]) => 1 - share));
  if (worst < NOTICED && rtoSeconds === 0) return "no request fails";
  if (rtoSeconds === null) {
    const lasting = 1 - served;
    const peak = worst - lasting > SAME ? `, ${shareText(worst)} at worst` : "";
    return `${shareText(lasting)} of the requests ${verb(lasting)} for as long as it lasts${peak}`;
  }
  const [longest, all] = [Math.max(worst - SAME, 0.9 * worst), Math.min(0.01, worst)];
  const [atWorst, inAll] = [secondsAt(timeline, longest), secondsAt(timeline, all)];
  // Where it fails less for longer than it fails most, the worst alone would tell it milder than it is.
  const told =
    atWorst >= inAll / 2
      ? `${shareText(worst)} of the requests ${verb(worst)} for ${seconds(atWorst)}`
      : `up to ${shareText(worst)} of the requests ${verb(worst)}, for ${seconds(inAll)} in all`;
  if (rtoSeconds === 0) return `${told}, and never more`;
  const dips = dipsOf(timeline);
  const times = dips > 1 ? ` in ${dips} dips` : "";
  return `${told}${times}, ${served >= 1 - NOTICED ? "all" : shareText(served)} are served after ${seconds(rtoSeconds)}`;
}

/** A moment is not nothing. */
const seconds = (value: number): string => (value > 0 && value < 0.5 ? "less than 1 s" : duration(value));

const verb = (share: number): string => (share >= 0.015 || share < NOTICED ? "fail" : "fails");

const words: readonly (readonly [number, string])[] = [
  [1, "all"],
  [3 / 4, "three quarters"],
  [2 / 3, "two thirds"],
  [1 / 2, "half"],
  [1 / 3, "a third"],
  [1 / 4, "a quarter"],
];

/** `half`, `27 %`. */
export function shareText(share: number): string {
  const word = words.find(([value]) => Math.abs(value - share) < NOTICED);
  if (word) return word[1];
  return share < 0.01 ? "less than 1 %" : `${Math.round(100 * share)} %`;
}

/** Seconds during which at least that share fails; a line is straight from point to point. */
function secondsAt(timeline: Line, failing: number): number {
  let sum = 0;
  for (const [index, [from, a]] of timeline.entries()) {
    const next = timeline[index + 1];
    if (!next) break;
    const [to, b] = next;
    const [low, high] = [Math.min(1 - a, 1 - b), Math.max(1 - a, 1 - b)];
    if (low >= failing) sum += to - from;
    else if (high > failing) sum += ((to - from) * (high - failing)) / (high - low);
  }
  return sum;
}

/** How many times less than 99 % are served. */
function dipsOf(timeline: Line): number {
  let dips = 0;
  let isLow = false;
  for (const [, share] of timeline) {
    const low = share < 0.99;
    if (low && !isLow) dips++;
    isLow = low;
  }
  return dips;
}
