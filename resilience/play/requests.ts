/** How much comes each second: requests of a capability, events of a stream. */
import type { Platform, Stream } from "../platform/platform";

/** Requests of a capability at a share of its peak, when all of it arrives in one place. */
export const requestsPerSecond = (
  { assumptions, peak }: Platform,
  name: string,
  shareOfPeak: number,
): number => shareOfPeak * (peak[name] ?? 0) * assumptions.requestsPerReplicaPerSecond;

/**
 * Events of a stream on the mean of days, those of requests that then fail too.
 * @param shareOf of a capability's requests, by its place, what arrives where the stream is
 */
export function eventsPerSecond(
  platform: Platform,
  { publishers, eventsPerRequest }: Stream,
  shareOf: (place: number) => number,
): number {
  const { meanDemandShare } = platform.assumptions;
  let sum = 0;
  for (const name of publishers) {
    const place = platform.capabilities.findIndex((one) => one.name === name);
    if (place < 0) continue;
    sum += requestsPerSecond(platform, name, meanDemandShare) * eventsPerRequest * shareOf(place);
  }
  return sum;
}
