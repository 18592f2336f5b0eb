/** Public names as Route 53's records answer them. */
import type { GraphResource, Properties } from "../../resource";
import { addressTypes, exactly, ttlsOf, UNKNOWN_TARGET } from "../../views/answers";
import { hostOf, wordOf } from "../../views/hosts";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import type { AddressBook, AnswerView, AuthorityView, ZoneView } from "../dns-views";
import { awsChecks } from "./checks";
import { awsZoneOf } from "./zones";

/** By host; a host with records of several types comes once for each. */
export function* awsNames(addresses: AddressBook): Generator<[string, AuthorityView]> {
  const { graph } = addresses;
  const sets = new Map<string, GraphResource[]>();
  for (const record of graph.byType.get("aws:route53/record:Record") ?? []) {
    const properties = propertiesOf(record);
    const name = textAt(properties, "name");
    const type = typeOf(record);
    const zone = awsZoneOf(graph, record);
    if (!name || !addressTypes.has(type) || zone?.private) continue;
    const key = `${type} ${absolute(name, zone)}`;
    const set = sets.get(key);
    if (set) set.push(record);
    else sets.set(key, [record]);
  }
  for (const [key, set] of sets) {
    // The order in which a program's resources are registered differs from run to run.
    const records = set.sort((a, b) => (a.urn < b.urn ? -1 : 1));
    const [recordType = "", host = ""] = key.split(" ");
    const weighted = records.every((record) => weightOf(record) !== undefined);
    const zones = new Set(records.map((record) => awsZoneOf(graph, record)));
    const zone = zones.size === 1 ? [...zones][0] : undefined;
    yield [
      host,
      {
        provider: "aws",
        answering: weighted
          ? "weighted"
          : records.length === 1 && records.every((record) => !hasPolicy(record))
            ? "plain"
            : "other",
        recordType,
        ...ttlsOf(
          records.filter((record) => !isAlias(record)).map((record) => numberAt(propertiesOf(record), "ttl")),
        ),
        answers: records.flatMap((record) => answersOf(addresses, record)),
        resources: records,
        ...(zone ? { zone } : {}),
      },
    ];
  }
}

const typeOf = (record: GraphResource): string => wordOf(textAt(propertiesOf(record), "type") ?? "");

/** A record's name may be given without its zone's. */
function absolute(name: string, zone: ZoneView | undefined): string {
  const host = hostOf(name);
  const domain = zone?.domain;
  return !domain || host === domain || host.endsWith(`.${domain}`) ? host : `${host}.${domain}`;
}

const routingPolicies = [
  "weightedRoutingPolicies",
  "failoverRoutingPolicies",
  "latencyRoutingPolicies",
  "geolocationRoutingPolicies",
  "geoproximityRoutingPolicy",
  "cidrRoutingPolicy",
  "multivalueAnswerRoutingPolicy",
];
const hasPolicy = (record: GraphResource): boolean =>
  routingPolicies.some((policy) => at(propertiesOf(record), policy) !== undefined);

/** An alias lives as long as what it stands for. */
const isAlias = (record: GraphResource): boolean => listAt(propertiesOf(record), "aliases").length > 0;

const weightOf = (record: GraphResource): number | undefined =>
  numberAt(propertiesOf(record), "weightedRoutingPolicies", 0, "weight");

/** By geolocation, but for the one that all the others fall back to. */
function isForPlaces(properties: Properties): boolean {
  const places = listAt(properties, "geolocationRoutingPolicies");
  return places.length > 0 && !places.some((place) => textAt(place, "country") === "*");
}

function answersOf(addresses: AddressBook, record: GraphResource): AnswerView[] {
  const properties = propertiesOf(record);
  const check = awsChecks.named(record, "healthCheckId", addresses);
  const weight = weightOf(record);
  const common: Omit<AnswerView, "address"> = {
    resource: record,
    name: textAt(properties, "setIdentifier") ?? record.name,
    disabled: false,
    ...(weight === undefined ? {} : { weight }),
    ...(textAt(properties, "failoverRoutingPolicies", 0, "type") === "SECONDARY" ? { standby: true } : {}),
    ...(isForPlaces(properties) ? { forPlaces: true } : {}),
    ...(check ? { check } : {}),
  };
  const aliases = listAt(properties, "aliases");
  if (aliases.length > 0) {
    const target = textAt(aliases[0], "name") ?? UNKNOWN_TARGET;
    const evaluatesTarget = booleanAt(aliases[0], "evaluateTargetHealth") === true;
    return [{ ...common, address: {}, target, evaluatesTarget }];
  }
  const records = at(properties, "records");
  if (typeOf(record) === "CNAME") {
    return [{ ...common, address: {}, target: textAt(records, 0) ?? UNKNOWN_TARGET }];
  }
  const values = isUnknown(records) ? undefined : listAt(records);
  return addresses.named(record, "records", values).map((address) => ({
    ...common,
    address,
    ...exactly(address, check),
  }));
}
