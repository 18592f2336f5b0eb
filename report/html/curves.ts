/**
 * Curves over time as the page holds them. Most sites fare alike in most scenarios, and who leaves one site comes to the
 * others by their shares: a curve that is another's, times a factor and shifted, is held as that.
 */
import type { Line, Verdict } from "../../resilience/verdict/verdicts";
import { shareAt, thinned } from "./thinned";

/** A place in the page's curves, what its shares are multiplied with and what is added; 1 and 0 where left out. */
export type CurveUse = readonly [place: number, times?: number, plus?: number];

/** What arrives at a site, and what it serves. */
export type SiteCurves = readonly [arriving: CurveUse, served: CurveUse];

/** Shares: the map says tenths of a percent, and a pixel of the chart is half a percent. */
const TOLERANCE = 0.0003;
/** What rounding makes of one and the same curve, which verdicts hold to four digits. */
const ROUNDING = 0.0002;

interface Held {
  readonly line: Line;
  readonly place: number;
  /** When it is lowest and highest, and how high it is then. */
  readonly low: number;
  readonly high: number;
  readonly lowest: number;
  readonly highest: number;
}

export class Curves {
  /** As seconds and share by turns. */
  readonly all: number[][] = [];
  readonly #uses = new Map<string, CurveUse>();
  /** Many verdicts share their lines: those needn't be written as a text again. */
  readonly #known = new Map<Line, CurveUse>();
  /** Curves that may be another's too: those that turn at the same times. */
  readonly #alike = new Map<string, Held[]>();

  /** By site, in the order that is given. */
  ofSites(flows: readonly (Verdict["flows"][number] | undefined)[]): readonly SiteCurves[] {
    const lines = flows.flatMap((flow) => [flow?.arriving ?? [], flow?.served ?? []]);
    // What moves most comes first: the others are parts of it.
    for (const line of [...lines].sort((a, b) => swingOf(b) - swingOf(a))) this.#use(line);
    return flows.map((flow) => [this.#use(flow?.arriving ?? []), this.#use(flow?.served ?? [])]);
  }

  #use(line: Line): CurveUse {
    const known = this.#known.get(line);
    if (known) return known;
    const key = line.join(" ");
    const use = this.#uses.get(key) ?? this.#fit(line);
    this.#uses.set(key, use);
    this.#known.set(line, use);
    return use;
  }

  #fit(line: Line): CurveUse {
    const ends = `${line[0]?.[0]} ${line.at(-1)?.[0]}`;
    const alike = this.#alike.get(ends) ?? [];
    this.#alike.set(ends, alike);
    return firstOf(alike, (held) => fitted(line, held)) ?? this.#add(line, alike);
  }

  #add(line: Line, alike: Held[]): CurveUse {
    const place = this.all.push(thinned(line, TOLERANCE).flat()) - 1;
    alike.push({ line, place, ...extremesOf(line) });
    return [place];
  }
}

function firstOf<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

const swingOf = (line: Line): number => {
  const shares = line.map(([, share]) => share);
  return line.length === 0 ? 0 : Math.max(...shares) - Math.min(...shares);
};

/** How a line is another's, if it is: by where the other is highest and lowest. */
function fitted(line: Line, held: Held): CurveUse | undefined {
  const { line: other, place, low, high, lowest, highest } = held;
  if (line.length === 0 || other.length === 0) return line.length === other.length ? [place] : undefined;
  const top = shareAt(line, high);
  const times = highest === lowest ? 0 : rounded((top - shareAt(line, low)) / (highest - lowest));
  // Enlarged, what was left out of a curve would be seen.
  if (Math.abs(times) > 1) return undefined;
  const plus = rounded(top - times * highest);
  const isSame = ([time]: Line[number]): boolean =>
    [time, time + AFTER].every(
      (at) => Math.abs(shareAt(line, at) - plus - times * shareAt(other, at)) <= ROUNDING,
    );
  return line.every(isSame) && other.every(isSame) ? [place, times, plus] : undefined;
}

/** The other side of a jump: no two points of a line are nearer than a tenth of a second. */
const AFTER = 0.01;

function extremesOf(line: Line): Omit<Held, "line" | "place"> {
  let [low, high] = [line[0]?.[0] ?? 0, line[0]?.[0] ?? 0];
  let [lowest, highest] = [shareAt(line, low), shareAt(line, high)];
  for (const [time] of line) {
    const share = shareAt(line, time);
    if (share < lowest) [low, lowest] = [time, share];
    if (share > highest) [high, highest] = [time, share];
  }
  return { low, high, lowest, highest };
}

/** To four digits; of zeros only the one that JSON knows. */
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4 + 0;
