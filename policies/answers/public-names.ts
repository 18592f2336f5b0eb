/** The names that users ask for, and what the rules say of who answers them. */
import type { Graph } from "../../graph/resource";
import { type AnswerView, type NameView, namesOf } from "../../graph/views/names";

/** Without those that only machines ask for, by convention with a label that begins with `_`. */
export function publicNames(graph: Graph): readonly NameView[] {
  return namesOf(graph).filter(({ host }) => !host.split(".").some((label) => label.startsWith("_")));
}

export { authorityTitle } from "../../graph/clouds/titles";

/** An answer by what it leads to: its address, or the name it stands for. */
export const answerText = ({ address, target, name }: AnswerView): string =>
  target ?? address.ip ?? address.resource?.name ?? name;
