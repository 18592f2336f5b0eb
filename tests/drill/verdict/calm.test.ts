import { describe, expect, it } from "vitest";
import type { SecondSummary } from "../../../drill/load/plan";
import { CALM_WINDOW_SECONDS, calmOf } from "../../../drill/verdict/calm";

const second = (sent: number, ok: number, more: Partial<SecondSummary> = {}): SecondSummary => ({
  at: 0,
  all: { sent, ok },
  byCapability: {},
  byKind: {},
  failures: {},
  underWay: 0,
  unsent: 0,
  lag: { mean: 0, most: 0, late: 0 },
  took: { median: 0, most: 0 },
  uploadsAcknowledged: 0,
  ...more,
});
const seconds = (count: number, each: SecondSummary) => Array.from({ length: count }, () => each);

describe("the calm before a fault", () => {
  it("is calm where enough was served in its last seconds, whatever was before", () => {
    const begun = seconds(20, second(100, 10));
    const calm = calmOf([...begun, ...seconds(CALM_WINDOW_SECONDS, second(100, 100))], 0.99);
    expect(calm.isCalm).toBe(true);
  });

  it("is none where less was served than counts as back, and says what failed most", () => {
    const failing = second(100, 90, { failures: { ECONNRESET: 2, "answered 503": 8 } });
    const calm = calmOf(seconds(CALM_WINDOW_SECONDS, failing), 0.99);
    expect(calm.isCalm).toBe(false);
    expect(calm.because).toMatch(
      /of 800 requests .* 90 % were served: answered 503 \(64\), ECONNRESET \(16\)/,
    );
  });

  it("is none where this machine couldn't send all that was due", () => {
    const calm = calmOf(seconds(CALM_WINDOW_SECONDS, second(100, 100, { unsent: 1 })), 0.99);
    expect(calm).toMatchObject({ isCalm: false, because: expect.stringContaining("8 more were never sent") });
  });

  it("is none where nothing was asked, or too little was seen", () => {
    expect(calmOf(seconds(CALM_WINDOW_SECONDS, second(0, 0)), 0.99).isCalm).toBe(false);
    expect(calmOf(seconds(CALM_WINDOW_SECONDS - 1, second(100, 100)), 0.99).isCalm).toBe(false);
  });
});
