/** What the program has no more of what says where users are and watches it. Pure. */
import { dependenciesOf } from "../graph/graph";
import type { Graph } from "../graph/resource";

const ROUTING = "::twincloud:routing:";

/**
 * URNs of the state that the program no longer has, of DNS, checks and alarms, as far as nothing that stays hangs on
 * them. They go first: whoever takes a name away doesn't send users to it any more, and what hangs on an address would
 * have the engine refuse every step that is aimed at addresses and not at it.
 */
export function goneOf(state: Graph, planned: Graph): string[] {
  const known = new Set(planned.resources.flatMap(({ urn, aliases }) => [urn, ...aliases]));
  const gone = new Set(
    state.resources.flatMap(({ urn }) => (urn.includes(ROUTING) && !known.has(urn) ? [urn] : [])),
  );
  for (let kept = neededOf(state, gone); kept.length > 0; kept = neededOf(state, gone)) {
    for (const urn of kept) gone.delete(urn);
  }
  return [...gone].sort();
}

/** Those on which something that isn't gone hangs. */
const neededOf = (state: Graph, gone: ReadonlySet<string>): string[] =>
  state.resources
    .filter(({ urn }) => !gone.has(urn))
    .flatMap((resource) => [...dependenciesOf(resource), resource.parent ?? "", resource.provider ?? ""])
    .filter((urn) => gone.has(urn));
