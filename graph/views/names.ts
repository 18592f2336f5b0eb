/**
 * What the DNS authorities answer: each public name with its answers, their weights, their addresses and the
 * health checks behind them. Names that are answered inside networks only are left out.
 */
import { allReaders } from "../clouds";
import type { AuthorityView } from "../clouds/dns-views";
import type { Graph } from "../resource";
import { addressBookOf } from "./addresses";
import { perGraph } from "./per-graph";

export type { Answering, AnswerView, AuthorityView } from "../clouds/dns-views";
export { type CheckView, checksOf } from "./checks";
export { hostOf } from "./hosts";

export interface NameView {
  /** Lower case, without a trailing dot. */
  readonly host: string;
  readonly authorities: readonly AuthorityView[];
}

/** Every name that is answered with addresses or other names, sorted. */
export const namesOf: (graph: Graph) => readonly NameView[] = perGraph((graph) => {
  const names = new Map<string, AuthorityView[]>();
  for (const [host, view] of allReaders().flatMap(({ dns }) => [...dns.names(addressBookOf(graph))])) {
    const authorities = names.get(host);
    if (authorities) authorities.push(view);
    else names.set(host, [view]);
  }
  return [...names]
    .map(([host, authorities]) => ({ host, authorities }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
});
