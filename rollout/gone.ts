/** What the program has no more of what says where users are and watches it. Pure. */
import { dependenciesOf } from "../graph/graph";
import type { Graph } from "../graph/resource";

const ROUTING = /::twincloud:routing:/;
/** What lets other clouds' pods in. */
const ADMISSION = /::twincloud:[^:]+:(WebIdentity|Admission)/;

/**
 * URNs of the state that the program no longer has, of DNS, checks and alarms, as far as nothing that stays hangs on
 * them. They go first: whoever takes a name away doesn't send users to it any more, and what hangs on an address would
 * have the engine refuse every step that is aimed at addresses and not at it.
 * @param hostile whether a site or a cloud is: then what lets them in goes first too, and not last
 */
export function goneOf(state: Graph, planned: Graph, hostile = false): string[] {
  const goes = (urn: string): boolean => ROUTING.test(urn) || (hostile && ADMISSION.test(urn));
  const known = new Set(planned.resources.flatMap(({ urn, aliases }) => [urn, ...aliases]));
  const gone = new Set(state.resources.flatMap(({ urn }) => (goes(urn) && !known.has(urn) ? [urn] : [])));
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
