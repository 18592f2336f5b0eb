/** The words and letters of a verdict, the same in every report: never colour alone. */

import { percent } from "../graph/words";
import { isWorse, type Miss } from "../resilience/verdict/objectives";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import { tightestBounds } from "../resilience/verdict/tipping-text";
import type { Verdict } from "../resilience/verdict/verdicts";

export const letterOf = { up: "U", degraded: "D", down: "X" } as const;

/** `0 s`, `72 s`, `12 min`, `20 h`, `never`. */
export function duration(seconds: number | null): string {
  if (seconds === null) return "never";
  if (seconds < 300) return `${Math.round(seconds)} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

/** `U`, `D 72 s`, `D 75 %`: the time until service is back for good or, where it isn't while it lasts, what is served. */
export const cellText = ({
  state,
  rtoSeconds,
  served,
}: Pick<Verdict, "state" | "rtoSeconds" | "served">): string => {
  if (rtoSeconds === 0) return letterOf[state];
  const beside = rtoSeconds === null ? percent(served) : duration(rtoSeconds);
  return `${letterOf[state]} ${beside}`;
};

/** In a cell of an outage of the past that touches nothing of a stack: no verdict. */
export const spared = "–";

export const legend =
  "– nothing of it stood there; U up, D degraded, X down; a time beside it: until service is back for good; a share: what is served, as it isn't back while that lasts";

/** What is wrong where an objective is missed. */
const objectiveWords: Readonly<Record<Miss["objective"], string>> = {
  state: "down",
  rto: "back too late, or not at all",
  lost: "too many requests lost",
  rpo: "too much data lost",
  staleness: "too long out of date",
  "capacity.atOnce": "too little capacity at once",
  "capacity.then": "too little capacity in the end",
  "capacity.within": "full capacity too late",
};

export interface MissGroup {
  /** What is wrong. */
  readonly words: string;
  /** `under 16 faults`. */
  readonly under: string;
  readonly who: readonly string[];
  readonly worst: Miss;
}

/** Misses of one objective, which are one cause until somebody shows otherwise. */
export function missGroupsOf(misses: readonly Miss[]): MissGroup[] {
  const groups = new Map<Miss["objective"], Miss[]>();
  for (const miss of misses) groups.set(miss.objective, [...(groups.get(miss.objective) ?? []), miss]);
  return [...groups].map(([objective, all]) => {
    const worst = all.reduce((found, miss) => (isWorse(miss, found) ? miss : found));
    const faults = new Set(all.map(({ scenario }) => scenario)).size;
    return {
      words: objectiveWords[objective],
      under: `under ${faults} ${faults === 1 ? "fault" : "faults"}`,
      who: [...new Set(all.map(({ capability }) => capability))],
      worst,
    };
  });
}

/** How many objectives are missed, if any are, and how many times it can't be told. */
export function answerText({ verdict, misses, untold, nothing }: Survival): string {
  if (nothing) return "can't tell";
  return {
    met: "objectives met",
    missed: `objectives missed ${times(misses.length)}${untold.length > 0 ? `, and ${times(untold.length)} it can't be told` : ""}`,
    unknown: "can't tell whether objectives are met",
  }[verdict];
}

/** One line: what was played, and how much of it takes something down. */
export function playedText({ scenarios, verdict }: Survival): string {
  const isDown = ({ verdicts }: ScenarioResult) =>
    Object.values(verdicts).some(({ state }) => state === "down");
  const moved = scenarios.filter(({ transposedFrom }) => transposedFrom !== undefined);
  const spared = scenarios.filter(({ touchesNothing }) => touchesNothing === true);
  // What was moved, and what touches nothing, are counted for themselves.
  const own = scenarios.filter((one) => !moved.includes(one) && !spared.includes(one));
  const down = own.filter(isDown);
  const ends =
    down.length === 0
      ? "none of them takes a capability down"
      : `${down.length} of them take${down.length === 1 ? "s" : ""} a capability down`;
  const bare = own.filter(({ covered }) => !covered).length;
  const covered =
    verdict === "unknown" || bare === 0 ? "" : ` (${bare} of them not covered by the objectives)`;
  const movedDown = moved.filter(isDown).length;
  const apart = [
    ...(spared.length > 0 ? [`; ${spared.length} past outages touch nothing of it`] : []),
    ...(moved.length > 0
      ? [
          `; of ${moved.length} that were moved to where it stands, ${movedDown === 0 ? "none" : movedDown} would`,
        ]
      : []),
  ].join("");
  return `${own.length} faults and past outages played${covered}, ${ends}${apart}`;
}

/**
 * A kind over its scenarios; of those that the objectives don't name how many were played, and held to nothing.
 * @param title what the kind is called: by itself where it is to be typed
 */
export function kindLine(
  kind: string,
  scenarios: readonly Pick<ScenarioResult, "kind" | "covered">[],
  title = kind,
): string {
  const bare = scenarios.filter((scenario) => scenario.kind === kind && !scenario.covered).length;
  return bare === 0 ? title : `${title} (${bare} played, not covered by the objectives)`;
}

/** One line: which kinds the objectives don't name, and how many of each were played; none where they name all. */
export function uncoveredText({ scenarios }: Pick<Survival, "scenarios">): string | undefined {
  const counts = new Map<string, number>();
  for (const { kind, covered } of scenarios) if (!covered) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  if (counts.size === 0) return undefined;
  const bare = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const each = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${count} ${kind}`);
  return `Played and not covered by the objectives: ${bare} of ${scenarios.length} (${each.join(", ")})`;
}

/** What holds the objectives together, a line for each assumption that could turn a verdict, and where it would first. */
export const tippingLines = ({ scenarios }: Pick<Survival, "scenarios">): string[] =>
  tightestBounds(scenarios).map(({ tipping, scenario, capability, verdicts }) => {
    const more = verdicts === 1 ? "" : ` and ${verdicts - 1} more`;
    return `${tipping.text} (${scenario}: ${capability}${more})`;
  });

const times = (count: number): string => `${count} ${count === 1 ? "time" : "times"}`;
