import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterProbe, answerShares, firstOpinion, isHealthy, type Opinion } from "../../../drill/dns/judging";
import { seeded } from "../../../drill/load/random";
import { healthyCheckers } from "../../../resilience/play/detection";

const thresholds = fc.record({
  threshold: fc.integer({ min: 1, max: 10 }),
  upThreshold: fc.integer({ min: 1, max: 10 }),
});
const opinionAfter = (
  probes: readonly boolean[],
  limits: { threshold: number; upThreshold?: number },
): Opinion => probes.reduce((opinion, passed) => afterProbe(opinion, passed, limits), firstOpinion);
const failing = (count: number): boolean[] => Array(count).fill(false);

describe("a checker", () => {
  it("calls an address unwell after as many failures in a row as the threshold, and not sooner", () => {
    fc.assert(
      fc.property(thresholds, (limits) => {
        expect(opinionAfter(failing(limits.threshold - 1), limits).well).toBe(true);
        expect(opinionAfter(failing(limits.threshold), limits).well).toBe(false);
      }),
    );
  });

  it("calls it well again after as many successes in a row", () => {
    fc.assert(
      fc.property(thresholds, (limits) => {
        const unwell = failing(limits.threshold);
        expect(opinionAfter([...unwell, ...Array(limits.upThreshold - 1).fill(true)], limits).well).toBe(
          false,
        );
        expect(opinionAfter([...unwell, ...Array(limits.upThreshold).fill(true)], limits).well).toBe(true);
      }),
    );
  });

  it("takes the same threshold for both ways where a check has but one", () => {
    expect(opinionAfter([...failing(3), true, true], { threshold: 3 }).well).toBe(false);
    expect(opinionAfter([...failing(3), true, true, true], { threshold: 3 }).well).toBe(true);
  });

  it("never changes its mind while no run of results is as long as the threshold", () => {
    const short = fc.array(fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 2 })));
    fc.assert(
      fc.property(short, (runs) => {
        const probes = runs.flatMap(([bad, good]) => [...failing(bad), ...Array(good).fill(true)]);
        expect(opinionAfter(probes, { threshold: 3 }).well).toBe(true);
      }),
    );
  });

  it("of probes that fail by chance thinks what the survival model says", () => {
    for (const [share, threshold] of [
      [0.5, 3],
      [0.7, 3],
      [0.4, 2],
    ] as const) {
      const random = seeded(11);
      let [opinion, well] = [firstOpinion, 0];
      const probes = 200_000;
      for (let probe = 0; probe < probes; probe++) {
        opinion = afterProbe(opinion, random() >= share, { threshold });
        if (opinion.well) well++;
      }
      expect(well / probes).toBeCloseTo(healthyCheckers(share, threshold), 1);
    }
  });
});

describe("an authority", () => {
  it("takes an address for well while more than 18 % of Route 53's checkers call it so", () => {
    const checkers = fc
      .integer({ min: 1, max: 100 })
      .chain((looking) =>
        fc.record({ looking: fc.constant(looking), well: fc.integer({ min: 0, max: looking }) }),
      );
    fc.assert(
      fc.property(checkers, ({ looking, well }) => {
        expect(isHealthy(well, looking, 1 - 0.18)).toBe(well * 100 > looking * 18);
      }),
    );
  });

  it("takes it for well until the last checker calls it unwell, where all have to", () => {
    expect(isHealthy(1, 10, 1)).toBe(true);
    expect(isHealthy(0, 10, 1)).toBe(false);
  });

  it("takes it for well when nobody is left to look", () => {
    expect(isHealthy(0, 0, 1)).toBe(true);
  });
});

const name = fc
  .array(
    fc.record({
      address: fc.ipV4(),
      weight: fc.integer({ min: 0, max: 255 }),
      healthy: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((answers) => ({
    name: { plain: false, answers: answers.map(({ address, weight }) => ({ address, weight })) },
    healthy: answers.map(({ healthy }) => healthy),
  }));
const allUnhealthy = fc.constantFrom("all" as const, "none" as const);

describe("answers", () => {
  it("are shares of one, or there are none", () => {
    fc.assert(
      fc.property(name, allUnhealthy, (given, all) => {
        const shares = answerShares(given.name, given.healthy, all);
        const sum = shares.reduce((total, { share }) => total + share, 0);
        expect(sum).toBeCloseTo(shares.length === 0 ? 0 : 1, 9);
      }),
    );
  });

  it("are none only when no address is well and none is to be given then", () => {
    fc.assert(
      fc.property(name, allUnhealthy, (given, all) => {
        const isNone = answerShares(given.name, given.healthy, all).length === 0;
        expect(isNone).toBe(all === "none" && !given.healthy.includes(true));
      }),
    );
  });

  it("never name an address that is unwell while another is well", () => {
    fc.assert(
      fc.property(name, allUnhealthy, (given, all) => {
        fc.pre(given.healthy.includes(true));
        const wellOnes = given.name.answers.filter((_, place) => given.healthy[place]);
        const named = answerShares(given.name, given.healthy, all).map(({ address }) => address);
        expect(wellOnes.map(({ address }) => address)).toEqual(expect.arrayContaining(named));
      }),
    );
  });

  it("are as when all are well when none is, where all are to be given then", () => {
    fc.assert(
      fc.property(name, (given) => {
        const none = given.healthy.map(() => false);
        const all = given.healthy.map(() => true);
        expect(answerShares(given.name, none, "all")).toEqual(answerShares(given.name, all, "all"));
      }),
    );
  });

  it("name an address without weight when all that have some are gone", () => {
    const answers = [
      { address: "10.1.1.1", weight: 1 },
      { address: "10.2.1.1", weight: 0 },
    ];
    expect(answerShares({ plain: false, answers }, [true, true], "all")).toEqual([
      { address: "10.1.1.1", share: 1 },
    ]);
    expect(answerShares({ plain: false, answers }, [false, true], "all")).toEqual([
      { address: "10.2.1.1", share: 1 },
    ]);
  });

  it("of a plain name are all of its addresses, whatever is well", () => {
    const answers = [
      { address: "10.1.1.1", weight: 1 },
      { address: "10.2.1.1", weight: 9 },
    ];
    const shares = answerShares({ plain: true, answers }, [false, false], "none");
    expect(shares.map(({ share }) => share)).toEqual([1, 1]);
  });
});
