/** What `npm run mutate` prints. Pure. */

import { accepted, acceptedBecause } from "./accepted";
import { excluded } from "./excluded";
import { layerOf, layers } from "./layers";
import type { Mutation } from "./mutations";
import type { Sample } from "./sample";

/** Every `of`th mutation, beginning with `part`. */
export interface Share {
  readonly part: number;
  readonly of: number;
  /** How many are tried, by a seed; all without it. */
  readonly sample?: Sample;
}

export type Told = Omit<Mutation, "apply">;

/** What one process found out. */
export interface Part {
  /** The type of each mutation that was made. */
  readonly made: readonly string[];
  readonly byRule: readonly (readonly [rule: string, caught: number])[];
  readonly accepted: readonly Told[];
  readonly uncaught: readonly Told[];
}

export function reportLines(
  parts: readonly Part[],
  {
    list,
    isWhole = true,
    seconds,
  }: { readonly list: boolean; readonly isWhole?: boolean; readonly seconds: number },
): { readonly lines: readonly string[]; readonly ok: boolean } {
  const made = parts.flatMap((part) => part.made);
  const leftOver = parts.flatMap((part) => part.accepted);
  const uncaught = parts.flatMap((part) => part.uncaught);
  const caught = made.length - leftOver.length - uncaught.length;
  const used = new Set(leftOver.map((mutation) => acceptedBecause(mutation)));
  // Of a sample it can't be told what is no longer made.
  const idle = isWhole ? accepted.filter((entry) => !used.has(entry)) : [];
  const share = (count: number): string => percent(count, made.length);
  const lines = [
    `${made.length} mutations of ${new Set(made).size} types of resources in ${seconds.toFixed(0)} s`,
    `mutation score ${share(caught)}: ${caught} of all are caught by a rule`,
    `  ${share(leftOver.length)}: ${leftOver.length} are left uncaught on purpose (${accepted.length} kinds, each with its reason: tools/mutation/accepted.ts, \`--list\`)`,
    `  ${share(uncaught.length)}: ${uncaught.length} are uncaught, and nobody said why`,
    `  beside these, ${excluded.length} kinds of values are not mutated at all: tools/mutation/excluded.ts`,
    "",
    "by layer:",
    ...byLayer(made, [...leftOver, ...uncaught]),
    "",
    "first to catch:",
    ...sums(parts).map(([rule, count]) => `  ${String(count).padStart(5)}  ${rule}`),
    ...(list
      ? [
          "",
          "left uncaught on purpose:",
          ...leftOver.map((one) => `  ${text(one)}: ${acceptedBecause(one)?.reason}`),
        ]
      : []),
    ...(uncaught.length > 0 ? ["", "uncaught:", ...uncaught.map((one) => `  ${text(one)}`)] : []),
    ...(idle.length > 0
      ? [
          "",
          "listed as left, and caught or no longer made:",
          ...idle.map(({ type, path, change }) => `  ${change} ${type} ${path}`),
        ]
      : []),
  ];
  return { lines, ok: uncaught.length === 0 && idle.length === 0 };
}

function byLayer(made: readonly string[], left: readonly Told[]): string[] {
  return layers.flatMap((layer) => {
    const all = made.filter((type) => layerOf(type) === layer).length;
    const missed = left.filter(({ type }) => layerOf(type) === layer).length;
    return all === 0
      ? []
      : [`  ${percent(all - missed, all).padStart(7)}  ${layer}: ${all - missed} of ${all}`];
  });
}

/** Of all that were made, rounded down, so that 100 % means every one of them. */
const percent = (count: number, of: number): string =>
  `${(Math.floor((1000 * count) / Math.max(1, of)) / 10).toFixed(1)} %`;

function sums(parts: readonly Part[]): [string, number][] {
  const found = new Map<string, number>();
  for (const [rule, count] of parts.flatMap((part) => part.byRule))
    found.set(rule, (found.get(rule) ?? 0) + count);
  return [...found].sort((a, b) => b[1] - a[1]);
}

function text({ type, target, scope, change, path }: Told): string {
  const name = target.startsWith("urn:")
    ? target.split("::").slice(3).join("::")
    : target.slice(type.length + 1);
  return `${change} ${type}${path === "" ? "" : ` ${path}`} at ${scope === "everywhere" ? "every " : ""}${name}`;
}
