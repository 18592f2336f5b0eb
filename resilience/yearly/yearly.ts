/**
 * Minutes of the whole service that a year is expected to cost, by kind of fault and by capability: how often each
 * fault happens, times what one of them costs as it was played. Expected values of rare events, with what they may be
 * at least and at most; nothing of what providers promise is in them.
 */
import { type Fault, isPartial } from "../faults/fault";
import { singleFaults } from "../faults/faults";
import { type Scenario, scenarioOf } from "../faults/scenarios";
import type { Platform } from "../platform/platform";
import type { Untold } from "../platform/untold";
import type { Verdict, Verdicts } from "../verdict/verdicts";
import { expectedLoss, playedLoss } from "./loss";
import { type Occurrence, occurrenceOf } from "./occurrences";
import { exactly, product, type Spread, sum } from "./spread";

/** Minutes of the whole service a year; null where it can't be told, with the reason. */
export interface YearlyFigure {
  readonly minutes: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly because?: string;
}

export type YearlyFigures = Readonly<Record<string, YearlyFigure>>;

export interface Yearly {
  /** By kind of fault and capability; those that cost most come first. Survived at once, a kind would cost nothing. */
  readonly kinds: Readonly<Record<string, YearlyFigures>>;
  /** Of all kinds that can be told, by capability. */
  readonly total: YearlyFigures;
  /** Kinds whose rate isn't known and that would cost something. */
  readonly untold: readonly { readonly kind: string; readonly because: string }[];
}

/** One share of the peak at which everything was played. */
export interface Demanded {
  readonly demand: number;
  readonly calm: Verdicts;
  readonly verdicts: (scenario: Scenario) => Verdicts;
}

/** One fault at one of them. */
interface PlayedAt extends Pick<Demanded, "demand" | "calm"> {
  readonly verdicts: Verdicts;
}

/** `site`, `site:brownout`: what has a rate of its own. */
export const yearlyKind = ({ kind, mode }: Fault): string => (mode === "hard" ? kind : `${kind}:${mode}`);

const MINUTES_A_YEAR = 365.25 * 24 * 60;

/**
 * @param demands each is taken to hold for an equal part of the year; what is lost counts as the requests that are made
 * @param untold what of the graph can't be read, on which capabilities hang
 */
export function yearlyOf(
  platform: Platform,
  demands: readonly Demanded[],
  untold: readonly Untold[] = [],
): Yearly {
  const kinds = new Map<string, Map<string, Draft>>();
  const most = Math.max(...demands.map(({ demand }) => demand));
  const names = platform.capabilities.map(({ name }) => name);
  const add = (kind: string, name: string, minutes: Spread | undefined, because: string): void => {
    const row = kinds.get(kind) ?? new Map<string, Draft>();
    kinds.set(kind, row);
    const draft = row.get(name) ?? { minutes: exactly(0) };
    row.set(name, minutes ? { ...draft, minutes: sum(draft.minutes, minutes) } : { ...draft, because });
  };
  for (const { fault, portion } of portionsOf(platform)) {
    const occurrence = occurrenceOf(fault, platform);
    const scenario = scenarioOf(fault);
    // Where nobody knows how often, all that counts is whether it costs anything.
    const asked = occurrence.aYear ? demands : demands.filter(({ demand }) => demand === most);
    const played = asked.map(({ demand, calm, verdicts }) => ({
      demand,
      calm,
      verdicts: verdicts(scenario),
    }));
    for (const name of names) {
      const lost = lossOf(name, occurrence, played);
      add(yearlyKind(fault), name, costOf(occurrence, portion, lost), unknownRate(occurrence));
    }
  }
  for (const name of names) {
    const lost = weighed(demands, ({ calm }) => 1 - restingShare(calm[name]));
    if (lost > 1e-9) add(calmKind, name, exactly(MINUTES_A_YEAR * lost), "");
  }
  return figuresOf(kinds, names, (name) => untoldAbout(name, untold));
}

/** What is lost while nothing fails. */
export const calmKind = "calm";

interface Draft {
  readonly minutes: Spread;
  readonly because?: string;
}

interface Portion {
  readonly fault: Fault;
  /** Of the events of its kind, name and mode. */
  readonly portion: number;
}

/** Every single fault; brownouts of one name share its events, the larger ones the fewer. */
function portionsOf(platform: Platform): Portion[] {
  const faults = singleFaults(platform);
  const weight = ({ mode, share = 1 }: Fault): number =>
    isPartial(mode) ? share ** -platform.assumptions.brownoutSteepness : 1;
  const groupOf = ({ kind, name, mode }: Fault): string => `${kind}:${name}:${mode}`;
  const totals = new Map<string, number>();
  for (const fault of faults) totals.set(groupOf(fault), (totals.get(groupOf(fault)) ?? 0) + weight(fault));
  return faults.map((fault) => ({ fault, portion: weight(fault) / (totals.get(groupOf(fault)) ?? 1) }));
}

/** Expected seconds that one such fault costs. */
function lossOf(
  capability: string,
  { lasting, playedFrom }: Occurrence,
  played: readonly PlayedAt[],
): Spread {
  const of = (end: keyof Spread): number =>
    weighed(played, ({ calm, verdicts }) => {
      const line = verdicts[capability]?.timeline ?? [];
      const resting = restingShare(calm[capability]);
      return playedFrom === undefined
        ? expectedLoss(line, resting, lasting[end])
        : playedLoss(line, resting, playedFrom);
    });
  return { value: of("value"), low: of("low"), high: of("high") };
}

const restingShare = (calm: Verdict | undefined): number => calm?.timeline.at(-1)?.[1] ?? 1;

/** A minute at twice the demand is twice the requests. */
function weighed<T extends { readonly demand: number }>(
  demands: readonly T[],
  of: (one: T) => number,
): number {
  const all = demands.reduce((total, { demand }) => total + demand, 0);
  return demands.reduce((total, one) => total + (one.demand / all) * of(one), 0);
}

function costOf({ aYear }: Occurrence, portion: number, lost: Spread): Spread | undefined {
  // What costs nothing costs nothing however often it happens.
  if (lost.value === 0 && lost.high === 0) return exactly(0);
  return product(aYear, exactly(portion / 60), lost);
}

const unknownRate = ({ assumed: [name] }: Occurrence): string =>
  name === undefined
    ? "How often it happens isn't known."
    : `How often it happens isn't known: say it as ${name}.`;

function untoldAbout(name: string, untold: readonly Untold[]): string | undefined {
  const found = untold.find(({ capability }) => capability === undefined || capability === name);
  return found && `Can't tell ${found.what}, on which it hangs.`;
}

function figuresOf(
  kinds: ReadonlyMap<string, ReadonlyMap<string, Draft>>,
  names: readonly string[],
  untoldOf: (name: string) => string | undefined,
): Yearly {
  const unread = new Map(names.map((name) => [name, untoldOf(name)]));
  const rows = [...kinds].map(([kind, row]) => ({
    kind,
    cost: names.reduce((total, name) => total + (row.get(name)?.minutes.value ?? 0), 0),
    row,
  }));
  rows.sort((a, b) => b.cost - a.cost || (a.kind < b.kind ? -1 : 1));
  const figures = (row: (name: string) => Draft): YearlyFigures =>
    Object.fromEntries(
      names.map((name) => {
        const draft = row(name);
        const because = unread.get(name) ?? draft.because;
        return [name, because === undefined ? told(draft.minutes) : cannotTell(because)];
      }),
    );
  const nothing: Draft = { minutes: exactly(0) };
  return {
    kinds: Object.fromEntries(
      rows.map(({ kind, row }) => [kind, figures((name) => row.get(name) ?? nothing)]),
    ),
    total: figures((name) => ({
      minutes: rows
        .map(({ row }) => row.get(name) ?? nothing)
        .filter(({ because }) => because === undefined)
        .reduce((total, { minutes }) => sum(total, minutes), exactly(0)),
    })),
    untold: rows.flatMap(({ kind, row }) => {
      const because = [...row.values()].find((draft) => draft.because !== undefined)?.because;
      return because === undefined ? [] : [{ kind, because }];
    }),
  };
}

const told = ({ value, low, high }: Spread): YearlyFigure => ({
  minutes: round(value),
  low: round(low),
  high: round(high),
});

const cannotTell = (because: string): YearlyFigure => ({ minutes: null, low: null, high: null, because });

const round = (minutes: number): number => Math.round(minutes * 1000) / 1000;
