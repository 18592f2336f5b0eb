/**
 * When service was back for good, read off single requests. Each of them is only served or not, so that a share is known
 * of many of them, while a moment is known from few: both are needed. Pure.
 */

/** One request, as far as service is told from it. */
export interface Sample {
  /** Seconds since the fault when it was due. */
  readonly at: number;
  readonly ok: boolean;
  /** Of whom it comes, where few clients ask again and again, each of whom stays where it is. */
  readonly crowd?: Crowd;
}

/** Clients that keep what they are connected to: what one of them is served, its next request is served too. */
export interface Crowd {
  readonly id: string;
  /** How many they are. */
  readonly clients: number;
}

export interface Reading {
  /** Share that must be served, 0 to 1. */
  readonly floor: number;
  /** Seconds since the fault until which is read. */
  readonly until: number;
  /** Seconds since the fault at which something fails or is repaired; [0] where the fault is all that happens. */
  readonly changes?: readonly number[];
}

/** A share is told from so many seconds and so many requests, whichever is longer. */
const WINDOW_SECONDS = 5;
export const WINDOW_REQUESTS = 60;

/**
 * Seconds until `floor` was served again for good: 0 where it never left, null where it wasn't back by `until`, or not for
 * long enough to tell. Of several changes the longest, each counted from the change that it came from.
 *
 * It is out at a request that fails when the window that begins there has more failures than a service at the floor has
 * (by one standard deviation, so that a stray failure later doesn't count). In the last such window it is back at the
 * moment from which on, for however long one looks, less fails than the floor allows.
 * @param samples by time
 */
export function readRto(samples: readonly Sample[], { floor, until, changes = [0] }: Reading): number | null {
  let worst = 0;
  let since: number | undefined;
  for (const [index, start] of changes.entries()) {
    if (start >= until) break;
    const end = Math.min(until, changes[index + 1] ?? until);
    const back = backIn(samples.slice(firstFrom(samples, start), firstFrom(samples, end)), floor, end);
    if (back === null) {
      since ??= start;
      continue;
    }
    if (back !== undefined || since !== undefined)
      worst = Math.max(worst, (back ?? start) - (since ?? start));
    since = undefined;
  }
  return since === undefined ? worst : null;
}

/** When it is back; undefined where it never left, null where it isn't. */
function backIn(samples: readonly Sample[], floor: number, end: number): number | null | undefined {
  const failed = failuresBefore(samples);
  const failing = 1 - floor;
  const out = lastWindowOut(samples, failed, failing);
  if (!out) return undefined;
  let [score, most, last] = [0, 0, out.from];
  for (let index = out.from; index < out.to; index++) {
    score += (samples[index] as Sample).ok ? -failing : 1 - failing;
    if (score >= most) [most, last] = [score, index];
  }
  const next = samples[last + 1];
  // Too short to tell whether it lasts.
  if (!next || end - next.at < WINDOW_SECONDS || samples.length - last - 1 < WINDOW_REQUESTS) return null;
  const rest = samples.length - last - 1;
  const lost = (failed[samples.length] as number) - (failed[last + 1] as number);
  return lost > mostBy(rest, failing, SURE) ? null : next.at;
}

/** Standard deviations: for one of many windows, and for all that comes after. */
const LIKELY = 1;
const SURE = 3;

/** Failures of so many requests that a service at the floor may have. */
const mostBy = (requests: number, failing: number, deviations: number): number =>
  requests * failing + deviations * Math.sqrt(requests * failing * (1 - failing));

interface Window {
  readonly from: number;
  readonly to: number;
}

function lastWindowOut(
  samples: readonly Sample[],
  failed: readonly number[],
  failing: number,
): Window | undefined {
  let to = samples.length;
  for (let start = samples.length - 1; start >= 0; start--) {
    const sample = samples[start] as Sample;
    while (to > start + WINDOW_REQUESTS && (samples[to - 1] as Sample).at >= sample.at + WINDOW_SECONDS) to--;
    if (sample.ok) continue;
    // At the end it is told from what was before: a single failure there is none.
    const from = Math.max(0, Math.min(start, to - WINDOW_REQUESTS));
    const lost = (failed[to] as number) - (failed[from] as number);
    if (lost > mostBy(to - from, failing, LIKELY)) return { from, to };
  }
  return undefined;
}

/** Sums of failures, from 0 for none to one for all. */
function failuresBefore(samples: readonly Sample[]): number[] {
  const sums = [0];
  let sum = 0;
  for (const { ok } of samples) {
    if (!ok) sum++;
    sums.push(sum);
  }
  return sums;
}

function firstFrom(samples: readonly Sample[], time: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle] as Sample).at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
