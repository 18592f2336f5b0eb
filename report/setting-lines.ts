/** Which setting of the stack file a finding comes from, and on which line that stands. */
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import type { Violation } from "../policies/pack/judge";

/**
 * Settings that decide what a rule finds, the nearest first. Of rules that judge how a component builds something there
 * is none: those are mended where the resource is made.
 */
const settingsOf: Readonly<Record<string, readonly string[]>> = {
  "capacity-headroom": ["peak"],
  "distinct-metros": ["sites"],
  "drain-expired": ["drain"],
  "failover-time": ["dns"],
  "min-providers": ["sites"],
  "min-regions": ["sites"],
  "survival-objective": ["objectives"],
};
/** Of findings about the stack as a whole. */
const settingsOfStack: Readonly<Record<string, readonly string[]>> = { "protect-data": ["protect"] };

const isAboutStack = ({ urn }: Pick<Violation, "urn">): boolean =>
  urn.split("::")[2] === "pulumi:pulumi:Stack";

/** The line of the setting, counted from 1; undefined where no setting causes it, or the file doesn't have it. */
export function settingLine(
  violation: Pick<Violation, "rule" | "urn">,
  lines: SettingLines,
): number | undefined {
  const { rule } = violation;
  const keys = settingsOf[rule] ?? (isAboutStack(violation) ? settingsOfStack[rule] : undefined) ?? [];
  return keys.map((key) => lines.get(key)).find((line) => line !== undefined);
}

/** Lines of the settings by key, without the namespace. */
export type SettingLines = ReadonlyMap<string, number>;

export function settingLines(text: string, namespace = "twincloud"): SettingLines {
  const counter = new LineCounter();
  const config = parseDocument(text, { lineCounter: counter }).get("config");
  const found = new Map<string, number>();
  if (!isMap(config)) return found;
  for (const { key } of config.items) {
    if (!isScalar(key) || typeof key.value !== "string" || !key.range) continue;
    const [space, ...rest] = key.value.split(":");
    if (space === namespace && rest.length > 0) found.set(rest.join(":"), counter.linePos(key.range[0]).line);
  }
  return found;
}
