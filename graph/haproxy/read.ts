/** HAProxy's configuration as proxies with their rules in order: what a request meets. Pure. */
import { type Section, sectionsOf } from "../views/haproxy-text";
import { perText } from "../views/per-text";
import { type Condition, conditionOf } from "./conditions";
import { wordsOf } from "./words";

export type Phase = "connection" | "session" | "content" | "request" | "response" | "after";

export interface Rule {
  /** As it stands in the file. */
  readonly line: string;
  readonly phase: Phase;
  /** `return`, `set-var(txn.host)`, … */
  readonly action: string;
  readonly args: readonly string[];
  /** Undefined where the rule always holds. */
  readonly condition?: Condition;
}

export interface Switch {
  readonly line: string;
  readonly backend: string;
  readonly condition?: Condition;
}

export interface Server {
  readonly line: string;
  readonly name: string;
  readonly address: string;
  /** How many it stands for: `server-template`'s number. */
  readonly count: number;
  /** Its own words and before them those of `default-server`. */
  readonly words: readonly string[];
}

export interface ProxyView {
  readonly kind: "frontend" | "backend" | "listen";
  readonly name: string;
  readonly rules: readonly Rule[];
  readonly switches: readonly Switch[];
  readonly fallback?: string;
  readonly binds: readonly (readonly string[])[];
  readonly servers: readonly Server[];
  /** Named conditions, without their names. */
  readonly named: readonly (readonly string[])[];
  /** The other lines that say something, those of `defaults` before its own. */
  readonly settings: readonly (readonly string[])[];
}

export interface Configuration {
  readonly global: readonly (readonly string[])[];
  readonly proxies: ReadonlyMap<string, ProxyView>;
  readonly resolvers: ReadonlyMap<string, readonly (readonly string[])[]>;
  /** Variables of the process, as `global` sets them. */
  readonly variables: readonly string[];
}

const PHASES: ReadonlyMap<string, Phase> = new Map<string, Phase>([
  ["http-request", "request"],
  ["http-response", "response"],
  ["http-after-response", "after"],
]);

/** As many as a large platform has sites. */
const FILES = 32;

export const configurationOf: (text: string) => Configuration = perText(configuration, FILES);

function configuration(text: string): Configuration {
  const sections = sectionsOf(text);
  const defaults = sections.filter(({ kind }) => kind === "defaults").flatMap(({ lines }) => lines);
  const global = sections
    .filter(({ kind }) => kind === "global")
    .flatMap(({ lines }) => lines.map(wordsOf))
    .filter((words) => words.length > 0);
  const proxies = new Map<string, ProxyView>();
  for (const section of sections) {
    const { kind, name } = section;
    if (kind !== "frontend" && kind !== "backend" && kind !== "listen") continue;
    proxies.set(`${kind === "backend" ? "backend" : "frontend"} ${name}`, proxyOf(kind, section, defaults));
    if (kind === "listen") proxies.set(`backend ${name}`, proxyOf(kind, section, defaults));
  }
  return {
    global,
    proxies,
    resolvers: new Map(
      sections
        .filter(({ kind }) => kind === "resolvers")
        .map(({ name, lines }) => [name, lines.map(wordsOf)]),
    ),
    variables: global.flatMap(([word, name]) => (word === "set-var" && name !== undefined ? [name] : [])),
  };
}

function proxyOf(kind: ProxyView["kind"], { name, lines }: Section, defaults: readonly string[]): ProxyView {
  const rules: Rule[] = [];
  const switches: Switch[] = [];
  const binds: (readonly string[])[] = [];
  const servers: Server[] = [];
  const settings: (readonly string[])[] = [];
  const acls = new Map<string, string[][]>();
  let template: readonly string[] = [];
  let fallback: string | undefined;
  for (const line of [...defaults, ...lines]) {
    const words = wordsOf(line);
    const [first = "", second = "", third = ""] = words;
    const phase = PHASES.get(first) ?? (first === "tcp-request" ? tcpPhase(second) : undefined);
    // Parts for some versions of the program are read as if they were always there.
    if (first === ".if" || first === ".endif") continue;
    if (phase !== undefined) {
      const from = first === "tcp-request" ? 2 : 1;
      if (words.length > from) rules.push(ruleOf(line, phase, words, from, acls));
    } else if (first === "redirect") {
      rules.push(ruleOf(line, "request", words, 0, acls));
    } else if (first === "use_backend") {
      const { condition } = cut(words, 2, acls);
      switches.push({ line, backend: second, ...(condition ? { condition } : {}) });
    } else if (first === "default_backend") fallback = second;
    else if (first === "bind") binds.push(words.slice(1));
    else if (first === "default-server") template = [...template, ...words.slice(1)];
    else if (first === "acl") acls.set(second, [...(acls.get(second) ?? []), words.slice(2) as string[]]);
    else if (first === "server")
      servers.push({ line, name: second, address: third, count: 1, words: [...template, ...words.slice(3)] });
    else if (first === "server-template")
      servers.push({
        line,
        name: second,
        address: words[3] ?? "",
        count: Number(third.split("-").at(-1)) || 0,
        words: [...template, ...words.slice(4)],
      });
    else if (words.length > 0) settings.push(words);
  }
  return {
    kind,
    name,
    rules,
    switches,
    binds,
    servers,
    settings,
    named: [...acls.values()].flat(),
    ...(fallback === undefined ? {} : { fallback }),
  };
}

function tcpPhase(second: string): Phase | undefined {
  return second === "connection" || second === "session" || second === "content" ? second : undefined;
}

type Acls = ReadonlyMap<string, readonly (readonly string[])[]>;

function ruleOf(line: string, phase: Phase, words: readonly string[], from: number, acls: Acls): Rule {
  const { before, condition } = cut(words, from + 1, acls);
  return { line, phase, action: words[from] ?? "", args: before, ...(condition ? { condition } : {}) };
}

/** By the words of a line, which are the same for the same line: named conditions apart, it says the same everywhere. */
const conditions = new WeakMap<readonly string[], Cut>();

/** What stands before `if` or `unless`, and the condition behind it. */
function cut(words: readonly string[], from: number, acls: Acls): Cut {
  const known = acls.size === 0 ? conditions.get(words) : undefined;
  if (known) return known;
  const at = words.findLastIndex((word) => word === "if" || word === "unless");
  const found: Cut =
    at < from
      ? { before: words.slice(from) }
      : {
          before: words.slice(from, at),
          condition: conditionOf(words.slice(at + 1), words[at] === "unless", acls),
        };
  if (acls.size === 0) conditions.set(words, found);
  return found;
}

interface Cut {
  readonly before: readonly string[];
  readonly condition?: Condition;
}
