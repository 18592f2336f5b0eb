/** What is refused where a stream is full. */
import type { CapabilityPlan } from "../platform/platform";

/** What a full stream does to those who publish to it. */
export interface Refusal {
  /** Of the publishers' requests, 0 to 1; 0 where it drops old events instead. */
  readonly share: number;
  readonly why: string;
  readonly urn: string;
}

/** By the place of the site, by the publisher's name. */
export type Refusals = readonly ReadonlyMap<string, Refusal>[];

/** Of a capability at a site. */
export const refusedAt = (
  refusals: Refusals | undefined,
  { name }: CapabilityPlan,
  place: number,
): Refusal | undefined => refusals?.[place]?.get(name);
