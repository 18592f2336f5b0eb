/** How much of a program that isn't ours was understood, and what was made where nobody looks. */
import { coverageOf } from "../../graph/coverage";
import type { Graph } from "../../graph/resource";
import { nameOf, typeOf } from "../../graph/urn";

export function coverageLines(graph: Graph): string[] {
  const { understood, total, unknown } = coverageOf(graph);
  const types = unknown.map(({ type, count }) => (count === 1 ? type : `${type} (${count})`));
  const opaque = graph.notes
    .filter(({ kind }) => kind === "opaque")
    .map(({ urn }) => `${typeOf(urn)} ${nameOf(urn)}`);
  return [
    `${understood} of ${total} resources understood${types.length > 0 ? `; not understood: ${types.join(", ")}` : ""}`,
    ...(opaque.length > 0
      ? [`made by their providers' own programs, what is inside isn't known: ${opaque.join(", ")}`]
      : []),
  ];
}
