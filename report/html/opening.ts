/** What the page opens on, and what of a scenario misses an objective. */
import { allowedRto } from "../../resilience/verdict/objectives";
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";
import { hardestOf, headlineOf } from "../headline";

/**
 * The outage of the past that hit this platform hardest and that it survived; where there is none, what the headline is
 * about, or else what hurts most.
 */
export function hardestSurvived(survival: Survival): string {
  const { scenarios, objectives } = survival;
  const isSurvived = ({ kind, verdicts }: ScenarioResult) =>
    Object.values(verdicts).every(
      ({ state, rtoSeconds }) =>
        state !== "down" &&
        rtoSeconds !== null &&
        rtoSeconds <= (objectives ? allowedRto(objectives, kind) : Number.POSITIVE_INFINITY),
    );
  const past = scenarios.filter(({ kind }) => kind === "incident").filter(isSurvived);
  const hardest = hardestOf(past);
  // One that nobody would have noticed shows nothing.
  if (hardest && hardest.lost > 0) return hardest.result.id;
  return headlineOf(survival).scenario ?? hardestOf(scenarios)?.result.id ?? "";
}

/** By capability, the sentences of what is missed, and of what it can't be told whether it is. */
export function missesBy(
  { misses, untold }: Survival,
  scenario: string,
): { readonly misses?: Readonly<Record<string, readonly string[]>>; readonly untold?: readonly string[] } {
  const own = misses.filter((miss) => miss.scenario === scenario);
  const unsure = untold.filter((miss) => miss.scenario === scenario);
  const found: Record<string, string[]> = {};
  for (const { capability, text, demand } of own) {
    found[capability] ??= [];
    found[capability].push(`${text} (at ${Math.round(100 * demand)} % of the peak)`);
  }
  return {
    ...(own.length > 0 ? { misses: found } : {}),
    ...(unsure.length > 0 ? { untold: [...new Set(unsure.map(({ capability }) => capability))] } : {}),
  };
}
