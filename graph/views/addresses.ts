/** Public addresses of a graph, and which one a value means. */
import type { Graph, GraphResource, Value } from "../resource";
import { isUnknown, listAt, madeFrom, propertiesOf, textAt } from "./read";
import { siteOf } from "./workloads";

/** A public address: the resource that it is, where one is found, and its text, where it is known. */
export interface AddressView {
  readonly ip?: string;
  readonly resource?: GraphResource;
  /** `<provider>-<region>` where the resource stands. */
  readonly site?: string;
  /** Equal for equal addresses; undefined where nothing is known of it. */
  readonly key?: string;
}

type Read = (resource: GraphResource) => readonly (string | undefined)[];

const one =
  (output: string): Read =>
  (resource) => [textAt(propertiesOf(resource), output)];

/** What has public addresses. Of two that name the same, the first type is what the address is. */
const ipsOfType: ReadonlyMap<string, Read> = new Map([
  ["aws:ec2/eip:Eip", one("publicIp")],
  ["oci:Core/publicIp:PublicIp", one("ipAddress")],
  ["aws:ec2/instance:Instance", one("publicIp")],
  ["oci:Core/instance:Instance", one("publicIp")],
  ["oci:LoadBalancer/loadBalancer:LoadBalancer", each("ipAddressDetails", "ipAddress")],
  ["oci:NetworkLoadBalancer/networkLoadBalancer:NetworkLoadBalancer", each("ipAddresses", "ipAddress")],
  // One that asks for an address has it from elsewhere.
  [
    "kubernetes:core/v1:Service",
    (resource) =>
      textAt(propertiesOf(resource), "spec", "loadBalancerIP") === undefined
        ? each("ingress", "ip", "status", "loadBalancer")(resource)
        : [],
  ],
]);

function each(list: string, field: string, ...path: string[]): Read {
  return (resource) => listAt(propertiesOf(resource), ...path, list).map((item) => textAt(item, field));
}

const isAddress = (resource: GraphResource | undefined): resource is GraphResource =>
  resource !== undefined && ipsOfType.has(resource.type);

/** The addresses of a resource that has some: one without its text where that isn't known yet. */
export function addressesOf(resource: GraphResource): AddressView[] {
  const site = siteOf(resource.placement);
  const ips = ipsOfType.get(resource.type)?.(resource) ?? [];
  const known = ips.filter((ip) => ip !== undefined && ip !== "");
  const common = { resource, ...(site === undefined ? {} : { site }) };
  return known.length === 0
    ? [{ ...common, key: resource.urn }]
    : known.map((ip) => ({ ...common, ip, key: known.length === 1 ? resource.urn : ip }));
}

function byIp(graph: Graph): ReadonlyMap<string, AddressView> {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const index = new Map<string, AddressView>();
  for (const type of ipsOfType.keys()) {
    for (const address of (graph.byType.get(type) ?? []).flatMap(addressesOf)) {
      if (address.ip && !index.has(address.ip)) index.set(address.ip, address);
    }
  }
  indexes.set(graph, index);
  return index;
}
const indexes = new WeakMap<Graph, ReadonlyMap<string, AddressView>>();

/** What an address's text means: the resource that has it, or just the text. */
export function addressOfIp(graph: Graph, ip: string): AddressView {
  return byIp(graph).get(ip) ?? { ip, key: ip };
}

/** The addresses among resources that a property was made from. */
export function addressesAmong(graph: Graph, urns: readonly string[]): AddressView[] {
  return urns
    .map((urn) => graph.byUrn.get(urn))
    .filter(isAddress)
    .flatMap(addressesOf);
}

/**
 * The addresses of an input, one a value: by their texts where those are known, else by what the input was made
 * from. One of which nothing can be told has no key.
 * @param values undefined where not even the list is known
 */
export function addressesIn(
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
