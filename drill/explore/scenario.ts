/** Scenarios that nobody thought of: faults, times and demands by a seed, small ones first. Pure. */
import type { Fault } from "../../resilience/faults/fault";
import { inTime, type Scenario, scenarioOf, type TimedFault } from "../../resilience/faults/scenarios";
import { partSeed, type Random, seeded } from "../load/random";

export interface Explored {
  readonly scenario: Scenario;
  /** Share of the peak that users ask for. */
  readonly demand: number;
  readonly seed: number;
}

/** Shares of the peak: what two cores carry beside the world is the most. */
export const demands = [0.1, 0.2, 0.4] as const;
/** Seconds: the last moment at which a fault begins, and how long one that ends lasts. */
const STARTS = 20;
const LASTS = { least: 10, spread: 20 };

/**
 * The scenario of a number, the same for the same seed whatever was explored before it: one fault in the first third of
 * them, then two, then three.
 * @param faults that can be drilled, of which there is at least one
 */
export function exploredOf(faults: readonly Fault[], seed: number, number: number, of: number): Explored {
  const random = seeded(partSeed(seed + number, "explore"));
  const count = Math.min(3, faults.length, 1 + Math.floor((3 * number) / Math.max(1, of)));
  const chosen: Fault[] = [];
  while (chosen.length < count) {
    const one = pick(faults, random);
    // The same part can't be lost twice at a time, nor come back while it is lost by another's doing.
    if (chosen.every((other) => !concernsSame(one, other))) chosen.push(one);
    else if (random() < 0.05) break;
  }
  const timed = chosen.map((fault, place): TimedFault => {
    const start = place === 0 ? 0 : Math.round(STARTS * random());
    const end = start + LASTS.least + Math.round(LASTS.spread * random());
    return random() < 0.5 ? { fault, start } : { fault, start, end };
  });
  const [only] = timed;
  const scenario =
    only && timed.length === 1 && only.end === undefined ? scenarioOf(only.fault) : inTime(timed);
  return { scenario, demand: pick(demands, random), seed: seed + number };
}

const pick = <T>(from: readonly T[], random: Random): T => from[Math.floor(random() * from.length)] as T;

/** Whether two faults are of one site, provider or part, by any word of their names. */
function concernsSame(a: Fault, b: Fault): boolean {
  const words = (fault: Fault) => new Set(fault.name.split(/[/]/));
  const [one, other] = [words(a), words(b)];
  const isIn = (x: string, y: string) => x === y || x.startsWith(`${y}-`) || y.startsWith(`${x}-`);
  return [...one].some((x) => [...other].some((y) => isIn(x, y)));
}

/** What is smaller, the smallest change last: a fault less, none that ends, all at once, less demand. */
export function smallerThan({ scenario, demand, seed }: Explored): Explored[] {
  const { faults } = scenario;
  const fewer = faults.length > 1 ? faults.map((_, out) => faults.filter((_, place) => place !== out)) : [];
  const lasting = faults.some(({ end }) => end !== undefined)
    ? [faults.map(({ fault, start }) => ({ fault, start }))]
    : [];
  const atOnce = faults.some(({ start }) => start > 0)
    ? [
        faults.map(({ fault, start, end }) => ({
          fault,
          start: 0,
          ...(end === undefined ? {} : { end: end - start }),
        })),
      ]
    : [];
  const less = demands.filter((one) => one < demand).slice(-1);
  return [
    ...[...fewer, ...lasting, ...atOnce].map((changed) => ({ scenario: fromStart(changed), demand, seed })),
    ...less.map((one) => ({ scenario, demand: one, seed })),
  ];
}

/** The first begins at the beginning. */
function fromStart(faults: readonly TimedFault[]): Scenario {
  const first = Math.min(...faults.map(({ start }) => start));
  const moved = faults.map(({ fault, start, end }) => ({
    fault,
    start: start - first,
    ...(end === undefined ? {} : { end: end - first }),
  }));
  const [only] = moved;
  return only && moved.length === 1 && only.end === undefined ? scenarioOf(only.fault) : inTime(moved);
}
