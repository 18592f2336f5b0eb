/** OCI's DNS zones, and the records at their top that say who serves the domain. */
import type { Graph, GraphResource } from "../../resource";
import { hostOf, serverNames, wordIn, wordOf } from "../../views/hosts";
import { perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import { namedOne } from "../../views/references";
import type { NameServerRecord, StartOfAuthority, ZoneView } from "../dns-views";

const ZONE = "oci:Dns/zone:Zone";
export const zoneTypes: ReadonlySet<string> = new Set([ZONE]);

interface ZoneIndex {
  readonly byUrn: ReadonlyMap<string, ZoneView>;
  readonly byDomain: ReadonlyMap<string, ZoneView>;
}

const indexOf = perGraph((graph): ZoneIndex => {
  const zones = (graph.byType.get(ZONE) ?? []).map(zoneView);
  return {
    byUrn: new Map(zones.map((zone) => [zone.resource.urn, zone])),
    byDomain: new Map(zones.flatMap((zone) => (zone.domain ? [[zone.domain, zone] as const] : []))),
  };
});

export const ociZones = (graph: Graph): readonly ZoneView[] => [...indexOf(graph).byUrn.values()];

/** The zone that an input of a record names: by its id, or by its name. */
export function ociZoneOf(
  graph: Graph,
  record: GraphResource,
  input: "zoneId" | "zoneNameOrId",
): ZoneView | undefined {
  const { byUrn, byDomain } = indexOf(graph);
  const named = namedOne(graph, record, input, zoneTypes);
  if (named) return byUrn.get(named.urn);
  const text = textAt(propertiesOf(record), input);
  return text === undefined ? undefined : byDomain.get(hostOf(text));
}

function zoneView(resource: GraphResource): ZoneView {
  const properties = propertiesOf(resource);
  const domain = textAt(properties, "name");
  const servers = listAt(properties, "nameservers").map((server) => at(server, "hostname") ?? null);
  return {
    provider: "oci",
    resource,
    ...picked("domain", domain === undefined ? undefined : hostOf(domain)),
    private: wordIn(textAt(properties, "scope")) === "PRIVATE",
    ...picked("servers", serverNames(servers)),
    serverCount: 4,
    keepsOwnServers: true,
  };
}

const RECORD = "oci:Dns/record:Record";
const SET = "oci:Dns/rrset:Rrset";

/** Records of a type at the top of a zone. */
function* apexRecords(graph: Graph, rtype: string): Generator<readonly [GraphResource, ZoneView]> {
  for (const type of [RECORD, SET]) {
    for (const record of graph.byType.get(type) ?? []) {
      const properties = propertiesOf(record);
      if (wordOf(textAt(properties, "rtype") ?? "") !== rtype) continue;
      const zone = ociZoneOf(graph, record, "zoneNameOrId");
      const domain = textAt(properties, "domain");
      if (!zone || domain === undefined || (domain !== "" && hostOf(domain) !== zone.domain)) continue;
      yield [record, zone];
    }
  }
}

export function* ociNameServers(graph: Graph): Generator<NameServerRecord> {
  for (const [record, zone] of apexRecords(graph, "NS")) yield { zone, resource: record, ...listed(record) };
}

export function* ociStartsOfAuthority(graph: Graph): Generator<StartOfAuthority> {
  for (const [resource, zone] of apexRecords(graph, "SOA")) {
    const properties = propertiesOf(resource);
    const own = resource.type === RECORD ? properties : at(properties, "items", 0);
    yield {
      zone,
      resource,
      ...picked("ttl", numberAt(own, "ttl")),
      ...picked("text", textAt(own, "rdata")),
    };
  }
}

function listed(record: GraphResource): Pick<NameServerRecord, "input" | "values"> {
  const properties = propertiesOf(record);
  if (record.type === RECORD) return { input: "rdata", values: [at(properties, "rdata")] };
  const items = at(properties, "items");
  const values = isUnknown(items) ? undefined : listAt(items).map((item) => at(item, "rdata"));
  return { input: "items", values };
}
