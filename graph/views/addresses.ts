/** Public addresses of a graph, and which one a value means. */
import { allReaders, readerOf } from "../clouds";
import type { AddressBook, AddressView } from "../clouds/dns-views";
import type { Graph, GraphResource, Value } from "../resource";
import { siteOf } from "../site-id";
import { addressKey } from "./hosts";
import { ofTypes, perGraph } from "./per-graph";
import { isUnknown, listAt, madeFrom, propertiesOf, textAt } from "./read";

export type { AddressView };

const SERVICE = "kubernetes:core/v1:Service";

/** What has public addresses. Of two that name the same, the first type is what the address is. */
const addressTypes = (): string[] => [
  ...allReaders().flatMap(({ addresses }) => [...addresses.ipsOfType.keys()]),
  SERVICE,
];

function ipsOf(resource: GraphResource): readonly (string | undefined)[] {
  if (resource.type !== SERVICE) {
    return readerOf(resource)?.addresses.ipsOfType.get(resource.type)?.(resource) ?? [];
  }
  const properties = propertiesOf(resource);
  // One that asks for an address has it from elsewhere.
  return textAt(properties, "spec", "loadBalancerIP") === undefined
    ? listAt(properties, "status", "loadBalancer", "ingress").map((item) => textAt(item, "ip"))
    : [];
}

const isAddress = (resource: GraphResource | undefined): resource is GraphResource =>
  resource !== undefined &&
  (resource.type === SERVICE || readerOf(resource)?.addresses.ipsOfType.has(resource.type) === true);

/** The addresses of a resource that has some: one without its text where that isn't known yet. */
function addressesOf(resource: GraphResource): AddressView[] {
  const site = siteOf(resource.placement);
  const known = ipsOf(resource).filter((ip): ip is string => ip !== undefined && ip !== "");
  const common = { resource, ...(site === undefined ? {} : { site }) };
  return known.length === 0
    ? [{ ...common, key: resource.urn }]
    : known.map((ip) => ({ ...common, ip, key: known.length === 1 ? resource.urn : addressKey(ip) }));
}

const byIp = perGraph((graph): ReadonlyMap<string, AddressView> => {
  const index = new Map<string, AddressView>();
  for (const address of ofTypes(graph, addressTypes()).flatMap(addressesOf)) {
    const text = address.ip && addressKey(address.ip);
    if (text && !index.has(text)) index.set(text, address);
  }
  return index;
});

/** What an address's text means: the resource that has it, or just the text. */
export function addressOfIp(graph: Graph, ip: string): AddressView {
  const key = addressKey(ip);
  return byIp(graph).get(key) ?? { ip, key };
}

/** The addresses among resources that a property was made from. */
export function addressesAmong(graph: Graph, urns: readonly string[]): AddressView[] {
  return urns
    .map((urn) => graph.byUrn.get(urn))
    .filter(isAddress)
    .flatMap(addressesOf);
}

/** The zone that an address is lost with; undefined where it isn't lost with one, or that can't be told. */
export function zoneOfAddress(graph: Graph, { resource }: AddressView): string | undefined {
  return resource && readerOf(resource)?.addresses.zoneOf(graph, resource);
}

/** All of the above for the readers of clouds. */
export const addressBookOf = perGraph(
  (graph): AddressBook => ({
    graph,
    ofIp: (ip) => addressOfIp(graph, ip),
    among: (urns) => addressesAmong(graph, urns),
    named: (resource, input, values) => addressesNamed(graph, resource, input, values),
  }),
);

/** See `AddressBook.named`. */
function addressesNamed(
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly (Value | undefined)[] | undefined,
): AddressView[] {
  const made = () => addressesAmong(graph, madeFrom(resource, input));
  if (values === undefined) {
    const all = made();
    return all.length > 0 ? all : [{}];
  }
  const known = values.map((value) => {
    if (isUnknown(value)) return undefined;
    return typeof value === "string" ? addressOfIp(graph, value) : {};
  });
  const missing = known.filter((address) => address === undefined).length;
  if (missing === 0) return known.map((address) => address ?? {});
  const taken = new Set(known.map((address) => address?.key));
  const left = made().filter(({ key }) => !taken.has(key));
  // With more or fewer than there are values, which of them each value is can't be told.
  const fits = left.length === missing;
  return known.map((address) => address ?? (fits ? left.shift() : undefined) ?? {});
}
