import { describe, expect, it } from "vitest";
import { changedAfterSeconds, deadAfterSeconds, timingOf } from "../../../graph/views/check-timing";

const dead = (check: Parameters<typeof timingOf>[0], habits: Parameters<typeof timingOf>[1]) => {
  const timing = timingOf(check, habits);
  return timing && deadAfterSeconds(timing);
};

describe("how soon a dead address is found", () => {
  it("is every probe in vain, each to its time-out, with the wait before it", () => {
    // 3 × (10 + 5).
    expect(dead({ intervalSeconds: 10, timeoutSeconds: 5, threshold: 3 }, { threshold: 9 })).toBe(45);
  });

  it("is by the authority's own limit to connect where it has one, whatever a check says", () => {
    // 2 × (10 + 4).
    expect(
      dead({ intervalSeconds: 10, timeoutSeconds: 60, threshold: 2 }, { threshold: 3, connectSeconds: 4 }),
    ).toBe(28);
  });

  it("takes a probe for as long as its interval where nobody says less", () => {
    // 3 × (10 + 10).
    expect(dead({ intervalSeconds: 10 }, { threshold: 3 })).toBe(60);
  });

  it("is by what the authority does where a check says nothing, and can't be told where neither does", () => {
    expect(dead({}, { intervalSeconds: 30, threshold: 3, connectSeconds: 4 })).toBe(102);
    expect(dead({}, { threshold: 3 })).toBeUndefined();
  });

  it("is sooner where the address answers an error at once", () => {
    const timing = timingOf({ intervalSeconds: 10, timeoutSeconds: 5 }, { threshold: 3 });
    expect(timing && changedAfterSeconds(timing)).toBe(30);
  });
});
