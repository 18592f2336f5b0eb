/** Public names as OCI DNS answers them: by steering policies, by record sets and by single records. */
import type { GraphResource, Properties, Value } from "../../resource";
import { addressTypes, exactly, ttlsOf, UNKNOWN_TARGET } from "../../views/answers";
import { hostOf, wordIn, wordOf } from "../../views/hosts";
import {
  at,
  booleanAt,
  isUnknown,
  listAt,
  madeFrom,
  mapAt,
  numberAt,
  propertiesOf,
  textAt,
} from "../../views/read";
import { namedOne } from "../../views/references";
import type { AddressBook, AddressView, AnswerView, AuthorityView, ZoneView } from "../dns-views";
import { ociChecks } from "./checks";
import { conditionOf } from "./conditions";
import { ociZoneOf } from "./zones";

/** By host; a host with records of several types comes once for each. */
export function* ociNames(addresses: AddressBook): Generator<[string, AuthorityView]> {
  const { graph } = addresses;
  const sets = plainSets(addresses);
  for (const attachment of graph.byType.get("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment") ??
    []) {
    const domain = textAt(propertiesOf(attachment), "domainName");
    if (!domain) continue;
    const host = hostOf(domain);
    const policy = namedOne(graph, attachment, "steeringPolicyId", policyTypes);
    const zone = ociZoneOf(graph, attachment, "zoneId");
    for (const recordType of recordTypesOf(policy)) {
      const key = `${recordType} ${host}`;
      const set = sets.get(key);
      const beneath = set?.zone === zone ? set : undefined;
      if (beneath) sets.delete(key);
      yield [host, steering(addresses, recordType, attachment, policy, zone, beneath)];
    }
  }
  for (const [key, set] of sets) {
    const [recordType = "", host = ""] = key.split(" ");
    yield [
      host,
      {
        provider: "oci",
        answering: "plain",
        recordType,
        ...ttlsOf(set.ttls),
        answers: set.addresses.map((address) => plainAnswer(set, recordType, address)),
        resources: set.resources,
        ...(set.zone ? { zone: set.zone } : {}),
      },
    ];
  }
}

/** An attachment answers for every type that its policy has answers of. */
function recordTypesOf(policy: GraphResource | undefined): ReadonlySet<string> {
  const answers = policy ? listAt(propertiesOf(policy), "answers") : [];
  const types = new Set(answers.flatMap((answer) => wordIn(textAt(answer, "rtype")) ?? []));
  return types.size > 0 ? types : new Set(["A"]);
}

interface PlainSet {
  readonly resource: GraphResource;
  readonly resources: readonly GraphResource[];
  readonly addresses: readonly AddressView[];
  readonly ttls: readonly (number | undefined)[];
  readonly zone?: ZoneView;
}

function plainAnswer(set: PlainSet, recordType: string, address: AddressView): AnswerView {
  const isName = recordType === "CNAME";
  return {
    resource: set.resource,
    name: address.ip ?? set.resource.name,
    address: isName ? {} : address,
    ...(isName ? { target: address.ip ?? UNKNOWN_TARGET } : {}),
    disabled: false,
  };
}

/** Plain records by type and host. */
function plainSets(addresses: AddressBook): Map<string, PlainSet> {
  const { graph } = addresses;
  const sets = new Map<string, PlainSet>();
  const add = (record: GraphResource, found: AddressView[], ttls: (number | undefined)[]) => {
    const properties = propertiesOf(record);
    const type = wordOf(textAt(properties, "rtype") ?? "");
    const domain = textAt(properties, "domain");
    const zone = ociZoneOf(graph, record, "zoneNameOrId");
    const inside = wordIn(textAt(properties, "scope")) === "PRIVATE" || zone?.private;
    if (!domain || !addressTypes.has(type) || inside) return;
    const key = `${type} ${hostOf(domain)}`;
    const set = sets.get(key);
    sets.set(key, {
      resource: set?.resource ?? record,
      resources: [...(set?.resources ?? []), record],
      addresses: [...(set?.addresses ?? []), ...found],
      ttls: [...(set?.ttls ?? []), ...ttls],
      ...(zone ? { zone } : {}),
    });
  };
  for (const record of graph.byType.get("oci:Dns/rrset:Rrset") ?? []) {
    const found = at(propertiesOf(record), "items");
    const items = isUnknown(found) ? undefined : listAt(found).filter((item) => isOfSet(item, record));
    const data = items?.map((item) => at(item, "rdata"));
    const ttls = (items ?? []).map((item) => numberAt(item, "ttl"));
    add(record, addresses.named(record, "items", data), ttls);
  }
  for (const record of graph.byType.get("oci:Dns/record:Record") ?? []) {
    const properties = propertiesOf(record);
    add(record, addresses.named(record, "rdata", [at(properties, "rdata")]), [numberAt(properties, "ttl")]);
  }
  return sets;
}

/** An item of another domain or type is no answer of its set. */
function isOfSet(item: Value, set: GraphResource): boolean {
  const own = propertiesOf(set);
  const isSame = (key: string, compared: (text: string) => string): boolean => {
    const [mine, theirs] = [textAt(own, key), textAt(item, key)];
    return mine !== undefined && theirs !== undefined ? compared(mine) === compared(theirs) : mine === theirs;
  };
  return isSame("domain", hostOf) && isSame("rtype", wordOf);
}

const policyTypes = new Set(["oci:Dns/steeringPolicy:SteeringPolicy"]);

function steering(
  addresses: AddressBook,
  recordType: string,
  attachment: GraphResource,
  policy: GraphResource | undefined,
  zone: ZoneView | undefined,
  beneath: PlainSet | undefined,
): AuthorityView {
  const properties = policy ? propertiesOf(policy) : {};
  const monitor = policy && ociChecks.named(policy, "healthCheckMonitorId", addresses);
  const limit = rulesOf(properties, "LIMIT")[0];
  const count = numberAt(limit, "defaultCount") ?? numberAt(limit, "cases", 0, "count");
  return {
    provider: "oci",
    answering: "steering",
    recordType,
    ...ttlsOf([numberAt(properties, "ttl")]),
    ...(count === undefined ? {} : { limit: count }),
    answers: policy ? steeringAnswers(addresses, policy, recordType) : [],
    resources: [attachment, ...(policy ? [policy] : []), ...(beneath?.resources ?? [])],
    ...(zone ? { zone } : {}),
    ...(policy ? { policy } : {}),
    ruleTypes: listAt(properties, "rules").map((rule) => wordOf(textAt(rule, "ruleType") ?? "")),
    ...(monitor ? { monitor } : {}),
    ...(beneath
      ? { beneath: { resource: beneath.resource, addresses: beneath.addresses, ...ttlsOf(beneath.ttls) } }
      : {}),
  };
}

function steeringAnswers(book: AddressBook, policy: GraphResource, recordType: string): AnswerView[] {
  const properties = propertiesOf(policy);
  const answers = listAt(properties, "answers");
  // Without a HEALTH rule the monitor's word isn't asked.
  const asks = rulesOf(properties, "HEALTH").length > 0;
  const check = asks ? ociChecks.named(policy, "healthCheckMonitorId", book) : undefined;
  const filters = rulesOf(properties, "FILTER");
  const weights = weightsOf(properties);
  const priorities = valuesOf(properties, "PRIORITY");
  const first = Math.min(...priorities.values());
  const addresses = steeringAddresses(book, policy, answers);
  return answers.flatMap((answer, i): AnswerView[] => {
    if (wordIn(textAt(answer, "rtype")) !== recordType) return [];
    const name = textAt(answer, "name") ?? "";
    const address = addresses[i] ?? {};
    const weight = weights.get(name);
    const isName = recordType === "CNAME";
    const view: AnswerView = {
      resource: policy,
      name,
      address: isName ? {} : address,
      ...(isName ? { target: textAt(answer, "rdata") ?? UNKNOWN_TARGET } : {}),
      ...(weight === undefined ? {} : { weight }),
      ...((priorities.get(name) ?? first) > first ? { standby: true } : {}),
      disabled: booleanAt(answer, "isDisabled") === true || !filters.every((filter) => keeps(filter, name)),
      ...(check ? { check } : {}),
      ...exactly(address, check),
    };
    return [view];
  });
}

const rulesOf = (policy: Properties, type: string): Properties[] =>
  listAt(policy, "rules")
    .map((rule) => mapAt(rule))
    .filter((rule) => wordIn(textAt(rule, "ruleType")) === type);

const dataOf = (rule: Properties): readonly Value[] => [
  ...listAt(rule, "defaultAnswerDatas"),
  ...listAt(rule, "cases", 0, "answerDatas"),
];

/** Whether a filter keeps an answer that isn't switched off; a condition that can't be read keeps nothing. */
function keeps(filter: Properties, name: string): boolean {
  return dataOf(filter).some((data) => {
    const condition = conditionOf(textAt(data, "answerCondition"));
    const matches = condition.kind === "enabled" || (condition.kind === "named" && condition.name === name);
    return matches && booleanAt(data, "shouldKeep") === true;
  });
}

/** Weights by answer name, from the rule's conditions `answer.name == '…'`. */
const weightsOf = (policy: Properties): ReadonlyMap<string, number> => valuesOf(policy, "WEIGHTED");

/** What a rule gives each answer; of priorities the lowest comes first. */
function valuesOf(policy: Properties, type: "PRIORITY" | "WEIGHTED"): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const data of rulesOf(policy, type).flatMap(dataOf)) {
    const condition = conditionOf(textAt(data, "answerCondition"));
    const value = numberAt(data, "value");
    if (condition.kind === "named" && value !== undefined) weights.set(condition.name, value);
  }
  return weights;
}

/**
 * One address an answer. Where the texts aren't known yet, the answers' names tell which site's address each
 * is: a policy's dependencies name the addresses, but not which answer has which.
 */
function steeringAddresses(
  addresses: AddressBook,
  policy: GraphResource,
  answers: readonly Value[],
): AddressView[] {
  const left = addresses.among(madeFrom(policy, "answers"));
  return answers.map((answer) => {
    const ip = textAt(answer, "rdata");
    if (ip !== undefined) return addresses.ofIp(ip);
    if (!isUnknown(at(answer, "rdata"))) return {};
    const name = textAt(answer, "name") ?? "";
    const index = left.findIndex(({ site }) => site !== undefined && name.startsWith(site));
    return (index >= 0 ? left.splice(index, 1)[0] : left.length === 1 ? left.shift() : undefined) ?? {};
  });
}
