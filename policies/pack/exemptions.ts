/**
 * Exemptions: findings that somebody answers for until a day. Each names a rule, resources by their URNs, the
 * reason, who answers for it, and its last day. Pure.
 */
import { parseDocument } from "yaml";
import { nearest } from "../../graph/nearest";
import { DEEPEST, isDeeperThan, opensDeeperThan } from "../../graph/state/json";

export interface Exemption {
  /** Id of a rule. */
  readonly rule: string;
  /** A URN in which `*` stands for anything. */
  readonly urn: string;
  readonly reason: string;
  readonly owner: string;
  /** The last day that it holds, in UTC: `2026-12-31`. */
  readonly expires: string;
}

/** What is wrong with the file, a line each: the place, what was found and what to do. */
export class ExemptionsError extends Error {
  override readonly name = "ExemptionsError";

  constructor(readonly lines: readonly string[]) {
    super(lines.join("\n"));
  }
}

const fields = ["rule", "urn", "reason", "owner", "expires"] as const;

/**
 * Reads the text of an exemptions file: a map with the list `exemptions`.
 * @param file what the file is called in errors.
 * @param rules ids of all rules.
 * @throws ExemptionsError with every problem at once.
 */
export function readExemptions(text: string, file: string, rules: readonly string[]): Exemption[] {
  const content = contentOf(text, file);
  // A file with nothing but comments.
  if (content === null) return [];
  if (!isMap(content)) {
    throw new ExemptionsError([`${file}: found ${kindOf(content)}, wanted a map with the list 'exemptions'`]);
  }
  const unknown = Object.keys(content).filter((key) => key !== "exemptions");
  const problems = unknown.map((key) => `${file}: ${key}: is not known here; wanted 'exemptions'`);
  const list = content.exemptions ?? [];
  if (!Array.isArray(list)) {
    throw new ExemptionsError([...problems, `${file}: exemptions: found ${kindOf(list)}, wanted a list`]);
  }
  problems.push(
    ...list.flatMap((item, index) => exemptionProblems(item, `${file}: exemptions[${index}]`, rules)),
  );
  if (problems.length > 0) throw new ExemptionsError(problems);
  return (list as Exemption[]).map(({ rule, urn, reason, owner, expires }) => ({
    rule,
    urn,
    reason,
    owner,
    expires,
  }));
}

function contentOf(text: string, file: string): unknown {
  const endless = new ExemptionsError([
    `${file}: is nested deeper than ${DEEPEST} levels, or holds itself by an alias; wanted a list of exemptions`,
  ]);
  if (opensDeeperThan(text, DEEPEST)) throw endless;
  try {
    const document = parseDocument(text);
    const [error] = document.errors;
    if (error) throw new ExemptionsError([`${file}: is not YAML: ${error.message.split("\n")[0]}`]);
    const content: unknown = document.toJS();
    if (!isDeeperThan(content, DEEPEST)) return content;
  } catch (error) {
    if (error instanceof ExemptionsError) throw error;
    // An alias without its anchor, or too many of them; a merge of what is no map. Nothing of ours runs in there.
    if (!(error instanceof RangeError))
      throw new ExemptionsError([`${file}: is not YAML: ${(error as Error).message}`]);
  }
  throw endless;
}

/** What is wrong with one exemption, a line each. */
export function exemptionProblems(item: unknown, place: string, rules: readonly string[]): string[] {
  if (!isMap(item)) return [`${place}: found ${kindOf(item)}, wanted a map with ${fields.join(", ")}`];
  const unknown = Object.keys(item).filter((key) => !(fields as readonly string[]).includes(key));
  const problems = unknown.map((key) => {
    const [close] = nearest(key, fields, 1);
    return `${place}.${key}: is not known; ${close ? `did you mean '${close}'?` : `wanted ${fields.join(", ")}`}`;
  });
  for (const field of fields) {
    const value = item[field];
    if (value === undefined || value === null || value === "") {
      problems.push(`${place}.${field}: is missing; every exemption has ${fields.join(", ")}`);
    } else if (typeof value !== "string" || value.trim() === "") {
      problems.push(`${place}.${field}: found ${JSON.stringify(value)}, wanted a text`);
    }
  }
  return [
    ...problems,
    ...wrongRule(item.rule, place, rules),
    ...wrongUrn(item.urn, place),
    ...wrongDay(item.expires, place),
  ];
}

function wrongRule(rule: unknown, place: string, rules: readonly string[]): string[] {
  if (typeof rule !== "string" || rule.trim() === "" || rules.includes(rule)) return [];
  const [close] = nearest(rule, rules, 1);
  return [
    `${place}.rule: there is no rule ${JSON.stringify(rule)}; ${close ? `did you mean '${close}'?` : "docs/rules.md lists them"}`,
  ];
}

function wrongUrn(urn: unknown, place: string): string[] {
  if (typeof urn !== "string" || urn.trim() === "" || /^(urn:pulumi:|\*)/.test(urn)) return [];
  return [
    `${place}.urn: found ${JSON.stringify(urn)}, wanted a URN, with * for any text: urn:pulumi:prod::*::name`,
  ];
}

function wrongDay(expires: unknown, place: string): string[] {
  if (typeof expires !== "string" || expires.trim() === "" || isDay(expires)) return [];
  return [`${place}.expires: found ${JSON.stringify(expires)}, wanted a day: 2026-12-31`];
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
  );
}

const millisecondsOfADay = 86_400_000;

/** Whether its last day is over. */
export function isExpired({ expires }: Pick<Exemption, "expires">, now: Date): boolean {
  return now.getTime() >= Date.parse(`${expires}T00:00:00Z`) + millisecondsOfADay;
}

/** Whether a URN is one of a pattern's. */
export function urnMatcher(pattern: string): (urn: string) => boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  // Each part as early as it is found: no pattern of many stars takes longer than the text is long.
  return (urn) => {
    if (last === undefined) return urn === first;
    if (!urn.startsWith(first)) return false;
    let at = first.length;
    for (const part of others) {
      const found = urn.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return urn.length - last.length >= at && urn.endsWith(last);
  };
}

/** Whether a pattern can mean resources of this stack at all: others' exemptions are no business of it. */
export function concerns({ urn }: Pick<Exemption, "urn">, stackPrefix: string): boolean {
  const [stack = ""] = urn.split("::");
  return urnMatcher(stack.includes("*") ? `${stack}*` : stack)(stackPrefix);
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const kindOf = (value: unknown): string =>
  Array.isArray(value)
    ? "a list"
    : value === null
      ? "nothing"
      : typeof value === "object"
        ? "a map"
        : JSON.stringify(value);
