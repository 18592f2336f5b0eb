/** Entrances and the public addresses that they listen on. */
import { readerOf } from "../clouds";
import type { AddressView } from "../clouds/dns-views";
import type { Graph, GraphResource, Value } from "../resource";
import { addressesAmong } from "./addresses";
import { addressKey } from "./hosts";
import { perGraph } from "./per-graph";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf } from "./read";
import { entrancesOf, isEntrance } from "./serving";

/** The entrances that listen on an address of this program; of itself, where it is one. */
export function entrancesAt(graph: Graph, { resource, key }: AddressView): readonly GraphResource[] {
  if (!resource || key === undefined) return [];
  const listening = entrancesByKey(graph).get(key) ?? [];
  return isEntrance(resource) ? [resource, ...listening] : listening;
}

const entrancesByKey = perGraph((graph): ReadonlyMap<string, readonly GraphResource[]> => {
  const byKey = new Map<string, GraphResource[]>();
  for (const entrance of entrancesOf(graph)) {
    for (const { key } of addressesOn(graph, entrance)) {
      if (key === undefined) continue;
      const found = byKey.get(key);
      if (found) found.push(entrance);
      else byKey.set(key, [entrance]);
    }
  }
  return byKey;
});

/** The fixed addresses that an entrance was given. */
export function addressesOn(graph: Graph, entrance: GraphResource): AddressView[] {
  const settings = readerOf(entrance)?.serving.givenAddresses(entrance) ?? [
    ["spec", [at(propertiesOf(entrance), "spec", "loadBalancerIP")]],
  ];
  return settings.flatMap(([input, named]) => given(graph, entrance, input, named));
}

/** The addresses that an input was made from, but those that what is known of it doesn't name. */
function given(
  graph: Graph,
  entrance: GraphResource,
  input: string,
  named: readonly (Value | undefined)[],
): AddressView[] {
  const made = addressesAmong(graph, madeFrom(entrance, input));
  const known = new Set(named.filter((value) => !isUnknown(value)).map(compared));
  const open = named.length - named.filter((value) => value === undefined || !isUnknown(value)).length;
  const isNamed = ({ resource, ip }: AddressView) =>
    [...idsOf(resource), ip].some((is) => is !== undefined && known.has(compared(is)));
  const left = made.filter((address) => !isNamed(address));
  // As many of the others as there are values that aren't known yet; which ones, can't be told.
  return [...made.filter(isNamed), ...(left.length <= open ? left : [])];
}

const compared = (value: Value | undefined) => (typeof value === "string" ? addressKey(value) : value);

/** What settings name an address by, besides its text. */
const idsOf = (address: GraphResource | undefined): readonly (Value | undefined)[] =>
  address === undefined ? [] : (readerOf(address)?.addresses.idsOf(address) ?? [address.id]);

/** Why users who come to a port of an entrance reach nothing, in words; undefined where nothing speaks for it. */
export function closedBecause(graph: Graph, entrance: GraphResource, port: number): string | undefined {
  if (entrance.type !== "kubernetes:core/v1:Service") {
    return readerOf(entrance)?.serving.closedBecause(graph, entrance, port);
  }
  const ports = listAt(propertiesOf(entrance), "spec", "ports");
  return ports.some((item) => numberAt(item, "port") === port) ? undefined : `which has no port ${port}`;
}
