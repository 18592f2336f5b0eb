/** From when an edge hands on, worked out by hand. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CapabilityForwarding } from "../../../components/edge/edge-forwarding";
import {
  canarySeen,
  type Failing,
  failuresSeen,
  handedShare,
  handsOnOf,
  type Seen,
  slowSeen,
  triedRed,
} from "../../../resilience/play/hands-from";
import { canary, handing } from "../synthetic";

const rules: CapabilityForwarding = { ...handing, peers: [] };
const lately = { windowSeconds: 2, percent: 5, leastFailures: 8 };
const failing = (share: number, other: Partial<Failing> = {}): Failing => ({
  share,
  dips: [],
  slowShare: 0,
  answerSeconds: 5,
  ...other,
});
const seen = (requestsPerSecond: number, other: Partial<Seen> = {}): Seen => ({
  requestsPerSecond,
  idempotent: 0.8,
  patienceSeconds: 10,
  hopSeconds: 0.2,
  returnSeconds: 30,
  awaySeconds: 300,
  ...other,
});
const share = fc.double({ min: 0.001, max: 1, noNaN: true });
const rate = fc.double({ min: 0.01, max: 1000, noNaN: true });

describe("failures", () => {
  it("are enough once eight of them stand in the window", () => {
    // 90 a second fail: 180 in a full window. Of that 5 % / 0.9 is needed for the share, 8 / 180 for the number:
    // 4 s times 1 - sqrt(1 - 0.0556).
    expect(failuresSeen(lately, 0.9, 100)).toBeCloseTo(0.1127, 3);
    // 10 a second: 8 of 20 in a full window: 4 * (1 - sqrt(0.6)).
    expect(failuresSeen(lately, 1, 10)).toBeCloseTo(0.9016, 3);
  });

  it("that are fewer in a window come together by chance some time", () => {
    // Four in a window on the mean: eight or more in one of 19.6 windows (Poisson: 0.0511). 2 s / 0.0511.
    expect(failuresSeen(lately, 0.5, 4)).toBeCloseTo(39.1, 0);
    // Half a failure a second at one pod, as of uploads: one window of 10,000 has eight.
    expect(failuresSeen(lately, 0.5, 1) as number).toBeGreaterThan(100_000);
  });

  it("that are a smaller share than is looked for are never enough", () => {
    expect(failuresSeen(lately, 0.049, 1000)).toBeUndefined();
    expect(failuresSeen(lately, 0, 1000)).toBeUndefined();
    expect(failuresSeen(lately, 0.9, 0)).toBeUndefined();
  });

  it("are noticed no later where more fail, or more is asked", () => {
    fc.assert(
      fc.property(share, share, rate, rate, (a, b, r, s) => {
        const at = (one: number, perSecond: number) => failuresSeen(lately, one, perSecond) ?? Infinity;
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        const [slow, fast] = [Math.min(r, s), Math.max(r, s)];
        expect(at(many, slow)).toBeLessThanOrEqual(at(few, slow) + 1e-9);
        expect(at(many, fast)).toBeLessThanOrEqual(at(many, slow) + 1e-9);
      }),
    );
  });
});

describe("what hangs", () => {
  const rule = { windowSeconds: 2, budgetSeconds: 0.25, leastUnderWay: 8, lastsSeconds: 0 };

  it("piles up as it did in the trials that the rule comes from", () => {
    // Measured at 200 a second: 90 % after 0.25 s, half of them after 0.5 s, 10 % after 2.5 s.
    // 2 * 0.25 / (0.9 * 2.25) and the same with a half; at 10 % the window is over: 0.25 * 0.9 / 0.1.
    expect(slowSeen(rule, 0.9, 200, 5)).toBeCloseTo(0.247, 3);
    expect(slowSeen(rule, 0.5, 200, 5)).toBeCloseTo(0.444, 3);
    expect(slowSeen(rule, 0.1, 200, 5)).toBeCloseTo(2.25, 2);
  });

  it("must be so many, and for so long", () => {
    // Eight of five a second.
    expect(slowSeen(rule, 0.5, 10, 5)).toBeCloseTo(1.6, 6);
    expect(slowSeen({ ...rule, lastsSeconds: 0.5 }, 0.5, 10, 5)).toBeCloseTo(2.1, 6);
  });

  it("is never so much where it is given up before", () => {
    // Of one a second no more than five hang at a time.
    expect(slowSeen(rule, 0.5, 2, 5)).toBeUndefined();
    expect(slowSeen(rule, 0, 200, 5)).toBeUndefined();
  });
});

describe("an edge hands on", () => {
  const first = (given: Failing, by: Seen, on = rules) => handsOnOf(on, given, by)?.spells[0];

  it("from the sign that comes first, for as long as it lasts", () => {
    expect(first(failing(0.9), seen(100))).toMatchObject({ because: "failures", until: Infinity });
    // 3.6 trials a second fail: five seconds without one come once in half a year.
    expect(first(failing(0.9), seen(100))?.share).toBeCloseTo(1, 6);
    expect(first(failing(0, { slowShare: 0.9 }), seen(100))?.because).toBe("slow");
    // Two seconds of the server's time-out and the failures after it, where pace isn't looked at.
    const { slow: _, ...withoutPace } = rules;
    const late = first(failing(0, { slowShare: 0.9, answerSeconds: 2 }), seen(100), withoutPace);
    expect(late?.from).toBeCloseTo(2.1127, 3);
  });

  it("not at all where nothing fails, or too little", () => {
    expect(handsOnOf(rules, failing(0), seen(100))).toBeUndefined();
    expect(handsOnOf(rules, failing(0.04), seen(100))).toBeUndefined();
  });

  it("while too few servers are up, from when its checks have seen it", () => {
    const few = { from: 12, until: 420 };
    expect(first(failing(0, { few }), seen(100))).toMatchObject({ ...few, because: "few servers" });
    expect(handsOnOf({ ...rules, fewServers: 0 }, failing(0, { few }), seen(100))).toBeUndefined();
  });

  it("through a dip, and no longer where nothing else fails", () => {
    const found = handsOnOf(rules, failing(0, { dips: [{ until: 10, factor: 0 }] }), seen(100));
    // All 100 a second fail, 200 in a window: 5 % is more than eight of them. 4 * (1 - sqrt(0.95)).
    expect(found?.spells).toHaveLength(1);
    expect(found?.spells[0]?.from).toBeCloseTo(0.1013, 3);
    expect(found?.spells[0]?.until).toBe(10);
  });

  it("and goes on where a dip ends and a brownout stays", () => {
    const found = handsOnOf(rules, failing(0.5, { dips: [{ until: 10, factor: 0 }] }), seen(100));
    expect(found?.spells.map(({ from, until }) => [Math.round(from), until])).toEqual([
      [0, 10],
      [10, Infinity],
    ]);
  });

  it("for a share of the time where what is tried at home seldom fails", () => {
    // 11.11 a second, of which a tenth fails. Two a second are tried: 0.2 fail, so that it forgets after
    // (exp(0.2 * 5) - 1) / 0.2 = 8.59 s. Then two of 2.22 in two seconds are enough: 4 * (1 - sqrt(1 - 0.9)) = 2.735 s.
    const found = first(failing(0.1), seen(100 / 9));
    expect(found?.share).toBeCloseTo(8.591 / (8.591 + 2.735), 3);
    // The tenth is 5 % of half a minute after 60 * (1 - sqrt(0.5)) s.
    expect(found?.from).toBeCloseTo(17.57, 2);
  });

  it("until what is tried has proved that it is well, where a proof is asked for", () => {
    const proven = { ...rules, holdSeconds: 400, provenAnswers: 20 };
    // Of two a second a tenth fails: twenty good ones in a row come after (1 - 0.9^20) / (0.1 * 0.9^20) = 72.3 of them,
    // 36.1 s; and then two failures of 2.22 in two seconds after 2.735 s, as above.
    const found = first(failing(0.1), seen(100 / 9), proven);
    expect(found?.share).toBeCloseTo(36.13 / (36.13 + 2.735), 3);
    // Nobody comes for 300 s and then over 30: nothing has proved anything in 400.
    expect(found?.again).toBe(0);
    expect(first(failing(0.1), seen(100 / 9), { ...proven, holdSeconds: 300 })?.again).toBeGreaterThan(0);
    // Where nothing may be tried it lasts as long as a sign does.
    expect(first(failing(0.1), seen(100 / 9, { idempotent: 0 }), proven)?.share).toBeCloseTo(
      400 / 402.735,
      3,
    );
  });

  it("tries a twentieth of what may be asked twice at home, or two a second where that is more", () => {
    expect(handsOnOf(rules, failing(0.9), seen(100))?.trial).toBeCloseTo(0.04, 6);
    expect(handsOnOf(rules, failing(0.9), seen(10))?.trial).toBeCloseTo(0.2, 6);
    expect(handsOnOf(rules, failing(0.9), seen(1))?.trial).toBeCloseTo(0.8, 6);
    expect(handsOnOf(rules, failing(0.9), seen(100, { idempotent: 0 }))?.trial).toBe(0);
  });

  it("asks a peer for what was tried in vain, where who waits can wait for both", () => {
    const slow = failing(0, { slowShare: 0.9 });
    expect(handsOnOf(rules, slow, seen(100))?.triesAgain).toBe(true);
    expect(handsOnOf(rules, slow, seen(100, { patienceSeconds: 1.1 }))?.triesAgain).toBe(false);
  });

  it("not by what hangs where its clients give up before the edge does, and few come", () => {
    // Two a second hang: given up by their clients after a second, they are never eight, and none of them has failed.
    const hanging = failing(0, { slowShare: 1 });
    expect(first(hanging, seen(2))?.because).toBeDefined();
    expect(first(hanging, seen(2, { patienceSeconds: 1 }))).toBeUndefined();
    // Of a hundred a second eight are there at once.
    expect(first(hanging, seen(100, { patienceSeconds: 1 }))?.because).toBe("slow");
  });

  it("still when users come back to it, where a canary has kept it", () => {
    expect(first(failing(0.9), seen(100), { ...rules, canary })?.again).toBe(0);
    // Of a tenth: up for ten checks of 10 s, down for 25.4 of 1.9 s on the mean, so that two of three are down for a quarter of
    // the time.
    expect(first(failing(0.1), seen(100), { ...rules, canary })?.again).toBeGreaterThan(0);
  });

  it("by its canary, however few users come", () => {
    // Each is asked once in 10 s: all fail the first time.
    expect(canarySeen(canary, 1)).toBeCloseTo(5, 6);
    // Two of three have failed after one round with a chance of 0.5, after two of 0.8438, then 0.957, 0.989, 0.997, ...: 1.714
    // rounds on the mean, the first of them half.
    expect(canarySeen(canary, 0.5)).toBeCloseTo(12.14, 1);
    expect(canarySeen(canary, 0)).toBeUndefined();
    expect(first(failing(0.5), seen(0.1), { ...rules, canary })?.from).toBeCloseTo(12.14, 1);
  });

  it("else once eight have failed of those who came back", () => {
    // 90 would fail a second once all are back after 30 s: 3 t a second, 1.5 t² in all; eight after the root of 8 / 1.5.
    expect(first(failing(0.9), seen(100))?.again).toBeCloseTo(2.309, 3);
    // By two seconds alone it is later, as some have left the window: 8 * 30 / (90 * 2) + 1.
    expect(first(failing(0.9), seen(100), { ...rules, failures: [lately] })?.again).toBeCloseTo(2.333, 3);
    // Where it is still known that it was sick, two: the root of 2 / 1.5.
    const relapse = { ...lately, leastFailures: 2, lastsSeconds: 400 };
    expect(first(failing(0.9), seen(100), { ...rules, relapse })?.again).toBeCloseTo(1.155, 3);
    // 500 a second: sqrt(2 * 8 * 30 / 450).
    expect(first(failing(0.9), seen(500))?.again).toBeCloseTo(1.033, 3);
  });
});

describe("health turns red by what is tried at home", () => {
  it("once fifty have been, of which a quarter fails", () => {
    // Four a second of 100: 120 in half a minute. 60 * (1 - sqrt(1 - 50 / 120)) s.
    expect(triedRed(rules.trial, 0.9, seen(100))?.seconds).toBeCloseTo(14.17, 2);
    expect(triedRed(rules.trial, 0.2, seen(100))).toBeUndefined();
    expect(triedRed(rules.trial, 0.9, seen(1))).toBeUndefined();
    expect(triedRed(undefined, 0.9, seen(100))).toBeUndefined();
  });
});

describe("of the time at a moment", () => {
  it("the most of what covers it counts", () => {
    const spell = { share: 0.5, because: "failures", again: 0 } as const;
    const spells = [
      { ...spell, from: 1, until: 10 },
      { ...spell, from: 5, until: Infinity, share: 1 },
    ];
    expect([0, 1, 5, 20].map((at) => handedShare(spells, at))).toEqual([0, 0.5, 1, 1]);
  });
});
