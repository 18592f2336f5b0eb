/** The names that users ask for, and what the rules say of who answers them. */
import type { Graph } from "../../graph/resource";
import { type AnswerView, type NameView, namesOf } from "../../graph/views/names";
import { siteWorkloads } from "../../graph/views/serving";

/**
 * Without those that only machines ask for, by convention with a label that begins with `_`; those of one site last, as
 * what is wrong with both is better told of the name that users know.
 */
export function askedNames(graph: Graph): readonly NameView[] {
  const asked = namesOf(graph).filter(({ host }) => !host.split(".").some((label) => label.startsWith("_")));
  const ofOneSite = siteWorkloads(graph);
  const last = asked.filter(({ host }) => ofOneSite.has(host));
  return last.length === 0 ? asked : [...asked.filter((name) => !last.includes(name)), ...last];
}

/**
 * Those by which users are led to any site. A site's own name leads there whether it is well or not, as whoever asks for it
 * chooses by itself: no check is wanted of it, and nobody fails over by it.
 */
export function publicNames(graph: Graph): readonly NameView[] {
  const ofOneSite = siteWorkloads(graph);
  return askedNames(graph).filter(({ host }) => !ofOneSite.has(host));
}

export { authorityTitle } from "../../graph/clouds/titles";

/** An answer by what it leads to: its address, or the name it stands for. */
export const answerText = ({ address, target, name }: AnswerView): string =>
  target ?? address.ip ?? address.resource?.name ?? name;
