/** HAProxy's conditions: parsed once, told for one request. What can't be told is `undefined`, never false. Pure. */
import { found } from "./pattern";
import { isPrivate, within } from "./ranges";
import { type Sample, sampleOf, UNSURE, type World } from "./samples";

export type Told = boolean | undefined;

interface Term {
  readonly negated: boolean;
  /** One of these holds: an ACL's lines. */
  readonly any: readonly Match[];
}

interface Match {
  readonly expression: string;
  readonly method?: string;
  readonly ignoresCase: boolean;
  readonly operator?: string;
  readonly patterns: readonly string[];
  /** Nothing of this is known, so that nothing can be told. */
  readonly unread?: true;
}

export interface Condition {
  /** One of these lists holds as a whole. */
  readonly either: readonly (readonly Term[])[];
  readonly negated: boolean;
}

type Acls = ReadonlyMap<string, readonly (readonly string[])[]>;

export function conditionOf(words: readonly string[], negated: boolean, acls: Acls): Condition {
  const either: Term[][] = [[]];
  for (let i = 0; i < words.length; i += 1) {
    let word = words[i] as string;
    if (word === "or" || word === "||") {
      either.push([]);
      continue;
    }
    if (word === "and" || word === "&&") continue;
    let not = false;
    while (word.startsWith("!")) {
      not = !not;
      word = word.slice(1);
    }
    if (word === "" && not) {
      i += 1;
      word = words[i] ?? "";
    }
    if (word === "{") {
      const end = words.indexOf("}", i);
      const inner = words.slice(i + 1, end < 0 ? words.length : end);
      i = end < 0 ? words.length : end;
      either.at(-1)?.push({ negated: not, any: [matchOf(inner)] });
    } else {
      either.at(-1)?.push({ negated: not, any: acls.get(word)?.map(matchOf) ?? [predefined(word)] });
    }
  }
  return { either, negated };
}

const never: Match = { expression: "always_false", ignoresCase: false, patterns: [] };
const always: Match = { expression: "always_true", ignoresCase: false, patterns: [] };
const unread: Match = { expression: "", ignoresCase: false, patterns: [], unread: true };

function predefined(name: string): Match {
  if (name === "TRUE" || name === "HTTP") return always;
  if (name === "FALSE") return never;
  if (name.startsWith("METH_"))
    return { expression: "method", ignoresCase: false, patterns: [name.slice("METH_".length)] };
  return unread;
}

const OPERATORS: ReadonlySet<string> = new Set(["eq", "ge", "gt", "le", "lt"]);
/** `path_beg` is `path -m beg`, and so on. */
const SUFFIX = /^(.*?)_(beg|end|sub|dir|dom|reg|len)(\(.*\))?$/;

function matchOf([first = "", ...rest]: readonly string[]): Match {
  let method: string | undefined;
  let ignoresCase = false;
  let expression = first;
  const suffix = SUFFIX.exec(first);
  if (suffix && !first.includes(",")) {
    expression = `${suffix[1]}${suffix[3] ?? ""}`;
    method = suffix[2];
  }
  let i = 0;
  for (; i < rest.length; i += 1) {
    const flag = rest[i];
    if (flag === "-i") ignoresCase = true;
    else if (flag === "-m") {
      i += 1;
      method = rest[i];
    } else if (flag === "-f" || flag === "-M" || flag === "-u") return unread;
    else if (flag === "-n") continue;
    else if (flag === "--") {
      i += 1;
      break;
    } else break;
  }
  const operator = OPERATORS.has(rest[i] ?? "") ? rest[i] : undefined;
  const patterns = rest.slice(operator === undefined ? i : i + 1);
  return {
    expression,
    ignoresCase,
    patterns,
    ...(method === undefined ? {} : { method }),
    ...(operator === undefined ? {} : { operator }),
  };
}

/** Whether it holds; a rule without one always does. */
export function holds(condition: Condition | undefined, world: World): Told {
  if (!condition) return true;
  const told = or(condition.either.map((terms) => and(terms, world)));
  return condition.negated ? not(told) : told;
}

const not = (told: Told): Told => (told === undefined ? undefined : !told);
const or = (all: readonly Told[]): Told =>
  all.includes(true) ? true : all.includes(undefined) ? undefined : false;

function and(terms: readonly Term[], world: World): Told {
  let told: Told = true;
  for (const { negated, any } of terms) {
    const one = or(any.map((match) => matches(match, world)));
    const here = negated ? not(one) : one;
    if (here === false) return false;
    if (here === undefined) told = undefined;
  }
  return told;
}

function matches({ expression, method, ignoresCase, operator, patterns, unread }: Match, world: World): Told {
  if (unread) return undefined;
  const sample = sampleOf(expression, world);
  if (sample === UNSURE) return undefined;
  if (method === "found") return sample !== null;
  if (sample === null) return false;
  if (expression === "src" || expression.startsWith("src,")) return addressMatches(String(sample), patterns);
  if (method === "bool" || (typeof sample === "boolean" && patterns.length === 0)) return truth(sample);
  if (operator !== undefined || method === "int" || typeof sample === "number")
    return numberMatches(Number(sample), operator ?? "eq", patterns);
  if (method === "len") return numberMatches(String(sample).length, operator ?? "eq", patterns);
  if (method === "bin") return undefined;
  return or(patterns.map((pattern) => textMatches(String(sample), method ?? "str", ignoresCase, pattern)));
}

const truth = (sample: Sample): boolean =>
  typeof sample === "number" ? sample !== 0 : sample === true || sample === "1";

function numberMatches(value: number, operator: string, patterns: readonly string[]): Told {
  if (Number.isNaN(value)) return undefined;
  return or(
    patterns.map((pattern) => {
      const other = Number(pattern);
      if (Number.isNaN(other)) return undefined;
      if (operator === "ge") return value >= other;
      if (operator === "gt") return value > other;
      if (operator === "le") return value <= other;
      if (operator === "lt") return value < other;
      return value === other;
    }),
  );
}

function textMatches(text: string, method: string, ignoresCase: boolean, pattern: string): Told {
  const [own, other] = ignoresCase ? [text.toLowerCase(), pattern.toLowerCase()] : [text, pattern];
  switch (method) {
    case "str":
      return own === other;
    case "beg":
      return own.startsWith(other);
    case "end":
      return own.endsWith(other);
    case "sub":
      return own.includes(other);
    case "dir":
      return own.split("/").includes(other.replace(/^\/|\/$/g, ""));
    case "dom":
      return own.split(".").join(".").includes(other);
    case "reg":
      return found(pattern, ignoresCase, text);
    default:
      return undefined;
  }
}

/** `anybody` may come from every public address: whether it is in a range can be told of all and of private ones only. */
function addressMatches(source: string, patterns: readonly string[]): Told {
  return or(
    patterns.map((pattern): Told => {
      if (/^0\.0\.0\.0(\/0)?$/.test(pattern) && pattern !== "0.0.0.0") return true;
      if (source === "anybody") return isPrivate(pattern) ? false : undefined;
      // Who is listed there, forwarding-agrees holds to where calls come from.
      if (source === "peer") return true;
      return within(source, pattern);
    }),
  );
}
