/** The health checks that judge a name's answers by asking them. */
import type { Graph } from "../../graph/resource";
import { type CheckView, checkAt } from "../../graph/views/checks";
import type { NameView } from "../../graph/views/names";

/** Each once; those that a calculated check is made of in its place. */
export function checksOfName(graph: Graph, { authorities }: NameView): CheckView[] {
  const named = authorities.flatMap(({ answers, monitor }) => [
    ...answers.flatMap(({ check }) => check ?? []),
    ...(monitor ? [monitor] : []),
  ]);
  const found = new Map<string, CheckView>();
  const add = (check: CheckView): void => {
    if (found.has(check.resource.urn)) return;
    found.set(check.resource.urn, check);
    for (const child of check.children) {
      const view = checkAt(graph, child);
      if (view) add(view);
    }
  };
  for (const check of named) add(check);
  return [...found.values()].filter(({ children }) => children.length === 0);
}
