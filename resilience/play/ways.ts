/** Capabilities whose users go the same ways in a scenario, so that their traffic is worked out once. Pure. */
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "./checks";
import type { Condition } from "./condition";
import type { Brownout } from "./detection";

/** Whether the users of two public capabilities are answered alike, and neither checks nor clients can tell them apart. */
export function goAlike(platform: Platform, phases: readonly Phase[], one: number, other: number): boolean {
  const answers = answersOf(platform);
  return (
    answers[one] === answers[other] &&
    phases.every(({ conditions }) => {
      const [a, b] = [conditions[one] ?? [], conditions[other] ?? []];
      return a.length === b.length && a.every((condition, site) => isFeltAlike(condition, b[site]));
    })
  );
}

/** Whether a field moves users: checks.ts or traffic.ts read it. One that isn't here doesn't compile. */
const moving: Readonly<Record<keyof Condition, boolean>> = {
  dead: true,
  closes: true,
  good: false,
  dips: false,
  front: false,
  hands: false,
  redFrom: true,
  redUntil: true,
  brownout: true,
  probesFail: true,
  strength: false,
  crowds: false,
  tries: false,
  missing: false,
  why: false,
  evidence: false,
};
const felt = (Object.keys(moving) as (keyof Condition)[]).filter((field) => moving[field]);

const isFeltAlike = (a: Condition, b: Condition | undefined): boolean =>
  a === b ||
  (b !== undefined &&
    felt.every((field) =>
      field === "brownout" ? isSeenAlike(a.brownout, b.brownout) : a[field] === b[field],
    ));

const ofBrownout: Readonly<Record<keyof Brownout, true>> = {
  detectSeconds: true,
  holdSeconds: true,
  fullness: true,
};
const seen = Object.keys(ofBrownout) as (keyof Brownout)[];

const isSeenAlike = (a: Brownout | undefined, b: Brownout | undefined): boolean =>
  seen.every((field) => a?.[field] === b?.[field]);

const known = new WeakMap<Platform, readonly string[]>();

/** By capability, a text that is the same where addresses, answers and checks are, whatever they are called. */
function answersOf(platform: Platform): readonly string[] {
  const found = known.get(platform) ?? platform.capabilities.map(answersText);
  known.set(platform, found);
  return found;
}

const answersText = ({ addresses, answers }: CapabilityPlan): string =>
  JSON.stringify([addresses, answers], (key, value: unknown) => (key === "urn" ? undefined : value));
