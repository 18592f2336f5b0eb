/** One fault of each kind, mode and shape, so that all of them are drilled within an hour; which of its likes, by a seed. Pure. */
import { type Fault, type FaultKind, isPartial } from "../resilience/faults/fault";
import { everywhere, partsOf } from "../resilience/faults/names";
import { partSeed } from "./load/random";

/** From which share on it is most of the requests: an edge sees these by other signs than those. */
const MOST = 0.5;

/** Where faults of one kind do different things by their names. */
const shapes: Readonly<Partial<Record<FaultKind, (name: string) => string>>> = {
  link: (name) => (name.includes("-to-") ? "one way" : "both ways"),
  "bad-change": (name) => (partsOf(name)[0] === everywhere ? everywhere : "one site"),
  expiry: (name) => partsOf(name)[0],
  flapping: (name) => (name === "together" || name === "by-turns" ? name : "alone"),
};

const groupOf = ({ kind, name, mode, share = 1 }: Fault): string =>
  [kind, mode, isPartial(mode) && (share < MOST ? "few" : "most"), shapes[kind]?.(name)]
    .filter(Boolean)
    .join(" ");

/**
 * One of each kind. With the next seed it is the next of its likes, so that after as many seeds as there are of them all were
 * taken.
 * @param doneBy what is done for a fault: of those that are done alike the first is enough
 */
export function oneOfEach(faults: readonly Fault[], seed: number, doneBy: (fault: Fault) => string): Fault[] {
  const groups = new Map<string, Fault[]>();
  const done = new Set<string>();
  for (const fault of faults) {
    const what = doneBy(fault);
    if (done.has(what)) continue;
    done.add(what);
    const group = groupOf(fault);
    groups.set(group, [...(groups.get(group) ?? []), fault]);
  }
  return [...groups].map(([group, alike]) => {
    // Not the same place in every group: else one site would have them all.
    const first = (partSeed(0, group) >>> 0) % alike.length;
    return alike[(first + seed) % alike.length] as Fault;
  });
}
