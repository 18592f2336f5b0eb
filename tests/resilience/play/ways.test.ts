/** When the traffic of one capability is another's too. */
import { describe, expect, it } from "vitest";
import { fault } from "../../../resilience/faults/faults";
import type { Platform } from "../../../resilience/platform/platform";
import type { Phase } from "../../../resilience/play/checks";
import type { Condition } from "../../../resilience/play/condition";
import { goAlike } from "../../../resilience/play/ways";
import { conditionsUnder, modelOf } from "../../../resilience/verdict/verdicts";
import { platform } from "../synthetic";

const two = platform({
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
});
const [feed, upload] = [0, 1];
const phaseOf = (on: Platform, ...faults: Parameters<typeof conditionsUnder>[1][number][]): Phase => ({
  start: 0,
  end: 1000,
  ...conditionsUnder(modelOf(on), faults),
});

/** A phase in which upload's first site is otherwise than feed's in one thing. */
const differingIn = (change: Partial<Condition>): Phase => {
  const phase = phaseOf(two);
  const [first, ...others] = phase.conditions[feed] as readonly Condition[];
  return {
    ...phase,
    conditions: [
      [first as Condition, ...others],
      [{ ...(first as Condition), ...change }, ...others],
    ],
  };
};

describe("the users of two capabilities", () => {
  it("go the same ways while neither checks nor clients can tell the two apart", () => {
    expect(goAlike(two, [phaseOf(two), phaseOf(two, fault("site", "aws-b"))], feed, upload)).toBe(true);
    expect(goAlike(two, [differingIn({ good: 0.4, why: ["another reason"] })], feed, upload)).toBe(true);
  });

  const brownout = { detectSeconds: 10, holdSeconds: 300, fullness: 4 };
  it.each<[string, Partial<Condition>]>([
    ["dead", { dead: true }],
    ["red since", { redFrom: 5 }],
    ["red until", { redUntil: 50 }],
    ["failing probes", { probesFail: 0.5 }],
    ["browned out", { brownout }],
  ])("part where one is %s in any phase", (_, change) => {
    expect(goAlike(two, [phaseOf(two), differingIn(change)], feed, upload)).toBe(false);
  });

  it.each(["detectSeconds", "holdSeconds", "fullness"] as const)(
    "part where brownouts differ in %s",
    (field) => {
      const one = differingIn({ brownout: { ...brownout, [field]: 1 } });
      const own = { ...(one.conditions[feed]?.[0] as Condition), brownout };
      const phase = {
        ...one,
        conditions: [[own, ...(one.conditions[feed] ?? []).slice(1)], one.conditions[upload] ?? []],
      };
      expect(goAlike(two, [phase], feed, upload)).toBe(false);
    },
  );

  it("part where an authority answers for one with another time to live", () => {
    const capabilities = two.capabilities.map((capability, place) =>
      place === upload
        ? { ...capability, answers: capability.answers.map((name) => name && { ...name, ttlSeconds: 1 }) }
        : capability,
    );
    const other = { ...two, capabilities };
    expect(goAlike(other, [phaseOf(other)], feed, upload)).toBe(false);
  });
});
