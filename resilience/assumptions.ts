/**
 * Every number of the survival model that the graph doesn't hold, with where it is from and why it is what it is:
 * those of assumption-list.ts, and what is assumed of each cloud by its facts. A stack overrides one by its name:
 * `twincloud:assumptions: { podStartSeconds: 90 }`. docs/assumptions.md is made from them.
 */
import { type AssumedEntry, type AssumptionValue, assumedIn } from "../graph/clouds/assumed";
import { facts, providerNames } from "../graph/clouds/facts";
import { ofThePlatform, ofUsersAndDns } from "./assumption-list";
import { ofOutages } from "./yearly/outage-list";

const ofClouds = (): Readonly<Record<string, AssumedEntry>> =>
  Object.fromEntries(
    [...providerNames]
      .sort()
      .flatMap((name) => {
        const { authority, nodesThatCome, outages } = facts[name];
        return [...assumedIn(authority), ...assumedIn(nodesThatCome), ...assumedIn(outages)];
      })
      .map(({ name, ...entry }) => [name, entry]),
  );

const common = { ...ofUsersAndDns, ...ofThePlatform, ...ofOutages };

const assumptionList = (): Readonly<Record<string, AssumedEntry>> => ({
  ...ofUsersAndDns,
  ...ofClouds(),
  ...ofThePlatform,
  ...ofOutages,
});

type Widened<T> = T extends "unknown"
  ? number | "unknown"
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : string;

/** The values that a run of the model uses. Those of a cloud are among them: `toldValue` reads them. */
export type Assumptions = {
  readonly [N in keyof typeof common]: Widened<(typeof common)[N]["value"]>;
};

/** What is assumed under a name; undefined for one that isn't known. */
export function assumptionNamed(name: string): AssumedEntry | undefined {
  const list = assumptionList();
  return Object.hasOwn(list, name) ? list[name] : undefined;
}

/** What may be overridden, in the order of the list. */
export const assumptionNames: readonly string[] = Object.keys(assumptionList());

/** Values by the names of assumptions. */
export type Overrides = Readonly<Record<string, AssumptionValue>>;

export interface AssumptionProblem {
  readonly name: string;
  readonly found: string;
  readonly wanted: string;
}

/** What is wrong with a stack's overrides: unknown names and values of another kind or out of range. */
export function assumptionProblems(overrides: Readonly<Record<string, unknown>>): AssumptionProblem[] {
  const list = assumptionList();
  const problems = Object.entries(overrides).flatMap(([name, value]) => {
    const entry = Object.hasOwn(list, name) ? list[name] : undefined;
    const wanted = entry ? wantedOf(entry, value) : `one of ${assumptionNames.join(", ")}`;
    const found = entry ? JSON.stringify(value) : "an assumption that isn't known";
    return wanted === undefined ? [] : [{ name, found, wanted }];
  });
  return problems.length > 0 ? problems : shorterThanTheirMedian(list, overrides);
}

const MEDIAN = "MedianHours";

/** What lasts longer than nine tenths of a kind can't be shorter than what half of it lasts. */
function shorterThanTheirMedian(
  list: Readonly<Record<string, AssumedEntry>>,
  overrides: Readonly<Record<string, unknown>>,
): AssumptionProblem[] {
  const hoursOf = (name: string): number => Number(overrides[name] ?? list[name]?.value);
  return Object.keys(list)
    .filter((name) => name.endsWith(MEDIAN))
    .flatMap((median) => {
      const name = `${median.slice(0, -MEDIAN.length)}LongHours`;
      return hoursOf(name) < hoursOf(median)
        ? [{ name, found: `${hoursOf(name)}`, wanted: `${median}, ${hoursOf(median)} h, or more` }]
        : [];
    });
}

function wantedOf({ unit }: AssumedEntry, value: unknown): string | undefined {
  if (Array.isArray(unit))
    return unit.includes(value) ? undefined : unit.map((word) => `"${word}"`).join(" or ");
  if (unit === "yes or no") return typeof value === "boolean" ? undefined : "true or false";
  const number = typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
  if (unit === "a year") {
    return value === "unknown" || (number >= 0 && number <= 1e6)
      ? undefined
      : 'events a year, 0 or more, or "unknown"';
  }
  if (unit === "hours") return number > 0 && number <= 1e6 ? undefined : "hours, over 0";
  if (unit === "share") return number >= 0 && number <= 1 ? undefined : "a share, 0 to 1";
  const what = unit === "seconds" ? "seconds" : "a number";
  return number >= 0 && number <= 1e9 ? undefined : `${what}, 0 or more`;
}

/**
 * The list's values with a stack's overrides.
 * @throws RangeError naming every override that is wrong.
 */
export function assumptionsWith(overrides: Readonly<Record<string, unknown>> = {}): Assumptions {
  const problems = assumptionProblems(overrides);
  if (problems.length > 0) {
    throw new RangeError(
      problems
        .map(({ name, found, wanted }) => `twincloud:assumptions.${name} is ${found}; wanted ${wanted}`)
        .join("\n"),
    );
  }
  const values = Object.fromEntries(
    Object.entries(assumptionList()).map(([name, { value }]) => [name, value]),
  );
  return { ...values, ...overrides } as unknown as Assumptions;
}

/** The same assumptions, and a set that gathers the names of those that are asked for. */
export function watched(assumptions: Assumptions): { assumptions: Assumptions; asked: Set<string> } {
  const asked = new Set<string>();
  const get = (target: Assumptions, name: string | symbol): unknown => {
    if (typeof name === "string") asked.add(name);
    return Reflect.get(target, name);
  };
  return { assumptions: new Proxy(assumptions, { get }), asked };
}

/** The same, with what is wrong passed over: survival-objective tells of it. */
export function assumptionsHeeded(overrides: Readonly<Record<string, unknown>> = {}): Assumptions {
  const wrong = new Set(assumptionProblems(overrides).map(({ name }) => name));
  return assumptionsWith(Object.fromEntries(Object.entries(overrides).filter(([name]) => !wrong.has(name))));
}

const sources: Readonly<Record<AssumedEntry["source"], string>> = {
  documented: "documented",
  measured: "measured",
  chosen: "our choice",
  undocumented: "documented nowhere that we found",
};

/** docs/assumptions.md. */
export function assumptionsPage(): string {
  const rows = Object.entries(assumptionList()).map(([name, entry]) => {
    const { value, unit, what, source, link, reason, plausible, between } = entry;
    const words = Array.isArray(unit) ? unit.join(" or ") : unit;
    const range = (plausible?.range ?? between)?.join(" to ") ?? "";
    const from = link === undefined ? sources[source] : `[${sources[source]}](${link})`;
    return `| \`${name}\` | ${value} | ${words} | ${range} | ${what} | ${from} | ${reason} |`;
  });
  return `# What the survival model assumes

Made from \`resilience/assumptions.ts\`; a test keeps it so. Everything else is read from the graph. Override one in a
stack file: \`twincloud:assumptions: { podStartSeconds: 90 }\`.

Where plausible values vary, both ends are tried: a verdict that one of them would turn is shown with its tipping
point, "met while OCI leaves an address out after 4 or fewer failed rounds". A link beside "documented" leads to a page
that says it; beside anything else to one that bears on it and doesn't settle it.

| name | value | unit | plausible | what it is | where it is from | why |
|---|---|---|---|---|---|---|
${rows.join("\n")}

Left out of the model: resolvers that keep answers longer than their time to live; an edge whose own processors are too
few (it is taken to serve what it can); overload of what no edge stands before; the registrar, whose delegation is taken
to name both authorities as both zones do.
`;
}
