/** How much of a stack is understood, in a few words. */
import { coverageOf } from "../graph/coverage";
import type { Graph } from "../graph/resource";

/** `412 of 1,180 managed understood`. */
export function coverageText(graph: Graph): string {
  const { understood, total } = coverageOf(graph);
  return `${understood.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} managed understood`;
}
