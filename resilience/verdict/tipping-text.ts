/** Tipping points in words. */
import type { AssumptionValue } from "../../graph/clouds/assumed";
import { assumptionNamed } from "../assumptions";

export interface Tipping {
  readonly assumption: string;
  /** Of the values on the way to that end, the last at which the verdict meets its objectives, or the first. */
  readonly at: AssumptionValue;
  /** Which values beyond it meet them too: what lies below, what lies above, or no other. */
  readonly and: "less" | "more" | "no other";
  /** `met while OCI leaves an address out after 4 or fewer failed rounds`. */
  readonly text: string;
}

/** `OCI leaves an address out after 4 or fewer failed rounds`: what holds of an assumption where objectives are met. */
export function boundText(name: string, at: AssumptionValue, and: Tipping["and"]): string {
  const { plausible, unit } = assumptionNamed(name) ?? {};
  if (!plausible) return `${name} is ${at}`;
  if (typeof at === "boolean") return at ? plausible.while : `it isn't so that ${plausible.while}`;
  return plausible.while.replace("{}", amount(at, unit, and));
}

function amount(at: AssumptionValue, unit: unknown, and: Tipping["and"]): string {
  if (typeof at !== "number") return String(at);
  const more = and === "more" ? "more" : unit === "count" ? "fewer" : "less";
  const value =
    unit === "share" ? `${Math.round(at * 1000) / 10} %` : unit === "seconds" ? `${at} s` : String(at);
  return and === "no other" ? value : `${value} or ${more}`;
}

/** What holds the objectives together: of each assumption and side, the bound that is reached first, and by what. */
export interface TightestBound {
  readonly tipping: Tipping;
  readonly scenario: string;
  readonly capability: string;
  /** Verdicts that this assumption may turn on that side. */
  readonly verdicts: number;
}

interface Tipped {
  readonly id: string;
  readonly verdicts: Readonly<Record<string, { readonly tipping?: readonly Tipping[] }>>;
}

/** Of what is met now: in the order of the assumptions as they are first found. */
export function tightestBounds(scenarios: readonly Tipped[]): TightestBound[] {
  const found = new Map<string, TightestBound>();
  for (const { id, verdicts } of scenarios) {
    for (const [capability, { tipping = [] }] of Object.entries(verdicts)) {
      for (const one of tipping) {
        if (!one.text.startsWith("met ")) continue;
        const key = `${one.assumption} ${one.and}`;
        const known = found.get(key);
        const own = { tipping: one, scenario: id, capability, verdicts: (known?.verdicts ?? 0) + 1 };
        found.set(key, known && !isTighter(one, known.tipping) ? { ...known, verdicts: own.verdicts } : own);
      }
    }
  }
  return [...found.values()];
}

function isTighter({ at, and }: Tipping, than: Tipping): boolean {
  if (typeof at !== "number" || typeof than.at !== "number") return false;
  return and === "more" ? at > than.at : at < than.at;
}
