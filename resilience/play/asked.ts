/** What of a scenario one capability at one site feels. */
import type { Effects } from "../faults/effects";
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Refusal } from "./refusal";

/** What the condition of one capability at one site is asked for. */
export interface Asked {
  readonly platform: Platform;
  readonly effects: Effects;
  readonly capability: CapabilityPlan;
  readonly place: number;
  /** Share of the traffic that the site has while nothing is wrong. */
  readonly baseShare: number;
  /** By the place of the site, what each has. */
  readonly baseShares?: Float64Array | undefined;
  /** Share of its requests that another capability answers well at a site; 0 where there is none. */
  readonly goodOf: (capability: string, place: number) => number;
  /** What a stream that is full does to it here. */
  readonly refusal?: Refusal | undefined;
}
