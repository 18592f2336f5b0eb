/** Which verdicts got better or worse since an earlier preview, as they are shown, and what those come to. */
import type { Survival } from "../../resilience/verdict/survival";
import type { MovedVerdict, MovedVerdicts, SurvivalChanges } from "../model";
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
  const [better, worse]: [Moved[], Moved[]] = [[], []];
  for (const { id, kind, verdicts } of survival.scenarios) {
    for (const [capability, verdict] of Object.entries(verdicts)) {
      const old = before.get(`${id} ${capability}`);
      const isRanked = old && ranks[String(old.state)] !== undefined && ranks[verdict.state] !== undefined;
      if (!isRanked || told(old) === told(verdict)) continue;
      const change = compare(verdict, old);
      const moved = {
        scenario: id,
        kind,
        capability,
        old: told(old),
        new: told(verdict),
        from: old,
        to: verdict,
      };
      (change < 0 ? better : worse).push(moved);
    }
  }
  // What changes its state goes first: of what got worse to the worst one, of what got better from it.
  return {
    better: movedOf(better, "best", (a, b) => reach(b, b.from) - reach(a, a.from) || compare(b.from, a.from)),
    worse: movedOf(worse, "worst", (a, b) => reach(b, b.to) - reach(a, a.to) || compare(b.to, a.to)),
  };
}

interface Moved extends MovedVerdict {
  readonly kind: string;
  readonly from: EarlierVerdict;
  readonly to: EarlierVerdict;
}

const reach = ({ from, to }: Moved, end: EarlierVerdict): number =>
  from.state === to.state ? -1 : weight(end);

/** One change of a setting moves many verdicts: they are one line, with the first in this order. */
function movedOf(
  moved: readonly Moved[],
  most: "best" | "worst",
  order: (a: Moved, b: Moved) => number,
): MovedVerdicts {
  const all = moved.map(({ scenario, capability, old, new: now }) => ({
    scenario,
    capability,
    old,
    new: now,
  }));
  const [first] = [...moved].sort(order);
  if (!first) return { all };
  const told = `${first.scenario}: ${first.capability} ${first.old} → ${first.new}`;
  if (moved.length === 1) return { line: told, all };
  const each = (values: readonly string[]) => [...new Set(values)].sort().join(", ");
  const states = Object.keys(ranks).flatMap((state) => {
    const count = moved.filter(({ from, to }) => to.state === state && from.state !== state).length;
    return count > 0 ? [`${count} ${count === 1 ? "is" : "are"} now ${state}`] : [];
  });
  const of = [
    `${each(moved.map(({ capability }) => capability))} under faults of ${each(moved.map(({ kind }) => kind))}`,
    ...states.reverse(),
  ];
  return { line: `${told}, the ${most} of ${moved.length} verdicts (${of.join("; ")})`, all };
}

function compare(a: EarlierVerdict, b: EarlierVerdict): number {
  const [left, right] = [seconds(a), seconds(b)];
  return weight(a) - weight(b) || (left === right ? 0 : left - right);
}

const weight = ({ state }: EarlierVerdict): number => ranks[String(state)] ?? 0;

/** Until users are served again; never is later than anything. */
const seconds = ({ rtoSeconds }: EarlierVerdict): number =>
  typeof rtoSeconds === "number" ? rtoSeconds : Number.POSITIVE_INFINITY;

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
