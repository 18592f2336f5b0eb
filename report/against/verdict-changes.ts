/** Which verdicts got better or worse since an earlier preview. */
import type { Survival } from "../../resilience/verdict/survival";
import type { SurvivalChanges } from "../model";
import { duration } from "../survival-words";

interface EarlierVerdict {
  readonly state?: unknown;
  readonly rtoSeconds?: unknown;
}

const ranks: Readonly<Record<string, number>> = { up: 0, degraded: 1, down: 2 };

/**
 * @param earlier the section `survival` of an earlier preview.json, whatever it holds; what isn't there in both
 * is passed over, as a new scenario is neither better nor worse.
 */
export function survivalChanges(earlier: unknown, survival: Survival): SurvivalChanges {
  const before = verdictsById(earlier);
  const [better, worse]: [string[], string[]] = [[], []];
  for (const { id, verdicts } of survival.scenarios) {
    for (const [capability, verdict] of Object.entries(verdicts)) {
      const old = before.get(`${id} ${capability}`);
      const rank = ranks[String(old?.state)];
      if (!old || rank === undefined) continue;
      const change = ranks[verdict.state] === rank ? later(old, verdict) : (ranks[verdict.state] ?? 0) - rank;
      if (change === 0) continue;
      const text = `${id}: ${capability} ${told(old)} → ${told(verdict)}`;
      (change < 0 ? better : worse).push(text);
    }
  }
  return { better, worse };
}

/** How much later users are served again; never is later than anything. */
function later(old: EarlierVerdict, { rtoSeconds }: { readonly rtoSeconds: number | null }): number {
  const seconds = (value: unknown) => (typeof value === "number" ? value : Number.POSITIVE_INFINITY);
  const [before, after] = [seconds(old.rtoSeconds), seconds(rtoSeconds)];
  return before === after ? 0 : after - before;
}

function told({ state, rtoSeconds }: EarlierVerdict): string {
  return rtoSeconds === 0
    ? String(state)
    : `${state} ${duration(typeof rtoSeconds === "number" ? rtoSeconds : null)}`;
}

function verdictsById(earlier: unknown): Map<string, EarlierVerdict> {
  const found = new Map<string, EarlierVerdict>();
  const scenarios = (earlier as { scenarios?: unknown } | undefined)?.scenarios;
  for (const scenario of Array.isArray(scenarios) ? scenarios : []) {
    const { id, verdicts } = (scenario ?? {}) as { id?: unknown; verdicts?: unknown };
    for (const [capability, verdict] of Object.entries((verdicts ?? {}) as object)) {
      found.set(`${String(id)} ${capability}`, (verdict ?? {}) as EarlierVerdict);
    }
  }
  return found;
}
