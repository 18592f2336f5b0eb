/** `survive --next`: the changes that would save most minutes a year, each tried on the stack as it would then be. */
import type { Graph } from "../graph/resource";
import { workloadsOf } from "../graph/views/workloads";
import { printable } from "../report/printable";
import { assumptionNames } from "../resilience/assumptions";
import type { Platform } from "../resilience/platform/platform";
import { Survey } from "../resilience/verdict/survey";
import { yearlyOn } from "../resilience/verdict/survival";
import { withReplicaMore } from "../resilience/yearly/replica-more";
import { serviceMinutes } from "../resilience/yearly/service";
import { withPlenty, withShares } from "../resilience/yearly/sketched";
import type { Spread } from "../resilience/yearly/spread";
import { loadSettings, renderProblem } from "../stacks/config";
import { toRuntime } from "../stacks/runtime-config";
import { anotherSite, movedShares, quickerDns, type SettingChange } from "./next-changes";
import type { Judge } from "./policy-verdict";
import type { SoundStack } from "./stack-files";
import { surveyGraph } from "./survey";

/** How a change went: what it saves, or why it isn't to be made. */
export interface Tried {
  readonly title: string;
  /** Absent where it couldn't be tried. */
  readonly gained?: Spread;
  /** Why it was refused; absent where it wasn't. */
  readonly refused?: string;
}

export interface Next {
  /** Minutes a year as it is: the mean of what has a public name. */
  readonly now: Spread;
  /** Those that gain most and break nothing, at most three. */
  readonly best: readonly Tried[];
  /** Those that would gain something and were refused, and those that couldn't be tried. */
  readonly refused: readonly Tried[];
  /** Of what was tried, what saves less than is worth naming, or costs more. */
  readonly useless: readonly Tried[];
  /** How many were tried. */
  readonly tried: number;
}

/** What a change must save at least, in minutes a year. */
const LEAST = 0.1;
const MOST_NAMED = 3;
/** Of the moves of traffic that were sketched, those that are played on a changed graph. */
const MOST_MOVES = 2;

/** Runs the program for a stack file. */
type Run = (stack: SoundStack) => Promise<Graph | undefined>;

interface Trial {
  readonly stack: SoundStack;
  readonly graph: Graph;
  readonly now: Date;
  readonly judge: Judge;
  readonly run: Run;
}

/** Undefined where no minutes can be told of the stack as it is. */
export async function nextChanges(trial: Trial): Promise<Next | undefined> {
  const survey = surveyGraph(trial.graph, trial.now);
  const before = minutesOf(survey);
  if (!before) return undefined;
  const broken = brokenRules(trial.judge, trial.graph);
  const tried: Tried[] = [];
  for (const change of changesOf(trial.stack, survey, before)) {
    tried.push(await withSettings(change, trial, before, broken));
  }
  for (const { title, graph } of replicasOf(trial.graph, survey, before)) {
    tried.push(onGraph(title, graph, trial, before, broken));
  }
  const worth = tried
    .filter(({ gained, refused }) => refused === undefined && gained && gained.value >= LEAST)
    .sort((a, b) => (b.gained?.value ?? 0) - (a.gained?.value ?? 0));
  return {
    now: before,
    best: worth.slice(0, MOST_NAMED),
    refused: tried.filter(
      ({ refused, gained }) => refused !== undefined && (!gained || gained.value >= LEAST),
    ),
    useless: tried.filter(({ gained }) => gained && gained.value < LEAST),
    tried: tried.length,
  };
}

const minutesOf = (survey: Survey): Spread | undefined => serviceMinutes(yearlyOn(survey), survey.platform);

/** What a change saves: low ends against low ends, as the same faults happen to both. */
const less = (before: Spread, after: Spread): Spread => ({
  value: before.value - after.value,
  low: before.low - after.low,
  high: before.high - after.high,
});

/** What a sketch of the platform saves; nothing where that can't be told. */
function saved(before: Spread, { unread }: Survey, sketch: Platform): number {
  const after = minutesOf(new Survey(sketch, unread));
  return after ? less(before, after).value : 0;
}

const brokenRules = (judge: Judge, graph: Graph): ReadonlySet<string> =>
  new Set(
    judge(graph)
      .violations.filter(({ level }) => level === "mandatory")
      .map(({ rule }) => rule),
  );

/** Moves of traffic are many: those that look best on the platform as it is are tried. */
function changesOf(stack: SoundStack, survey: Survey, before: Spread): SettingChange[] {
  const moves = movedShares(stack)
    .map((move) => ({
      move,
      gained: saved(before, survey, withShares(survey.platform, move.shares)),
    }))
    .filter(({ gained }) => gained >= LEAST)
    .sort((a, b) => b.gained - a.gained);
  return [...quickerDns(stack), ...moves.slice(0, MOST_MOVES).map(({ move }) => move), ...anotherSite(stack)];
}

async function withSettings(
  { title, values }: SettingChange,
  trial: Trial,
  before: Spread,
  broken: ReadonlySet<string>,
): Promise<Tried> {
  const { stack, run } = trial;
  const loaded = loadSettings(values, { file: stack.file, catalog: stack.catalog, assumptionNames });
  if (!loaded.ok) {
    const [problem] = loaded.problems;
    return { title, refused: problem ? renderProblem(problem) : "its settings aren't sound" };
  }
  const graph = await run({ ...stack, values, runtime: toRuntime(values) });
  if (!graph) return { title, refused: "the program failed" };
  return onGraph(title, graph, trial, before, broken);
}

function onGraph(
  title: string,
  graph: Graph,
  { judge, now }: Trial,
  before: Spread,
  broken: ReadonlySet<string>,
): Tried {
  const after = minutesOf(surveyGraph(graph, now));
  if (!after) return { title, refused: "no minutes a year can be told of it" };
  const gained = less(before, after);
  // Nobody asks whether the rules let through what isn't worth making.
  if (gained.value < LEAST) return { title, gained };
  const breaks = [...brokenRules(judge, graph)].filter((rule) => !broken.has(rule));
  return { title, gained, ...(breaks.length > 0 ? { refused: `it breaks ${breaks.join(", ")}` } : {}) };
}

/** One replica more of what would cost less with plenty of them, at each site. */
function replicasOf(graph: Graph, survey: Survey, before: Spread): { title: string; graph: Graph }[] {
  const { platform } = survey;
  const names = [...platform.capabilities.map(({ name }) => name), "edge"];
  const helps = (more: readonly string[]): boolean =>
    saved(before, survey, withPlenty(platform, more)) >= LEAST;
  // More of one is no better than more of all.
  const short = helps(names) ? names.filter((name) => helps([name])) : [];
  return workloadsOf(graph).flatMap((workload) => {
    const name = workload.capability ?? workload.part;
    if (name === undefined || workload.site === undefined || !short.includes(name)) return [];
    return [
      { title: `a replica more of ${name} at ${workload.site}`, graph: withReplicaMore(graph, workload) },
    ];
  });
}

const figure = (minutes: number): string => minutes.toFixed(1);

/** What a terminal says of it. */
export function nextLines(next: Next | undefined): string[] {
  if (!next) return ["next: no minutes a year can be told of this stack, so that no change can be compared"];
  const { now, best, refused, useless, tried } = next;
  const spread = ({ value, low, high }: Spread): string =>
    `${figure(value)} min a year less (${figure(low)} to ${figure(high)})`;
  return [
    `next: ${tried} changes tried, each on the stack as it would then be; a year costs ${figure(now.value)} min now, as the mean of what has a public name`,
    ...(best.length === 0 ? [`  none of them saves as much as ${LEAST} min a year`] : []),
    ...best.map(
      ({ title, gained }, index) =>
        `  ${index + 1}. ${printable(title)}${gained ? `: ${spread(gained)}` : ""}`,
    ),
    ...refused.map(
      ({ title, gained, refused: why = "" }) =>
        `  refused: ${printable(title)}${gained ? `, ${spread(gained)}` : ""}: ${printable(why)}`,
    ),
    ...(useless.length === 0
      ? []
      : [
          `  under ${LEAST} min, or more than now: ${useless.map(({ title }) => printable(title)).join("; ")}`,
        ]),
    "  What a change costs isn't weighed, nor what it does to human errors.",
  ];
}

/** The same for `--json`. */
export const nextJson = (next: Next | undefined): object =>
  next
    ? {
        tried: next.tried,
        best: next.best.map(changeJson),
        refused: next.refused.map(changeJson),
        useless: next.useless.map(changeJson),
      }
    : { because: "No minutes a year can be told of this stack." };

const changeJson = ({ title, gained, refused }: Tried): object => ({
  change: title,
  minutes: gained?.value ?? null,
  low: gained?.low ?? null,
  high: gained?.high ?? null,
  ...(refused === undefined ? {} : { because: refused }),
});
