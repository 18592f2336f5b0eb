/** The servers that a zone names for its own domain, beside those that its provider gave it. */
import type { Graph, GraphResource, Value } from "../resource";
import { at, isUnknown, listAt, madeFrom, propertiesOf, textAt } from "./read";
import { hostOf, type ZoneView, zoneOf } from "./zones";

/** Both providers give a zone four servers. */
const SERVERS = 4;

interface Listed {
  readonly resource: GraphResource;
  readonly input: string;
  /** Undefined where not even the list is known. */
  readonly values: readonly (Value | undefined)[] | undefined;
}

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
  // A zone names its own servers by itself. OCI keeps them; in Route 53 a record of the program takes their place.
  if (other === zone && (zone.provider === "oci" || listed.length === 0)) return undefined;
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
  const count = (other.servers ? names.length : SERVERS) - unknown;
  if (count <= 0) return undefined;
  const of = other.servers?.length ?? SERVERS;
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

function recordsAtApex(graph: Graph, zone: ZoneView): readonly Listed[] {
  let byZone = indexes.get(graph);
  if (!byZone) {
    byZone = new Map();
    for (const [owner, listed] of nameServerRecords(graph)) {
      const found = byZone.get(owner);
      if (found) found.push(listed);
      else byZone.set(owner, [listed]);
    }
    indexes.set(graph, byZone);
  }
  return byZone.get(zone.resource.urn) ?? [];
}
const indexes = new WeakMap<Graph, Map<string, Listed[]>>();

function* nameServerRecords(graph: Graph): Generator<[zone: string, Listed]> {
  const list = (found: Value | undefined) => (isUnknown(found) ? undefined : listAt(found));
  for (const record of graph.byType.get("aws:route53/record:Record") ?? []) {
    const properties = propertiesOf(record);
    const zone = zoneOf(graph, record, "zoneId");
    if (!zone || textAt(properties, "type") !== "NS" || !isApex(zone, textAt(properties, "name"))) continue;
    yield [
      zone.resource.urn,
      { resource: record, input: "records", values: list(at(properties, "records")) },
    ];
  }
  for (const type of ["oci:Dns/record:Record", "oci:Dns/rrset:Rrset"]) {
    for (const record of graph.byType.get(type) ?? []) {
      const properties = propertiesOf(record);
      const zone = zoneOf(graph, record, "zoneNameOrId");
      if (!zone || textAt(properties, "rtype") !== "NS" || !isApex(zone, textAt(properties, "domain")))
        continue;
      const listed =
        type === "oci:Dns/record:Record"
          ? { input: "rdata", values: [at(properties, "rdata")] }
          : { input: "items", values: list(at(properties, "items"))?.map((item) => at(item, "rdata")) };
      yield [zone.resource.urn, { resource: record, ...listed }];
    }
  }
}

const isApex = ({ domain }: ZoneView, name: string | undefined): boolean =>
  name === "" || (name !== undefined && hostOf(name) === domain);
