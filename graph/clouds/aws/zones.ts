/** Route 53's zones, and the records at their top that say who serves the domain. */
import type { Graph, GraphResource } from "../../resource";
import { hostOf, serverNames, wordOf } from "../../views/hosts";
import { perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import { namedOne } from "../../views/references";
import type { NameServerRecord, StartOfAuthority, ZoneView } from "../dns-views";

const ZONE = "aws:route53/zone:Zone";
export const zoneTypes: ReadonlySet<string> = new Set([ZONE]);

const zonesByUrn = perGraph(
  (graph): ReadonlyMap<string, ZoneView> =>
    new Map((graph.byType.get(ZONE) ?? []).map((resource) => [resource.urn, zoneView(resource)])),
);

export const awsZones = (graph: Graph): readonly ZoneView[] => [...zonesByUrn(graph).values()];

/** The zone that a record is in: it names it by its id alone. */
export function awsZoneOf(graph: Graph, record: GraphResource): ZoneView | undefined {
  const named = namedOne(graph, record, "zoneId", zoneTypes);
  return named && zonesByUrn(graph).get(named.urn);
}

function zoneView(resource: GraphResource): ZoneView {
  const properties = propertiesOf(resource);
  const domain = textAt(properties, "name");
  return {
    provider: "aws",
    resource,
    ...picked("domain", domain === undefined ? undefined : hostOf(domain)),
    private: listAt(properties, "vpcs").length > 0,
    ...picked("servers", serverNames(listAt(properties, "nameServers"))),
    serverCount: 4,
    // A record of the program takes the place of the one that came with the zone.
    keepsOwnServers: false,
  };
}

/** Records of a type at the top of a zone. */
function* apexRecords(graph: Graph, type: string): Generator<readonly [GraphResource, ZoneView]> {
  for (const record of graph.byType.get("aws:route53/record:Record") ?? []) {
    const properties = propertiesOf(record);
    if (wordOf(textAt(properties, "type") ?? "") !== type) continue;
    const zone = awsZoneOf(graph, record);
    const name = textAt(properties, "name");
    if (!zone || name === undefined || (name !== "" && hostOf(name) !== zone.domain)) continue;
    yield [record, zone];
  }
}

export function* awsNameServers(graph: Graph): Generator<NameServerRecord> {
  for (const [resource, zone] of apexRecords(graph, "NS")) {
    const records = at(propertiesOf(resource), "records");
    const values = isUnknown(records) ? undefined : listAt(records);
    yield { zone, resource, input: "records", values };
  }
}

export function* awsStartsOfAuthority(graph: Graph): Generator<StartOfAuthority> {
  for (const [resource, zone] of apexRecords(graph, "SOA")) {
    const properties = propertiesOf(resource);
    yield {
      zone,
      resource,
      ...picked("ttl", numberAt(properties, "ttl")),
      ...picked("text", textAt(properties, "records", 0)),
    };
  }
}
