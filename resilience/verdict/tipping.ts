/**
 * At which value of an assumption a verdict turns. Each assumption is tried alone, at both ends of what is plausible; where
 * an end turns a verdict, the value at which it turns is found by halving. A verdict that turns in between and turns back
 * before the end isn't seen.
 */
import type { AssumptionValue, Plausible } from "../../graph/clouds/assumed";
import { assumptionNamed, assumptionNames } from "../assumptions";
import { singleFaults } from "../faults/faults";
import { type Scenario, scenarioOf } from "../faults/scenarios";
import { demandsOf, missesOf } from "./objectives";
import type { Survey } from "./survey";
import type { Survival } from "./survival";
import { boundText, type Tipping } from "./tipping-text";

/** By scenario and capability, of those that the objectives cover; none where nothing plausible turns the verdict. */
export type TippingPoints = ReadonlyMap<string, Readonly<Record<string, readonly Tipping[]>>>;

/** Of every single fault that the objectives name. */
export function tippingPoints(survey: Survey): TippingPoints {
  const { objectives } = survey.platform;
  const scenarios = singleFaults(survey.platform)
    .map(scenarioOf)
    .filter(({ kind }) => objectives?.survive.includes(kind));
  const cells = cellsOf(survey, scenarios);
  const missed = missedAmong(survey, cells);
  const hanging = new Map(cells.map((cell) => [cell, survey.hangsOn(cell.of, cell.capability)] as const));
  const found = new Map<string, Record<string, Tipping[]>>();
  for (const name of assumptionNames) {
    for (const way of waysOf(survey, name)) {
      const missedAt = (step: number, among: readonly Cell[]): ReadonlySet<Cell> =>
        missedAmong(survey.assuming({ [name]: way.at(step) }), among);
      // An end that is never the better only turns what is met, and the other end only what isn't.
      const open = cells.filter(
        (cell) =>
          hanging.get(cell)?.has(name) !== false &&
          (way.turns === "either" || (way.turns === "met") !== missed.has(cell)),
      );
      for (const { cell, step } of turnsOf(way.steps, open, missed, missedAt)) {
        const isMet = !missed.has(cell);
        const at = way.at(isMet ? step : step + 1);
        const and = andOf(at, way, isMet);
        const text = `${isMet ? "met" : "would be met"} while ${boundText(name, at, and)}`;
        const of = found.get(cell.of.id) ?? {};
        found.set(cell.of.id, of);
        of[cell.capability] = [...(of[cell.capability] ?? []), { assumption: name, at, and, text }];
      }
    }
  }
  return found;
}

/** What was said of a stack, with the tipping points of each verdict that the objectives cover. */
export function withTipping(survey: Survey, survival: Survival): Survival {
  const points = tippingPoints(survey);
  const scenarios = survival.scenarios.map((scenario) => {
    const of = points.get(scenario.id);
    if (!of) return scenario;
    const verdicts = Object.fromEntries(
      Object.entries(scenario.verdicts).map(([name, verdict]) => [
        name,
        { ...verdict, tipping: of[name] ?? [] },
      ]),
    );
    return { ...scenario, verdicts };
  });
  return { ...survival, scenarios };
}

/** One verdict: of a capability in a scenario. */
interface Cell {
  readonly of: Scenario;
  readonly capability: string;
}

const cellsOf = ({ platform }: Survey, scenarios: readonly Scenario[]): Cell[] =>
  scenarios.flatMap((of) => platform.capabilities.map(({ name }) => ({ of, capability: name })));

/** The verdicts that miss an objective, at any of the demands at which they are judged. */
function missedAmong(survey: Survey, among: readonly Cell[]): ReadonlySet<Cell> {
  const { objectives, assumptions } = survey.platform;
  const missed = new Set<Cell>();
  if (!objectives || among.length === 0) return missed;
  for (const demand of demandsOf(objectives, assumptions.demandShare)) {
    const at = demand === assumptions.demandShare ? survey : survey.atDemand(demand);
    const left = among.filter((cell) => !missed.has(cell));
    for (const [scenario, cells] of byScenario(left)) {
      const wanted = new Set(cells.map(({ capability }) => capability));
      const found = missesOf(objectives, scenario, at.briefs(scenario, wanted), demand);
      for (const cell of cells)
        if (found.some(({ capability }) => capability === cell.capability)) missed.add(cell);
    }
  }
  return missed;
}

function byScenario(cells: readonly Cell[]): ReadonlyMap<Scenario, readonly Cell[]> {
  const found = new Map<Scenario, Cell[]>();
  for (const cell of cells) found.set(cell.of, [...(found.get(cell.of) ?? []), cell]);
  return found;
}

/** From what is assumed to one end of what is plausible, step by step. */
interface Way {
  readonly steps: number;
  /** The value after so many steps; 0 is what is assumed. */
  readonly at: (step: number) => AssumptionValue;
  readonly towards: "less" | "more" | "no other";
  /** Which verdicts its end can turn. */
  readonly turns: "met" | "missed" | "either";
}

function waysOf({ platform }: Survey, name: string): Way[] {
  const entry = assumptionNamed(name);
  if (!entry?.plausible) return [];
  const { range, worst } = entry.plausible as Plausible;
  // What a stack overrides stands among the assumptions under its name, those of a cloud too.
  const value = (platform.assumptions as unknown as Readonly<Record<string, AssumptionValue>>)[name];
  return range.flatMap((end): Way[] => {
    const turns = worst === undefined ? "either" : end === worst ? "met" : "missed";
    if (typeof end !== "number" || typeof value !== "number")
      return end === value
        ? []
        : [
            {
              steps: 1,
              at: (step) => (step === 0 ? (value as AssumptionValue) : end),
              towards: "no other",
              turns,
            },
          ];
    const isLow = end === range[0];
    // A stack may assume more than is plausible: then there is no way up.
    if (isLow ? value <= end : value >= end) return [];
    const stride = entry.unit === "share" ? 0.01 : Math.abs(end - value) > 120 ? 5 : 1;
    const steps = Math.ceil(Math.abs(end - value) / stride - 1e-9);
    const at = (step: number): number =>
      step >= steps ? end : Math.round((value + (isLow ? -1 : 1) * step * stride) * 1e6) / 1e6;
    return [{ steps, at, towards: isLow ? "less" : "more", turns }];
  });
}

/** The verdicts that the end of a way turns, each with the last step at which it stands as it does now. */
function turnsOf(
  steps: number,
  cells: readonly Cell[],
  now: ReadonlySet<Cell>,
  missedAt: (step: number, among: readonly Cell[]) => ReadonlySet<Cell>,
): { cell: Cell; step: number }[] {
  const turnedAt = (step: number, among: readonly Cell[]): ReadonlySet<Cell> => {
    const missed = missedAt(step, among);
    return new Set(among.filter((cell) => missed.has(cell) !== now.has(cell)));
  };
  const halve = (stands: number, turned: number, among: readonly Cell[]): { cell: Cell; step: number }[] => {
    if (among.length === 0) return [];
    if (turned - stands === 1) return among.map((cell) => ({ cell, step: stands }));
    const middle = Math.floor((stands + turned) / 2);
    const sooner = turnedAt(middle, among);
    return [
      ...halve(stands, middle, [...sooner]),
      ...halve(
        middle,
        turned,
        among.filter((cell) => !sooner.has(cell)),
      ),
    ];
  };
  return cells.length === 0 ? [] : halve(0, steps, [...turnedAt(steps, cells)]);
}

/** On the way down what is met lies above the last step at which it stands; what only comes to be met lies below. */
function andOf(at: AssumptionValue, { towards }: Way, isMet: boolean): Tipping["and"] {
  if (typeof at !== "number" || towards === "no other") return "no other";
  return isMet === (towards === "more") ? "less" : "more";
}
