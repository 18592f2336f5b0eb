/** What a stack of ours says of itself in its outputs. Pure. */
import type { Graph } from "./resource";
import type { RulesSettings } from "./rules-settings";
import { at, isUnknown, mapAt, textAt, textsAt } from "./views/read";

/**
 * The public names by capability, as our program exports them.
 * @throws Error when it exports none: who asks for them can do nothing without
 */
export function publicNamesIn(graph: Graph): Readonly<Record<string, string>> {
  const names = textsAt(graph.stackOutputs, "publicNames");
  if (Object.keys(names).length === 0) throw new Error("the program exports no publicNames");
  return names;
}

/** The settings that a stack carries in its outputs, or undefined where it isn't one of ours. */
export function stackSettings(graph: Graph): RulesSettings | undefined {
  const carried = at(graph.stackOutputs, "twincloud");
  if (carried === undefined || isUnknown(carried) || textAt(carried, "jurisdiction") === undefined) {
    return undefined;
  }
  return mapAt(carried) as unknown as RulesSettings;
}
