/** Clients that look again are held to clients that are played one by one, by chance. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { seeded } from "../../../drill/load/random";
import { closingOf } from "../../../resilience/play/closing";
import { type Answered, Fetching } from "../../../resilience/play/fetching";
import { lookingAgain, type Slots } from "../../../resilience/play/looking";
import { answeredByChance, type World } from "./by-chance";

const LONG_AGO = -100_000;
const CLIENTS = 20_000;
/** Two points, and what as many clients may be off by chance: three deviations of 0.35 points at most. */
const ALLOWED = 0.02;

interface Clients {
  readonly spacing: number;
  readonly keepAlive: number;
  readonly session: number;
}

/** Answers of one authority: shares of two sites by when they are given, what is missing having no address. */
interface Names {
  readonly ttl: number;
  readonly negative?: number;
  readonly steps: readonly (readonly [from: number, first: number, second: number])[];
}

/** Shares of all requests at both sites over time, by the model. */
function modelled(
  { spacing, keepAlive, session }: Clients,
  names: Names,
  stretches: readonly Slots[],
  until: number,
) {
  const closing = closingOf(keepAlive, 1 / spacing);
  const { ttl, negative = ttl, steps } = names;
  const part: Answered = {
    ...{ ttl, negative, plain: false },
    times: steps.map(([from]) => from),
    asked: steps.map(() => 1),
    shares: steps.map(([, ...shares]) => new Float64Array(shares)),
  };
  const habits = {
    closing: [closing, closing],
    ...{ asksPerSecond: 1 / spacing, leavesPerSecond: 1 / session },
  };
  return lookingAgain(new Fetching([part], 2, until, 30), habits, stretches, until);
}

/** The same by chance: the share that is answered. */
function played(
  { spacing, keepAlive, session }: Clients,
  { ttl, negative = ttl, steps }: Names,
  until: number,
  lives: World["lives"],
  times: readonly number[],
): number[] {
  const tell: World["tell"] = (time, random) => {
    const [, first, second] = steps.findLast(([from]) => from <= time) ?? [0, 1, 0];
    const drawn = random();
    if (drawn < first) return { site: 0, lifeSeconds: ttl };
    return drawn < first + second ? { site: 1, lifeSeconds: ttl } : { lifeSeconds: negative };
  };
  const world = {
    ...{ spacingSeconds: spacing, keepAliveSeconds: keepAlive, sessionSeconds: session },
    ...{ ttl, until, tell, lives },
  };
  return answeredByChance(world, times, CLIENTS, seeded(15));
}

const well: Slots = { from: LONG_AGO, dead: [false, false], silent: [false, false] };
const secondDead = (from: number): Slots => ({ from, dead: [false, true], silent: [false, true] });
const spread = (until: number, count = 20) =>
  Array.from({ length: count }, (_, n) => ((n + 0.5) * until) / count);

function furthest(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((share, place) => Math.abs(share - (b[place] as number))));
}

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const clients = fc
  .record({ spacing: number(1, 20), pauses: number(0, 5), sessions: number(5, 200) })
  .map(({ spacing, pauses, sessions }): Clients => {
    return { spacing, keepAlive: spacing * pauses, session: spacing * sessions };
  });

describe("clients that look again, of whom a site is lost", () => {
  it("are as those that are played one by one, whatever their habits", { timeout: 120_000 }, () => {
    const given = fc.record({ clients, dead: number(0.1, 0.8), ttl: number(3, 60), leftOut: number(5, 60) });
    fc.assert(
      fc.property(given, ({ clients: habits, dead, ttl, leftOut }) => {
        const until = leftOut + ttl + 20;
        const names: Names = {
          ttl,
          steps: [
            [LONG_AGO, 1 - dead, dead],
            [leftOut, 1, 0],
          ],
        };
        const times = spread(until);
        const byChance = played(habits, names, until, (site, time) => site === 0 || time < 0, times);
        const path = modelled(habits, names, [well, secondDead(0)], until);
        expect(
          furthest(
            byChance,
            times.map((time) => path.at(time)[0] as number),
          ),
        ).toBeLessThan(ALLOWED);
      }),
      { numRuns: 12, seed: 9, endOnFailure: true },
    );
  });

  it("are better off than who is led by answers alone, and not at first where all are connected to it", () => {
    // A request each second of users who stay for 20 s, and whose connections end with them alone.
    const habits = { spacing: 1, keepAlive: Number.POSITIVE_INFINITY, session: 20 };
    const names: Names = { ttl: 6, steps: [[LONG_AGO, 0.5, 0.5]] };
    const path = modelled(habits, names, [well, secondDead(0)], 100);
    // Half is connected to it but for the 1 in 21 who are new, of whom half is led elsewhere, as are half of the others.
    expect(path.at(0)[0]).toBeCloseTo(0.5, 2);
    // In the end, by hand: of those who fetch, x are connected. Six seconds later those led to the dead are x k, k = exp(-6 c),
    // c = 1 / 20, and those led to the living 1 - n, n = (1 - x) m + c / (1 + c) (1 - m), m = exp(-6 (1 + c)). The mean is x.
    const c = 1 / habits.session;
    const [k, m] = [Math.exp(-6 * c), Math.exp(-6 * (1 + c))];
    const x = (1 - m) / (1 + c) / (2 - k - m);
    // Those led to the living are answered; of the others those who are connected, on the mean over the six seconds.
    expect(path.at(99)[0]).toBeCloseTo(0.5 + (0.5 * x * (1 - k)) / (6 * c), 3);
  });

  it("come back when the site does, as answers lead there, and none is kept waiting", () => {
    const habits = { spacing: 2, keepAlive: 4, session: 300 };
    const names: Names = { ttl: 10, steps: [[LONG_AGO, 0.6, 0.4]] };
    const times = spread(60);
    const byChance = played(habits, names, 60, (site, time) => site === 0 || time < 0 || time >= 30, times);
    const path = modelled(habits, names, [well, secondDead(0), { ...well, from: 30 }], 60);
    const served = times.map((time) => {
      const [first = 0, second = 0] = path.at(time);
      return time < 30 ? first : first + second;
    });
    expect(furthest(byChance, served)).toBeLessThan(ALLOWED);
    expect(path.at(30)[1]).toBeLessThan(0.4);
    expect(served.at(-1)).toBeCloseTo(1, 6);
  });

  it("learn of a connection that is refused at once, and lose no request by it", () => {
    const habits = { spacing: 10, keepAlive: 60, session: 1116 };
    const names: Names = { ttl: 30, steps: [[LONG_AGO, 0.8, 0.2]] };
    const refused: Slots = { from: 0, dead: [false, true], silent: [false, false] };
    // A fifth was there. Of them those whose resolvers now lead elsewhere are served: nearly four in five.
    expect(modelled(habits, names, [well, secondDead(0)], 60).at(0)[0]).toBeCloseTo(0.8, 2);
    expect(modelled(habits, names, [well, refused], 60).at(0)[0]).toBeCloseTo(0.8 + 0.2 * 0.8, 2);
  });
});

describe("clients that look again, whose names are answered wrongly", () => {
  it("stay connected for as long as they are, and then wait until it is forgotten", {
    timeout: 60_000,
  }, () => {
    const habits = { spacing: 3, keepAlive: 6, session: 200 };
    const names: Names = {
      ...{ ttl: 10, negative: 50 },
      steps: [
        [LONG_AGO, 0.5, 0.5],
        [0, 0.25, 0.25],
        [40, 0.5, 0.5],
      ],
    };
    const times = spread(140, 28);
    const byChance = played(habits, names, 140, () => true, times);
    const path = modelled(habits, names, [well, { ...well, from: 0 }], 140);
    const served = times.map((time) => path.at(time).reduce((sum, share) => sum + share, 0));
    expect(furthest(byChance, served)).toBeLessThan(ALLOWED);
    expect(Math.min(...served)).toBeLessThan(0.6);
  });
});

describe("clients that look again while every site lives", () => {
  it("move after answers as their connections end, and go nowhere else", () => {
    const habits = { spacing: 1, keepAlive: Number.POSITIVE_INFINITY, session: 20 };
    const names: Names = {
      ttl: 1,
      steps: [
        [LONG_AGO, 0.4, 0.6],
        [50, 1, 0],
      ],
    };
    const path = modelled(habits, names, [well], 150);
    expect(path.at(49)[1]).toBeCloseTo(0.6, 2);
    // But for 1 in 21, requests come on open connections, of which a twentieth ends in a second.
    for (const later of [5, 20, 60])
      expect(path.at(51 + later)[1]).toBeCloseTo((0.6 / 1.05) * Math.exp(-(later + 0.5) / 20), 2);
    for (const time of spread(150)) {
      const [first = 0, second = 0] = path.at(time);
      expect(first + second).toBeCloseTo(1, 6);
    }
  });
});
