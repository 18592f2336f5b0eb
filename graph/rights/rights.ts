/** Whether everybody may do what they need to at every cloud. Which that is: needed.ts. */
import { allReaders, readers } from "../clouds";
import type { Refusal } from "../clouds/rights-views";
import type { Graph } from "../resource";
import { isUntrustedSite } from "../untrusted";
import { copiesOf } from "../views/copies";
import { needsOf, untoldNeeds } from "./needed";

/** Everything that isn't let, each once. */
export function refusalsOf(graph: Graph, untrusted: readonly string[] = []): NonNullable<Refusal>[] {
  const found = new Map<string, NonNullable<Refusal>>();
  const add = (refusal: Refusal): void => {
    if (refusal) found.set(`${refusal.at.urn} ${refusal.because}`, refusal);
  };
  for (const { caller, right } of needsOf(graph, untrusted)) {
    add(readers[right.store.provider].rights.mayUse(graph, caller, right));
  }
  for (const untold of untoldNeeds(graph)) add(untold);
  for (const { rights } of allReaders()) for (const refusal of rights.missing(graph)) add(refusal);
  for (const copy of copiesOf(graph)) {
    const { kind, from, to } = copy;
    const isHostile = [from, to].some(
      (store) => store?.site !== undefined && isUntrustedSite(untrusted, store.site),
    );
    if (kind === "replication" && from && !isHostile)
      add(readers[from.provider].rights.mayReplicate(graph, copy));
  }
  return [...found.values()];
}
