/** Capabilities whose users go the same ways in a scenario, so that their traffic is worked out once. Pure. */
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "./checks";
import type { Condition } from "./condition";

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

/** What of a condition moves users: all that checks.ts and traffic.ts read of it. */
function isFeltAlike(a: Condition, b: Condition | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.dead === b.dead &&
      a.redFrom === b.redFrom &&
      a.redUntil === b.redUntil &&
      a.probesFail === b.probesFail &&
      a.brownout?.detectSeconds === b.brownout?.detectSeconds &&
      a.brownout?.holdSeconds === b.brownout?.holdSeconds &&
      a.brownout?.fullness === b.brownout?.fullness)
  );
}

const known = new WeakMap<Platform, readonly string[]>();

/** By capability, a text that is the same where addresses, answers and checks are, whatever they are called. */
function answersOf(platform: Platform): readonly string[] {
  const found = known.get(platform) ?? platform.capabilities.map(answersText);
  known.set(platform, found);
  return found;
}

const answersText = ({ addresses, answers }: CapabilityPlan): string =>
  JSON.stringify([addresses, answers], (key, value: unknown) => (key === "urn" ? undefined : value));
