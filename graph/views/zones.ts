/** The DNS zones of a graph, and the servers that each names for its domain. */
import type { ProviderName } from "../clouds/contract";
import type { Graph, GraphResource } from "../resource";
import { at, isUnknown, listAt, propertiesOf, textAt } from "./read";
import { namedOne } from "./references";

export interface ZoneView {
  readonly provider: ProviderName;
  readonly resource: GraphResource;
  /** Lower case, without a trailing dot. */
  readonly domain?: string;
  /** Answered inside networks only. */
  readonly private: boolean;
  /** The servers that its provider gave it; undefined where they aren't known yet. */
  readonly servers?: readonly string[];
}

const providerOfType: ReadonlyMap<string, ProviderName> = new Map([
  ["aws:route53/zone:Zone", "aws"],
  ["oci:Dns/zone:Zone", "oci"],
]);

const zoneTypes: ReadonlySet<string> = new Set(providerOfType.keys());

/** A host's name as it is compared: lower case, without a trailing dot. */
export const hostOf = (text: string): string => text.toLowerCase().replace(/\.$/, "");

/** Every zone, in the order of the graph. */
export function zonesOf(graph: Graph): readonly ZoneView[] {
  return [...indexOf(graph).byUrn.values()];
}

/** The zone that an input of a record names: by its id, or by its name as OCI takes it too. */
export function zoneOf(graph: Graph, record: GraphResource, input: string): ZoneView | undefined {
  const { byUrn, byDomain } = indexOf(graph);
  const named = namedOne(graph, record, input, zoneTypes);
  if (named) return byUrn.get(named.urn);
  const text = textAt(propertiesOf(record), input);
  return text === undefined ? undefined : byDomain.get(hostOf(text));
}

interface ZoneIndex {
  readonly byUrn: ReadonlyMap<string, ZoneView>;
  /** OCI's alone: Route 53 takes ids only. */
  readonly byDomain: ReadonlyMap<string, ZoneView>;
}

function indexOf(graph: Graph): ZoneIndex {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const byUrn = new Map<string, ZoneView>();
  const byDomain = new Map<string, ZoneView>();
  for (const [type, provider] of providerOfType) {
    for (const resource of graph.byType.get(type) ?? []) {
      const zone = view(resource, provider);
      byUrn.set(resource.urn, zone);
      if (zone.provider === "oci" && zone.domain) byDomain.set(zone.domain, zone);
    }
  }
  const index = { byUrn, byDomain };
  indexes.set(graph, index);
  return index;
}
const indexes = new WeakMap<Graph, ZoneIndex>();

function view(resource: GraphResource, provider: ProviderName): ZoneView {
  const properties = propertiesOf(resource);
  const domain = textAt(properties, "name");
  const servers =
    provider === "aws"
      ? serverNames(listAt(properties, "nameServers"))
      : serverNames(listAt(properties, "nameservers").map((server) => at(server, "hostname") ?? null));
  return {
    provider,
    resource,
    ...(domain === undefined ? {} : { domain: hostOf(domain) }),
    private:
      provider === "aws" ? listAt(properties, "vpcs").length > 0 : textAt(properties, "scope") === "PRIVATE",
    ...(servers === undefined ? {} : { servers }),
  };
}

/** Undefined where there are none, or one isn't known. */
export function serverNames(values: readonly unknown[]): readonly string[] | undefined {
  const known = values.filter((value): value is string => typeof value === "string" && !isUnknown(value));
  return known.length === 0 || known.length < values.length ? undefined : known.map(hostOf);
}
