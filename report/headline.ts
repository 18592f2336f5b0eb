/**
 * The headline: what users would have in the hardest case, in their words. The same in the terminal, the pull-request
 * comment and the page.
 */
import { allowedRto, isWorse, type Miss } from "../resilience/verdict/objectives";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import { courseText } from "./course-words";
import { duration } from "./survival-words";

export interface Headline {
  readonly verdict: Survival["verdict"];
  /** The verdict in two or three words. */
  readonly label: string;
  /** The scenario that the first sentence is about. */
  readonly scenario?: string;
  /** One paragraph: the hardest case, what was allowed, whose requests and at which demand; then what stands beside it. */
  readonly sentences: readonly string[];
}

const labels = { met: "objectives met", missed: "objectives missed", unknown: "can't tell" } as const;

export function headlineOf(survival: Survival): Headline {
  const { verdict, misses, because, nothing } = survival;
  const label = labels[verdict];
  if (nothing) return { verdict, label, sentences: because };
  const worst = [...misses].sort((a, b) => (isWorse(a, b) ? -1 : isWorse(b, a) ? 1 : 0))[0];
  if (worst) return { verdict, label, scenario: worst.scenario, sentences: missed(survival, worst) };
  const hardest = hardestOf(survival.scenarios.filter(({ covered }) => covered));
  return {
    verdict,
    label,
    ...(hardest ? { scenario: hardest.result.id } : {}),
    sentences: [
      ...because,
      ...(hardest ? [hardestText(survival, hardest), ...aloneText(hardest.result)] : []),
      ...outsideText(survival, hardest),
      ...(hardest ? whoText(survival, hardest) : []),
    ],
  };
}

/** The one thing that a stack misses most, and how much more it misses. */
function missed({ misses, scenarios, because }: Survival, worst: Miss): string[] {
  const title = scenarios.find(({ id }) => id === worst.scenario)?.title;
  const about = title === undefined ? "" : `${title}: `;
  const faults = new Set(misses.map(({ scenario }) => scenario)).size;
  return [
    ...because,
    `${about}${worst.capability} ${worst.text} (${demandText(worst.demand)}).`,
    ...(misses.length > 1
      ? [
          `Objectives are missed ${misses.length} times, under ${faults} ${faults === 1 ? "fault" : "faults"}.`,
        ]
      : []),
  ];
}

interface Hardest {
  readonly result: ScenarioResult;
  readonly capability: string;
  readonly lost: number;
}

/** The scenario, and the capability in it, that loses most of its requests; the later it is back, the harder. */
export function hardestOf(scenarios: readonly ScenarioResult[]): Hardest | undefined {
  let found: (Hardest & { readonly rto: number }) | undefined;
  for (const result of scenarios) {
    if (result.touchesNothing) continue;
    for (const [capability, { lostSeconds: lost, rtoSeconds }] of Object.entries(result.verdicts)) {
      const rto = rtoSeconds ?? Number.POSITIVE_INFINITY;
      if (!found || lost > found.lost || (lost === found.lost && rto > found.rto))
        found = { result, capability, lost, rto };
    }
  }
  return found && { result: found.result, capability: found.capability, lost: found.lost };
}

function hardestText(survival: Survival, { result }: Hardest): string {
  const { course, allowed } = scenarioText(survival, result);
  const limit = allowed === undefined ? "no objective says what is allowed" : `allowed ${duration(allowed)}`;
  return `${result.title}: ${course}; ${limit}.`;
}

/** What users of the capability that loses most go through, and the seconds that are allowed, if an objective says. */
export function scenarioText(
  survival: Survival,
  result: ScenarioResult,
): { readonly course: string; readonly who?: string; readonly allowed?: number } {
  if (result.touchesNothing) return { course: "nothing of this platform stood there" };
  const hardest = hardestOf([result]);
  const verdict = hardest && result.verdicts[hardest.capability];
  if (!verdict) return { course: "nothing is known of what users would have" };
  const { objectives } = survival;
  const allowed = objectives && result.covered ? allowedRto(objectives, result.kind) : undefined;
  const [who] = whoText(survival, hardest);
  return {
    course: courseText(verdict),
    ...(who === undefined ? {} : { who }),
    ...(allowed === undefined ? {} : { allowed }),
  };
}

/** Whose requests a sentence counts, and how many there are. */
const whoText = ({ demand }: Survival, { lost, capability }: Hardest): string[] =>
  lost > 0 ? [`Told of ${capability}, which loses most, ${demandText(demand)}.`] : [];

/** What no objective is asked about may hurt more than all that is: it is said, and not left to be found. */
function outsideText({ scenarios }: Survival, hardest: Hardest | undefined): string[] {
  const bare = scenarios.filter(({ covered, transposedFrom }) => !covered && transposedFrom === undefined);
  const worst = hardestOf(bare);
  const verdict = worst?.result.verdicts[worst.capability];
  if (!worst || !verdict || worst.lost <= (hardest?.lost ?? 0)) return [];
  return [`Covered by no objective: ${worst.result.title}: ${courseText(verdict)} (${worst.capability}).`];
}

/** What the same would do to a platform of one site that is hit by it: needs no model where nothing else is left. */
export function aloneText({ faults }: Pick<ScenarioResult, "faults">): string[] {
  const [only, ...more] = faults;
  if (!only || more.length > 0) return [];
  const isWhole = only.kind === "site" || only.kind === "metro" || only.kind === "provider";
  if (!isWhole) return [];
  if (only.mode === "hard") return ["All of it on one site there: down for as long as it lasts."];
  return only.mode === "brownout" || only.mode === "brownout-front"
    ? [`All of it on one site there: ${Math.round(100 * (only.share ?? 0))} % fail for as long as it lasts.`]
    : [];
}

const demandText = (demand: number): string => `at ${Math.round(100 * demand)} % of the peak`;
