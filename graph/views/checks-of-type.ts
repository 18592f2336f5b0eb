/** What every authority's reader of health checks does alike. */
import type { AddressBook, CheckView } from "../clouds/dns-views";
import type { GraphResource, Properties } from "../resource";
import { perGraph } from "./per-graph";
import { listAt, numberAt, textAt } from "./read";
import { namedOne } from "./references";

interface ChecksOfType {
  all(addresses: AddressBook): readonly CheckView[];
  /** A check as it is; undefined for any other resource. */
  at(resource: GraphResource, addresses: AddressBook): CheckView | undefined;
  /** The check that an input names. */
  named(resource: GraphResource, input: string, addresses: AddressBook): CheckView | undefined;
}

/** The checks that are resources of this type, each read once a graph. */
export function checksOfType(
  type: string,
  read: (resource: GraphResource, addresses: AddressBook) => CheckView,
): ChecksOfType {
  const types = new Set([type]);
  const known = perGraph(() => new Map<string, CheckView>());
  const viewOf = (resource: GraphResource, addresses: AddressBook): CheckView => {
    const views = known(addresses.graph);
    const view = views.get(resource.urn) ?? read(resource, addresses);
    views.set(resource.urn, view);
    return view;
  };
  return {
    all: (addresses) =>
      (addresses.graph.byType.get(type) ?? []).map((resource) => viewOf(resource, addresses)),
    at: (resource, addresses) => (resource.type === type ? viewOf(resource, addresses) : undefined),
    named: (resource, input, addresses) => {
      const named = namedOne(addresses.graph, resource, input, types);
      return named && viewOf(named, addresses);
    },
  };
}

/** The texts of a list. */
export const namesAt = (properties: Properties, input: string): string[] =>
  listAt(properties, input).filter((name): name is string => typeof name === "string");

/** The texts of some inputs, by the names wanted; those that can't be told are left out. */
export function textsOfInputs<K extends string>(
  properties: Properties,
  wanted: Readonly<Record<K, string>>,
): { [P in K]?: string } {
  return readEach(wanted, (input) => textAt(properties, input));
}

/** The numbers of some inputs, likewise. */
export function numbersOfInputs<K extends string>(
  properties: Properties,
  wanted: Readonly<Record<K, string>>,
): { [P in K]?: number } {
  return readEach(wanted, (input) => numberAt(properties, input));
}

function readEach<K extends string, T>(
  wanted: Readonly<Record<K, string>>,
  read: (input: string) => T | undefined,
): { [P in K]?: T } {
  const found = Object.entries<string>(wanted).map(([name, input]) => [name, read(input)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as { [P in K]?: T };
}
