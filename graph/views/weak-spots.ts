/** What readers of services share: settings that say whether something stands alone. Pure. */
import type { WeakSpot } from "../clouds/reader";
import type { Graph, GraphResource, Value } from "../resource";
import { at, booleanAt, isUnknown, madeFrom, numberAt, propertiesOf } from "./read";

/** Found where a number of settings is below what is wanted; a text of which nothing is known is unsure. */
export function fewer(
  resource: GraphResource,
  value: Value | undefined,
  {
    least,
    otherwise,
    found,
    wanted,
  }: { least: number; otherwise: number; found: (count: number) => string; wanted: string },
): WeakSpot[] {
  if (isUnknown(value)) return [{ resource, found: "has a size that isn't known yet", wanted, unsure: true }];
  const count = numberAt(value) ?? otherwise;
  return count < least ? [{ resource, found: found(count), wanted }] : [];
}

/** Found unless a setting is on. */
export function off(
  resource: GraphResource,
  path: readonly string[],
  found: string,
  wanted: string,
): WeakSpot[] {
  const value = at(propertiesOf(resource), ...path);
  if (booleanAt(value) === true) return [];
  return isUnknown(value)
    ? [{ resource, found: `${found}, or may`, wanted, unsure: true }]
    : [{ resource, found, wanted }];
}

/** What of this program is managed here and of one of these types. */
export const managed = (graph: Graph, ...types: readonly string[]): GraphResource[] =>
  types.flatMap((type) => graph.byType.get(type) ?? []).filter(({ external }) => !external);

/** Resources of these types that an input of theirs ties to another. */
export function tiedTo(
  graph: Graph,
  resource: GraphResource,
  input: string,
  types: ReadonlySet<string>,
): GraphResource[] {
  const { id } = resource;
  const named = [
    id,
    ...["clusterIdentifier", "name", "arn"].map((key) => propertiesOf(resource)[key]),
  ].filter((value) => typeof value === "string" && !isUnknown(value));
  return managed(graph, ...types).filter(
    (other) =>
      madeFrom(other, input).includes(resource.urn) || named.includes(propertiesOf(other)[input] as string),
  );
}

/** Machines through which people work and that no user comes to. */
const helper = /bastion|jump|\bnat\b|vpn|runner|build|agent|admin/i;

/**
 * Machines without another of their kind: of the same image and shape, or of the same name but for digits and letters
 * that tell zones. Machines behind an account of a tool (a bastion, a runner) serve nobody.
 */
export function aloneAmong(
  machines: readonly GraphResource[],
  kindOf: (machine: GraphResource) => string,
): GraphResource[] {
  const kinds = new Map<string, GraphResource[]>();
  for (const machine of machines) {
    const stem = machine.name.replace(/(?:[-_]|(?<!\d))(\d+|[a-f])$/i, "");
    for (const kind of new Set([kindOf(machine), `${machine.parent ?? ""} ${stem}`])) {
      kinds.set(kind, [...(kinds.get(kind) ?? []), machine]);
    }
  }
  const together = new Set([...kinds.values()].filter((group) => group.length > 1).flat());
  return machines.filter((machine) => !together.has(machine) && !helper.test(machine.name));
}
