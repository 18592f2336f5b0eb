/** What a stack of ours says of itself in its outputs, checked as any input is. Pure. */
import { type Graph, SECRET, type Value } from "./resource";
import type { RulesSettings } from "./rules-settings";
import { isUnknown, textsAt } from "./views/read";

/**
 * The public names by capability, as our program exports them.
 * @throws Error when it exports none: who asks for them can do nothing without
 */
export function publicNamesIn(graph: Graph): Readonly<Record<string, string>> {
  const names = textsAt(graph.stackOutputs, "publicNames");
  if (Object.keys(names).length === 0) throw new Error("the program exports no publicNames");
  return names;
}

const OUTPUT = "twincloud";
const VERSION = 1;

export type StackSettings =
  | { readonly kind: "settings"; readonly settings: RulesSettings }
  /**
   * Nothing can be read. `ours`: the stack is of this program all the same, as its components show, so that
   * something was lost: what objectives, peak, shares and residency it is held to isn't known.
   */
  | { readonly kind: "missing"; readonly ours: boolean; readonly because: string }
  /** There is something that can't be what this program wrote, each problem in a line that names its key. */
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** A stack's own settings are there and can't be used: to be told as any wrong input is. */
export class StackSettingsError extends Error {
  override readonly name = "StackSettingsError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.problems = problems;
  }
}

/** The settings that a stack carries in its outputs, as far as they can be read. */
export function readStackSettings(graph: Graph): StackSettings {
  const known = read.get(graph);
  if (known) return known;
  const found = settingsIn(graph);
  read.set(graph, found);
  return found;
}
const read = new WeakMap<Graph, StackSettings>();

/**
 * The same for those who judge: undefined where there are none.
 * @throws StackSettingsError when they are invalid
 */
export function stackSettings(graph: Graph): RulesSettings | undefined {
  const found = readStackSettings(graph);
  if (found.kind === "invalid") throw new StackSettingsError(found.problems);
  return found.kind === "settings" ? found.settings : undefined;
}

function settingsIn(graph: Graph): StackSettings {
  const carried = graph.stackOutputs[OUTPUT];
  const missing = (because: string): StackSettings => ({ kind: "missing", ours: isOurs(graph), because });
  if (carried === undefined || carried === null) return missing(`the stack has no output ${OUTPUT}`);
  if (carried === SECRET) return missing(`the stack's output ${OUTPUT} is a secret`);
  if (isUnknown(carried)) return missing(`the stack's output ${OUTPUT} isn't known yet`);
  const version = isMap(carried) ? carried.version : undefined;
  if (isMap(carried) && version !== VERSION) {
    const found = typeof version === "number" ? `has version ${version}` : "has no version";
    return { kind: "invalid", problems: [`the stack's output ${OUTPUT} ${found}, wanted ${VERSION}`] };
  }
  const problems = problemsOf(carried, form, OUTPUT);
  return problems.length > 0
    ? { kind: "invalid", problems: problems.map((problem) => `the stack's output ${problem}`) }
    : { kind: "settings", settings: carried as unknown as RulesSettings };
}

/** Settings that were kept elsewhere, as in an earlier preview; undefined where they aren't of this form. */
export function settingsFrom(kept: Value | undefined): RulesSettings | undefined {
  if (!isMap(kept) || kept.version !== VERSION || problemsOf(kept, form, OUTPUT).length > 0) return undefined;
  return kept as unknown as RulesSettings;
}

/** Components are in the state however little of a stack was deployed. */
const isOurs = (graph: Graph): boolean => graph.resources.some(({ type }) => type.startsWith("twincloud:"));

type Form =
  | "text"
  | "flag"
  | "number"
  | "plain"
  | { readonly list: Form }
  | { readonly map: Form }
  | { readonly optional: Form }
  | { readonly keys: Readonly<Record<string, Form>> };

/** `RulesSettings`; other keys may be there, as a later program of the same version may say more. */
const form: Form = {
  keys: {
    version: "number",
    jurisdiction: "text",
    shares: { map: "number" },
    peak: { map: "number" },
    objectives: {
      keys: {
        survive: { list: "text" },
        maxRtoSeconds: "number",
        maxBrownoutRtoSeconds: { optional: "number" },
        minServedShare: { optional: "number" },
        maxLostSeconds: { optional: { map: "number" } },
        demand: { optional: { list: "number" } },
        maxRpoSeconds: { map: "number" },
        maxStalenessSeconds: { map: "number" },
        capacity: { keys: { atOnce: "number", withinSeconds: "number", then: "number" } },
      },
    },
    certificateUntil: { optional: "text" },
    drain: { list: { keys: { site: "text", zone: { optional: "text" }, until: "text", reason: "text" } } },
    unreachable: { list: "text" },
    untrusted: { optional: { list: "text" } },
    queueAuthority: { optional: { keys: { trusted: { list: "number" }, signing: "number" } } },
    protect: "flag",
    assumptions: { map: "plain" },
  },
};

const plainForms = {
  text: { wanted: "a text", is: (value: Value) => typeof value === "string" && !isUnknown(value) },
  flag: { wanted: "true or false", is: (value: Value) => typeof value === "boolean" },
  number: {
    wanted: "a number of at least 0",
    is: (value: Value) => Number.isFinite(value) && Number(value) >= 0,
  },
  plain: {
    wanted: "a number, true, false or a text",
    is: (value: Value) => typeof value !== "object" && !isUnknown(value),
  },
} as const;

/** What is wrong with a value, each as `<key> is <found>; wanted <wanted>`. */
function problemsOf(value: Value | undefined, wanted: Form, key: string): string[] {
  if (typeof wanted === "string") {
    const plain = plainForms[wanted];
    return value !== undefined && plain.is(value) ? [] : [problem(key, value, plain.wanted)];
  }
  if ("optional" in wanted) return value === undefined ? [] : problemsOf(value, wanted.optional, key);
  if ("list" in wanted) {
    return Array.isArray(value)
      ? value.flatMap((item, index) => problemsOf(item, wanted.list, `${key}[${index}]`))
      : [problem(key, value, "a list")];
  }
  if (!isMap(value)) return [problem(key, value, "a map")];
  return "map" in wanted
    ? Object.entries(value).flatMap(([name, item]) => problemsOf(item, wanted.map, `${key}.${name}`))
    : Object.entries(wanted.keys).flatMap(([name, inner]) =>
        problemsOf(value[name], inner, `${key}.${name}`),
      );
}

const problem = (key: string, value: Value | undefined, wanted: string): string =>
  `${key} ${value === undefined ? "is missing" : `is ${kindOf(value)}`}; wanted ${wanted}`;

function kindOf(value: Value): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? (isUnknown(value) ? "not known yet" : "a text") : String(value);
}

const isMap = (value: Value | undefined): value is { readonly [key: string]: Value } =>
  typeof value === "object" && value !== null && !Array.isArray(value);
