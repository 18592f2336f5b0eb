/** Numbers and words that the survival model takes for granted, and where they are from. */

export type AssumptionValue = number | boolean | string;

/** What is assumed, and where from: only what a page says is documented, and that page is named. */
export type AssumedEntry<V extends AssumptionValue = AssumptionValue> = Described<V> & Evidence;

interface Described<V extends AssumptionValue> {
  readonly value: V;
  /** `seconds`, `hours`, `share` (0 to 1), `count`, `a year` (events, or "unknown"), `yes or no`, or the words it may be. */
  readonly unit: "seconds" | "hours" | "share" | "count" | "a year" | "yes or no" | readonly string[];
  /** What it is, as a sentence. */
  readonly what: string;
  readonly reason: string;
  /** Where plausible values vary: between which two, the least first. */
  readonly plausible?: Plausible<V>;
  /** Of an outage's rate or length: between what it may lie. No verdict hangs on it. */
  readonly between?: readonly [low: number, high: number];
}

/** Both ends are plausible. A verdict that one of them would turn has a tipping point. */
export interface Plausible<V extends AssumptionValue = AssumptionValue> {
  readonly range: readonly [V, V];
  /** The end that is never the better for anybody; without one, either may be. */
  readonly worst?: V;
  /** Said of a verdict, with `{}` for a bound: `OCI leaves an address out after {} failed rounds`. */
  readonly while: string;
}

/** `documented` by a page that says it, `measured` here, `chosen` by this project, or found nowhere (`undocumented`). */
type Evidence =
  | { readonly source: "documented"; readonly link: string }
  | {
      readonly source: "measured" | "chosen" | "undocumented";
      /** A page that bears on it and doesn't settle it. */
      readonly link?: string;
    };

/** What is assumed of one cloud: a stack overrides it by its name, as it does any other assumption. */
export type Assumed<V extends AssumptionValue = AssumptionValue> = AssumedEntry<V> & {
  readonly name: string;
};

/** A fact that holds for every stack, or what is assumed and can be overridden. */
export type Told<V extends AssumptionValue> = V | Assumed<V>;

export const isAssumed = (value: unknown): value is Assumed =>
  typeof value === "object" && value !== null && "name" in value && "value" in value && "source" in value;

/** Everything that is assumed anywhere in a record, in its order. */
export function assumedIn(value: unknown): readonly Assumed[] {
  if (isAssumed(value)) return [value];
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? Object.values(value).flatMap(assumedIn) : [];
}

/** What a stack has in its place, or what is told. */
export function toldValue<V extends AssumptionValue>(
  told: Told<V>,
  overrides: Readonly<Record<string, AssumptionValue>> | undefined,
): V {
  if (!isAssumed(told)) return told as V;
  // Overrides are held to the unit of what they override where a stack is read.
  return (overrides?.[told.name] ?? told.value) as V;
}
