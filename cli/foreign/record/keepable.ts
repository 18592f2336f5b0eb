/** What of a look-up may stand in a file that is committed: nothing that is secret, or looks like it. */
import type { Values } from "../../../answers/contract";
import { Secret } from "../../../engine/values";
import { giveaway, nameKind } from "../../../policies/secret-patterns";

const givesSecrets = /secret|password|token|credential|kube_?config|clusterauth/i;

/** Whether it is asked for what is secret: nothing of it is kept. */
export const isForSecrets = (token: string): boolean => givesSecrets.test(token.split(":").at(-1) ?? "");

export interface Kept {
  readonly result: Values;
  /** Paths of what was left out. */
  readonly leftOut: readonly string[];
}

export function keepable(result: Values): Kept {
  const leftOut: string[] = [];
  return { result: keptMap(result, "", leftOut), leftOut };
}

/** Whether all of it may be kept. */
export const isPlain = (values: Values): boolean => keepable(values).leftOut.length === 0;

const OUT = Symbol("left out");

function keptMap(values: Values, at: string, leftOut: string[]): Values {
  // AWS' parameters say so of their value alone.
  const hidden = values.type === "SecureString" ? ["value", "insecureValue"] : [];
  const kept = Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const path = at === "" ? key : `${at}.${key}`;
    const isNamed = typeof value === "string" && value !== "" && nameKind(key) !== undefined;
    const found = isNamed || hidden.includes(key) ? OUT : keptValue(value, path, leftOut);
    if (found !== OUT) return [[key, found]];
    leftOut.push(path);
    return [];
  });
  return Object.fromEntries(kept);
}

function keptValue(value: unknown, path: string, leftOut: string[]): unknown {
  if (value instanceof Secret) return OUT;
  if (typeof value === "string") return giveaway(value) === undefined ? value : OUT;
  if (Array.isArray(value)) {
    const found = value.map((one, index) => keptValue(one, `${path}[${index}]`, leftOut));
    return found.includes(OUT) ? OUT : found;
  }
  return typeof value === "object" && value !== null ? keptMap(value as Values, path, leftOut) : value;
}
