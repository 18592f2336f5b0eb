/** What a stack of ours says of itself in its outputs. Pure. */
import type { Graph } from "./resource";
import type { RulesSettings } from "./rules-settings";
import { at, isUnknown, mapAt, textAt } from "./views/read";

/** The settings that a stack carries in its outputs, or undefined where it isn't one of ours. */
export function stackSettings(graph: Graph): RulesSettings | undefined {
  const carried = at(graph.stackOutputs, "twincloud");
  if (carried === undefined || isUnknown(carried) || textAt(carried, "jurisdiction") === undefined) {
    return undefined;
  }
  return mapAt(carried) as unknown as RulesSettings;
}
