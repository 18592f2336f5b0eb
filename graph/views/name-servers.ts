/** The servers that a zone names for its own domain, beside those that its provider gave it. */
import { allReaders } from "../clouds";
import type { NameServerRecord, ZoneView } from "../clouds/dns-views";
import type { Graph, GraphResource } from "../resource";
import { hostOf } from "./hosts";
import { perGraph } from "./per-graph";
import { isUnknown, madeFrom } from "./read";

export interface Missing {
  /** The record to mend, or the zone that has none. */
  readonly resource: GraphResource;
  /** How many of the other zone's servers aren't named, and which, where that is known. */
  readonly count: number;
  readonly of: number;
  readonly names: readonly string[];
}

/** What a zone lacks of another's servers, or of its own; undefined where it names them all. */
export function missingServers(graph: Graph, zone: ZoneView, other: ZoneView): Missing | undefined {
  const listed = recordsAtApex(graph, zone);
  // A zone names its own servers by itself, unless a record of the program takes their place.
  if (other === zone && (zone.keepsOwnServers || listed.length === 0)) return undefined;
  const known = new Set<string>();
  let unknown = 0;
  for (const { resource, input, values } of listed) {
    const made = madeFrom(resource, input).includes(other.resource.urn);
    if (values === undefined) unknown += made ? Number.POSITIVE_INFINITY : 0;
    for (const value of values ?? []) {
      if (isUnknown(value)) unknown += made ? 1 : 0;
      else if (typeof value === "string") known.add(hostOf(value));
    }
  }
  const wanted = other.servers ?? [];
  const names = wanted.filter((server) => !known.has(server));
  // Which of the names that are known are the other's can't be told as long as its servers can't.
  const count = (other.servers ? names.length : other.serverCount) - unknown;
  if (count <= 0) return undefined;
  const of = other.servers?.length ?? other.serverCount;
  return { resource: listed[0]?.resource ?? zone.resource, count, of, names: names.slice(0, count) };
}

/** Whether a zone leads its domain's resolvers to some server of another: by its text, or as made from that zone. */
export function namesServersOf(graph: Graph, zone: ZoneView, other: ZoneView): boolean {
  const servers = new Set(other.servers);
  return recordsAtApex(graph, zone).some(
    ({ resource, input, values }) =>
      madeFrom(resource, input).includes(other.resource.urn) ||
      (values ?? []).some((value) => typeof value === "string" && servers.has(hostOf(value))),
  );
}

const recordsAtApex = (graph: Graph, zone: ZoneView): readonly NameServerRecord[] =>
  recordsByZone(graph).get(zone.resource.urn) ?? [];

const recordsByZone = perGraph((graph): ReadonlyMap<string, readonly NameServerRecord[]> => {
  const byZone = new Map<string, NameServerRecord[]>();
  for (const record of allReaders().flatMap(({ dns }) => [...dns.nameServers(graph)])) {
    const { urn } = record.zone.resource;
    byZone.set(urn, [...(byZone.get(urn) ?? []), record]);
  }
  return byZone;
});
