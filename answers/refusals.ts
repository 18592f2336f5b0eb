/** What providers refuse, as small checks; each passes what isn't given or isn't known yet. */
import { type Failure, UNKNOWN } from "./contract";

const absent = (value: unknown): boolean => value === undefined || value === null || value === UNKNOWN;

/** Inputs that are absent have been taken out; asking for the name alone doesn't look at a value that isn't known. */
const present = (inputs: object, names: readonly string[]): string[] =>
  names.filter((name) => name in inputs);

export function exactlyOne(inputs: object, names: readonly string[]): Failure | undefined {
  const found = present(inputs, names);
  if (found.length === 1) return undefined;
  const what = found.length === 0 ? "none is given" : `${found.join(" and ")} are given`;
  return { property: "", reason: `exactly one of ${names.join(", ")} is wanted, ${what}` };
}

export function atMostOne(inputs: object, names: readonly string[]): Failure | undefined {
  const found = present(inputs, names);
  if (found.length < 2) return undefined;
  return { property: "", reason: `${found.join(" and ")} exclude each other` };
}

export function oneOf(property: string, value: unknown, allowed: readonly unknown[]): Failure | undefined {
  if (absent(value) || allowed.includes(value)) return undefined;
  return { property, reason: `${JSON.stringify(value)} is none of ${allowed.join(", ")}` };
}

/** Both ends included. */
export function between(property: string, value: unknown, least: number, most: number): Failure | undefined {
  if (absent(value) || (typeof value === "number" && value >= least && value <= most)) return undefined;
  return { property, reason: `${JSON.stringify(value)} is not a number from ${least} to ${most}` };
}

export function matches(
  property: string,
  value: unknown,
  pattern: RegExp,
  wanted: string,
): Failure | undefined {
  if (absent(value) || String(value).includes(UNKNOWN) || pattern.test(String(value))) return undefined;
  return { property, reason: `"${value}" is not ${wanted}` };
}

export const when = (failed: boolean, property: string, reason: string): Failure | undefined =>
  failed ? { property, reason } : undefined;
