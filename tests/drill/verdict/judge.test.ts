import { describe, expect, it } from "vitest";
import { missesIn, verdictOf } from "../../../drill/verdict/judge";
import type { Comparison } from "../../../drill/verdict/outcome";
import { comparison, journal } from "../report/outcome-fixture";

const objectives = { maxRtoSeconds: 20, maxLostSeconds: { default: 90, upload: 5 } };
const of = (measured: Partial<Comparison["measured"]>): Comparison => ({
  ...comparison,
  measured: { ...comparison.measured, ...measured },
});
const missed = (name: string, measured: Partial<Comparison["measured"]>) =>
  missesIn({ journal, capabilities: { [name]: { all: of(measured), clients: {} } } }, objectives).map(
    ({ text }) => text,
  );

describe("objectives in reality", () => {
  it("are met where service is back in time, and little is lost", () => {
    expect(missed("feed", { rtoSeconds: 20, lostSeconds: 9, sent: 100 })).toEqual([]);
  });

  it("are missed by a capability that takes too long", () => {
    expect(missed("feed", { rtoSeconds: 21.5, sent: 100 })).toEqual([
      "feed was back after 21.5 s, 1.5 s over its objective of 20 s.",
    ]);
  });

  it("are missed by one that doesn't come back", () => {
    expect(missed("feed", { rtoSeconds: null, served: 0.62, sent: 100 })).toEqual([
      "feed didn't come back: 62 % of its requests were served at last.",
    ]);
  });

  it("aren't missed where so few requests couldn't have told that it was back", () => {
    const untold = of({ rtoSeconds: null, served: 1, sent: 30, lostSeconds: 2 });
    const rto = { ...untold.rto, reading: { median: null, low: 12, high: null } };
    const predicted = { ...untold.predicted, rtoSeconds: 12 };
    const judged = { upload: { all: { ...untold, rto, predicted }, clients: {} } };
    expect(missesIn({ journal, capabilities: judged }, objectives)).toEqual([]);
  });

  it("aren't missed by what they don't cover", () => {
    const uncovered = { maxRtoSeconds: Number.POSITIVE_INFINITY };
    const judged = { feed: { all: of({ rtoSeconds: null, sent: 100, lostSeconds: 200 }), clients: {} } };
    expect(missesIn({ journal, capabilities: judged }, uncovered)).toEqual([]);
  });

  it("are missed by one that loses more than its own share of requests", () => {
    expect(missed("upload", { rtoSeconds: 10, lostSeconds: 5.5, sent: 100 })).toEqual([
      "upload lost requests worth 5.5 s of all that it serves; its objective is 5 s.",
    ]);
  });

  it("are missed by one that nobody asked", () => {
    expect(missed("feed", { rtoSeconds: 0, sent: 0 })).toEqual([
      "Nothing was asked of feed: nothing can be told of it.",
    ]);
  });

  it("are missed by a single upload that is lost, and by an event that counted twice", () => {
    const found = missesIn(
      { journal: { ...journal, acknowledged: 412, lost: 1, doubled: 2 }, capabilities: {} },
      objectives,
    );
    expect(found.map(({ text }) => text)).toEqual([
      "1 of 412 uploads that users were told are kept is lost.",
      "2 events were counted more than once.",
    ]);
  });
});

describe("a drill's verdict", () => {
  const held = { id: "uploads-kept", held: true, because: "all are there" };
  const within = { ...comparison, withinBand: true, mayBeChance: false };
  const outside = { ...comparison, withinBand: false, mayBeChance: false, because: "It is late." };
  const perhaps = { ...outside, mayBeChance: true };
  const judge = (all: Comparison, kind: Comparison, invariant = held) =>
    verdictOf({
      all,
      capabilities: { feed: { all: within, clients: { kept: kind } } },
      invariants: [invariant],
      misses: [],
    });

  it("is met where everything is within its band and every invariant holds", () => {
    expect(judge(within, within)).toEqual({ verdict: "met", because: [], untold: [] });
  });

  it("is missed where an invariant is broken", () => {
    expect(judge(within, within, { ...held, held: false, because: "1 is gone" })).toMatchObject({
      verdict: "missed",
      because: ["Broken: uploads-kept: 1 is gone"],
    });
  });

  it("is missed where a kind of client is outside its band", () => {
    expect(judge(within, outside).because).toEqual(["Outside the band: feed, kept. It is late."]);
  });

  it("says what may be outside by chance, and is met all the same", () => {
    expect(judge(within, perhaps)).toEqual({
      verdict: "met",
      because: [],
      untold: ["Outside the band: feed, kept. It is late."],
    });
  });

  it("is missed where all users together are outside, and chance doesn't excuse it", () => {
    expect(judge(outside, within).verdict).toBe("missed");
    expect(judge(perhaps, within)).toEqual({
      verdict: "met",
      because: [],
      untold: ["Outside the band: all users together. It is late."],
    });
  });

  it("is missed where nothing was measured", () => {
    expect(verdictOf({ all: within, capabilities: {}, invariants: [], misses: [] }).because).toEqual([
      "No capability was measured.",
    ]);
  });
});
