/** The headline and its half sentences: what users go through, from the curve, in their words. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseText, shareText } from "../../report/course-words";
import { aloneText, headlineOf } from "../../report/headline";
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";

const course = (timeline: [number, number][], rtoSeconds: number | null, served: number) =>
  courseText({ timeline, rtoSeconds, served });

describe("what users go through", () => {
  it.each<[string, ReturnType<typeof course>]>([
    [
      "no request fails",
      course(
        [
          [0, 1],
          [100, 1],
        ],
        0,
        1,
      ),
    ],
    // Half fail until 4 s, and as users move it ends at 52 s; of 48 s of slope the last, below 1 %, isn't felt.
    [
      "up to half of the requests fail, for 51 s in all, all are served after 52 s",
      course(
        [
          [0, 0.5],
          [4, 0.5],
          [52, 1],
          [100, 1],
        ],
        52,
        1,
      ),
    ],
    [
      "90 % of the requests fail for as long as it lasts",
      course(
        [
          [0, 0.1],
          [100, 0.1],
        ],
        null,
        0.1,
      ),
    ],
    [
      "a quarter of the requests fail for as long as it lasts, half at worst",
      course(
        [
          [0, 0.5],
          [9, 0.5],
          [10, 0.75],
          [100, 0.75],
        ],
        null,
        0.75,
      ),
    ],
    [
      "20 % of the requests fail for 20 s in 2 dips, all are served after 60 s",
      course(
        [
          [0, 0.8],
          [10, 0.8],
          [10, 1],
          [50, 1],
          [50, 0.8],
          [60, 0.8],
          [60, 1],
          [90, 1],
        ],
        60,
        1,
      ),
    ],
    // A second of a fifth, and then a tenth for 39 s: a second alone would be milder than it is.
    [
      "up to 20 % of the requests fail, for 40 s in all, all are served after 40 s",
      course(
        [
          [0, 0.8],
          [1, 0.8],
          [1, 0.9],
          [40, 0.9],
          [40, 1],
          [90, 1],
        ],
        40,
        1,
      ),
    ],
    [
      "less than 1 % of the requests fails for 5 s, and never more",
      course(
        [
          [0, 0.992],
          [5, 0.992],
          [5, 1],
          [9, 1],
        ],
        0,
        1,
      ),
    ],
  ])("is said as: %s", (wanted, told) => expect(told).toBe(wanted));

  it("is never told milder than the worst moment", () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, (served) => {
        const failing = 1 - served;
        const text = shareText(failing);
        const word = {
          all: 1,
          half: 0.5,
          "a quarter": 0.25,
          "a third": 1 / 3,
          "two thirds": 2 / 3,
          "three quarters": 0.75,
        }[text];
        const told = word ?? (text === "less than 1 %" ? 0.01 : Number(text.replace(" %", "")) / 100);
        expect(told).toBeGreaterThanOrEqual(failing - 0.00501);
      }),
    );
  });
});

describe("the headline", () => {
  const verdict = (rest: object) => ({
    ...{
      state: "up",
      served: 1,
      rtoSeconds: 0,
      lostSeconds: 0,
      timeline: [[0, 1]],
      because: [],
      evidence: [],
      flows: [],
    },
    ...rest,
  });
  const hit = {
    lostSeconds: 30,
    rtoSeconds: 50,
    timeline: [
      [0, 0.5],
      [50, 0.5],
      [50, 1],
      [90, 1],
    ],
  };
  const scenario = (id: string, covered: boolean, rest: object) =>
    ({
      ...{ id, kind: id.split(":")[0], title: `Loss of ${id}`, covered, silences: [] },
      faults: [{ id, kind: "provider", name: "oci", mode: "hard", startSeconds: 0 }],
      verdicts: { feed: verdict({}), upload: verdict(rest) },
    }) as unknown as ScenarioResult;
  const survival = (rest: object) =>
    ({
      ...{
        verdict: "met",
        because: [],
        before: [],
        nothing: false,
        misses: [],
        untold: [],
        calm: {},
        sites: [],
      },
      ...{ demand: 0.5, objectives: { survive: ["provider"], maxRtoSeconds: 120 }, scenarios: [] },
      ...rest,
    }) as unknown as Survival;

  it("is of the hardest case that the objectives cover, with what was allowed, whose requests and at which demand", () => {
    const scenarios = [
      scenario("provider:oci", true, hit),
      scenario("site:a", true, { ...hit, lostSeconds: 3 }),
    ];
    expect(headlineOf(survival({ scenarios }))).toEqual({
      verdict: "met",
      label: "objectives met",
      scenario: "provider:oci",
      sentences: [
        "Loss of provider:oci: half of the requests fail for 50 s, all are served after 50 s; allowed 120 s.",
        "All of it on one site there: down for as long as it lasts.",
        "Told of upload, which loses most, at 50 % of the peak.",
      ],
    });
  });

  it("doesn't hide what hurts more and is covered by no objective", () => {
    const worse = scenario("bad-change:edge", false, {
      ...hit,
      lostSeconds: 99,
      rtoSeconds: null,
      served: 0.5,
    });
    const { sentences } = headlineOf(survival({ scenarios: [scenario("provider:oci", true, hit), worse] }));
    expect(sentences).toContain(
      "Covered by no objective: Loss of bad-change:edge: half of the requests fail for as long as it lasts (upload).",
    );
  });

  it("is the worst miss where there is one, and how many more", () => {
    const miss = { scenario: "provider:oci", capability: "upload", demand: 0.1, served: 1, wanted: 120 };
    const misses = [
      {
        ...miss,
        objective: "rto",
        found: 240,
        text: "takes 240 s to recover, 120 s over its objective of 120 s",
      },
      {
        ...miss,
        objective: "rpo",
        found: 5,
        text: "loses 5 s of what it had accepted; its objective is 0 s",
      },
    ];
    const told = headlineOf(
      survival({ verdict: "missed", misses, scenarios: [scenario("provider:oci", true, hit)] }),
    );
    expect(told.sentences).toEqual([
      "Loss of provider:oci: upload loses 5 s of what it had accepted; its objective is 0 s (at 10 % of the peak).",
      "Objectives are missed 2 times, under 1 fault.",
    ]);
  });

  it("says why where nothing can be told", () => {
    const told = headlineOf(survival({ verdict: "unknown", nothing: true, because: ["No cluster stands."] }));
    expect(told).toMatchObject({ label: "can't tell", sentences: ["No cluster stands."] });
  });
});

describe("one site alone", () => {
  const of = (mode: string, share?: number, kind = "site") =>
    aloneText({
      faults: [{ id: "", kind, name: "x", mode, share, startSeconds: 0 }],
    } as unknown as ScenarioResult);
  it("fares as bad as what hits it, and nothing is said of what a site may survive", () => {
    expect(of("hard")).toEqual(["All of it on one site there: down for as long as it lasts."]);
    expect(of("brownout", 0.9)).toEqual(["All of it on one site there: 90 % fail for as long as it lasts."]);
    expect(of("hard", undefined, "zone")).toEqual([]);
    expect(of("control")).toEqual([]);
  });
});
