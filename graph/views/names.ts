/**
 * What the DNS authorities answer: each public name with its answers, their weights, their addresses and the
 * health checks behind them, read from Route 53's records and OCI's steering policies and record sets.
 */
import type { ProviderName } from "../regions";
import type { Graph, GraphResource, Value } from "../resource";
import { type AddressView, addressesAmong, addressOfIp } from "./addresses";
import { at, isUnknown, listAt, madeFrom, mapAt, numberAt, propertiesOf, textAt, textsAt } from "./read";

export interface CheckView {
  readonly resource: GraphResource;
  readonly authority: ProviderName;
  /** `HTTPS`, `TCP`, …, as the provider spells it. */
  readonly protocol?: string;
  readonly path?: string;
  /** The Host that it asks for. */
  readonly host?: string;
  readonly port?: number;
  /** Seconds. `timeoutSeconds` is undefined where the provider has no setting for it (Route 53). */
  readonly intervalSeconds?: number;
  readonly timeoutSeconds?: number;
  /** Failures in a row; undefined where the provider has no setting for it (OCI). */
  readonly threshold?: number;
  /** Checker regions or vantage points named; 0 where the provider chooses. */
  readonly vantages: number;
  readonly disabled: boolean;
  readonly inverted: boolean;
  readonly targets: readonly AddressView[];
}

export interface AnswerView {
  /** The record, or the policy that holds the answer. */
  readonly resource: GraphResource;
  readonly name: string;
  readonly address: AddressView;
  /** A name or alias that it answers with instead of an address. */
  readonly target?: string;
  readonly weight?: number;
  readonly disabled: boolean;
  /** The check that can take it out; undefined where there is none. */
  readonly check?: CheckView;
  /** Whether its address is exactly a target of that check; undefined where that can't be told. */
  readonly checkedExactly?: boolean;
}

/** How an authority picks among answers: by weight with checks, or a plain record set of all. */
export type Answering = "weighted" | "steering" | "plain" | "other";

export interface AuthorityView {
  readonly provider: ProviderName;
  readonly answering: Answering;
  readonly recordType: string;
  /** Seconds. */
  readonly ttl?: number;
  readonly answers: readonly AnswerView[];
  /** All resources that answer: records, or attachment, policy and record set beneath. */
  readonly resources: readonly GraphResource[];
  /** OCI: the plain record set that answers should the attachment be gone. */
  readonly beneath?: {
    readonly resource: GraphResource;
    readonly addresses: readonly AddressView[];
    readonly ttl?: number;
  };
}

export interface NameView {
  /** Lower case, without a trailing dot. */
  readonly host: string;
  readonly authorities: readonly AuthorityView[];
}

const addressTypes = new Set(["A", "AAAA", "CNAME"]);
export const hostOf = (text: string): string => text.toLowerCase().replace(/\.$/, "");

/** Every name that is answered with addresses or other names, sorted. */
export function namesOf(graph: Graph): readonly NameView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const names = new Map<string, AuthorityView[]>();
  const add = (host: string, view: AuthorityView) => names.set(host, [...(names.get(host) ?? []), view]);
  for (const [host, view] of route53(graph)) add(host, view);
  for (const [host, view] of ociDns(graph)) add(host, view);
  const found = [...names]
    .map(([host, authorities]) => ({ host, authorities }))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, readonly NameView[]>();

/** Every health check and monitor of the graph. */
export function checksOf(graph: Graph): readonly CheckView[] {
  return [
    ...(graph.byType.get("aws:route53/healthCheck:HealthCheck") ?? []).map((check) =>
      route53Check(graph, check),
    ),
    ...(graph.byType.get("oci:HealthChecks/httpMonitor:HttpMonitor") ?? []).map((check) =>
      monitor(graph, check),
    ),
  ];
}

function* route53(graph: Graph): Generator<[string, AuthorityView]> {
  const byName = new Map<string, GraphResource[]>();
  for (const record of graph.byType.get("aws:route53/record:Record") ?? []) {
    const properties = propertiesOf(record);
    const name = textAt(properties, "name");
    const type = textAt(properties, "type") ?? "";
    if (!name || !addressTypes.has(type)) continue;
    const key = `${type} ${absolute(graph, record, name)}`;
    byName.set(key, [...(byName.get(key) ?? []), record]);
  }
  for (const [key, records] of byName) {
    const [recordType = "", host = ""] = key.split(" ");
    const weighted = records.every((record) => weightOf(record) !== undefined);
    const first = records[0];
    const ttl = first && numberAt(propertiesOf(first), "ttl");
    yield [
      host,
      {
        provider: "aws",
        answering: weighted ? "weighted" : records.length === 1 && !policyOf(first) ? "plain" : "other",
        recordType,
        ...(ttl === undefined ? {} : { ttl }),
        answers: records.flatMap((record) => route53Answers(graph, record)),
        resources: records,
      },
    ];
  }
}

/** A record's name may be given without its zone's. */
function absolute(graph: Graph, record: GraphResource, name: string): string {
  const zone = madeFrom(record, "zoneId")
    .map((urn) => graph.byUrn.get(urn))
    .find((resource) => resource?.type === "aws:route53/zone:Zone");
  const domain = zone && textAt(propertiesOf(zone), "name");
  const host = hostOf(name);
  return !domain || host === hostOf(domain) || host.endsWith(`.${hostOf(domain)}`)
    ? host
    : `${host}.${hostOf(domain)}`;
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
const policyOf = (record: GraphResource | undefined): string | undefined =>
  record && routingPolicies.find((policy) => at(propertiesOf(record), policy) !== undefined);

const weightOf = (record: GraphResource): number | undefined =>
  numberAt(propertiesOf(record), "weightedRoutingPolicies", 0, "weight");

function route53Answers(graph: Graph, record: GraphResource): AnswerView[] {
  const properties = propertiesOf(record);
  const check = checkOf(graph, record);
  const weight = weightOf(record);
  const common = {
    resource: record,
    name: textAt(properties, "setIdentifier") ?? record.name,
    disabled: false,
    ...(weight === undefined ? {} : { weight }),
    ...(check ? { check } : {}),
  };
  const aliases = listAt(properties, "aliases");
  if (aliases.length > 0 || textAt(properties, "type") === "CNAME") {
    const target = textAt(aliases[0], "name") ?? textAt(properties, "records", 0) ?? "a name not known yet";
    return [{ ...common, address: {}, target }];
  }
  return addressesIn(graph, record, "records", listAt(properties, "records")).map((address) => ({
    ...common,
    address,
    ...exactly(address, check),
  }));
}

/** The addresses of a list input: by their texts where those are known, else by what the list was made from. */
function addressesIn(
  graph: Graph,
  resource: GraphResource,
  input: string,
  values: readonly Value[],
): AddressView[] {
  if (values.length > 0 && values.every((value) => typeof value === "string" && !isUnknown(value))) {
    return values.map((value) => addressOfIp(graph, value as string));
  }
  const made = addressesAmong(graph, madeFrom(resource, input));
  return made.length > 0 ? made : values.map(() => ({}));
}

function exactly(address: AddressView, check: CheckView | undefined): { checkedExactly?: boolean } {
  if (!check) return { checkedExactly: false };
  if (address.key === undefined || check.targets.some(({ key }) => key === undefined)) return {};
  return { checkedExactly: check.targets.some(({ key }) => key === address.key) };
}

function checkOf(graph: Graph, record: GraphResource): CheckView | undefined {
  const byEdge = madeFrom(record, "healthCheckId")
    .map((urn) => graph.byUrn.get(urn))
    .find((resource) => resource?.type === "aws:route53/healthCheck:HealthCheck");
  if (byEdge) return route53Check(graph, byEdge);
  const id = textAt(propertiesOf(record), "healthCheckId");
  const byId = id
    ? graph.byType.get("aws:route53/healthCheck:HealthCheck")?.find((check) => check.id === id)
    : undefined;
  return byId && route53Check(graph, byId);
}

function route53Check(graph: Graph, resource: GraphResource): CheckView {
  const properties = propertiesOf(resource);
  const ip = at(properties, "ipAddress");
  return {
    resource,
    authority: "aws",
    ...texts(properties, { protocol: "type", path: "resourcePath", host: "fqdn" }),
    ...numbers(properties, {
      port: "port",
      intervalSeconds: "requestInterval",
      threshold: "failureThreshold",
    }),
    vantages: listAt(properties, "regions").length,
    disabled: at(properties, "disabled") === true,
    inverted: at(properties, "invertHealthcheck") === true,
    targets: ip === undefined ? [] : addressesIn(graph, resource, "ipAddress", [ip]),
  };
}

function monitor(graph: Graph, resource: GraphResource): CheckView {
  const properties = propertiesOf(resource);
  const host = Object.entries(textsAt(properties, "headers")).find(([name]) => name.toLowerCase() === "host");
  return {
    resource,
    authority: "oci",
    ...texts(properties, { protocol: "protocol", path: "path" }),
    ...(host ? { host: host[1] } : {}),
    ...numbers(properties, {
      port: "port",
      intervalSeconds: "intervalInSeconds",
      timeoutSeconds: "timeoutInSeconds",
    }),
    vantages: listAt(properties, "vantagePointNames").length,
    disabled: at(properties, "isEnabled") === false,
    inverted: false,
    targets: addressesIn(graph, resource, "targets", listAt(properties, "targets")),
  };
}

function texts(
  properties: Parameters<typeof at>[0],
  wanted: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, input]) => {
      const found = textAt(properties, input);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

function numbers(
  properties: Parameters<typeof at>[0],
  wanted: Readonly<Record<string, string>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, input]) => {
      const found = numberAt(properties, input);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

function* ociDns(graph: Graph): Generator<[string, AuthorityView]> {
  const sets = new Map<string, GraphResource>();
  for (const type of ["oci:Dns/rrset:Rrset"]) {
    for (const set of graph.byType.get(type) ?? []) {
      const rtype = textAt(propertiesOf(set), "rtype") ?? "";
      const domain = textAt(propertiesOf(set), "domain");
      if (domain && addressTypes.has(rtype)) sets.set(hostOf(domain), set);
    }
  }
  for (const attachment of graph.byType.get("oci:Dns/steeringPolicyAttachment:SteeringPolicyAttachment") ??
    []) {
    const domain = textAt(propertiesOf(attachment), "domainName");
    if (!domain) continue;
    const host = hostOf(domain);
    const policy = policyOfAttachment(graph, attachment);
    const beneath = sets.get(host);
    sets.delete(host);
    yield [host, steering(graph, attachment, policy, beneath)];
  }
  for (const [host, set] of sets) {
    const { addresses, ttl } = recordSet(graph, set);
    yield [
      host,
      {
        provider: "oci",
        answering: "plain",
        recordType: textAt(propertiesOf(set), "rtype") ?? "",
        ...(ttl === undefined ? {} : { ttl }),
        answers: addresses.map((address) => ({
          resource: set,
          name: address.ip ?? set.name,
          address,
          disabled: false,
          ...(textAt(propertiesOf(set), "rtype") === "CNAME"
            ? { target: address.ip ?? "a name not known yet" }
            : {}),
        })),
        resources: [set],
      },
    ];
  }
}

function policyOfAttachment(graph: Graph, attachment: GraphResource): GraphResource | undefined {
  const type = "oci:Dns/steeringPolicy:SteeringPolicy";
  const byEdge = madeFrom(attachment, "steeringPolicyId")
    .map((urn) => graph.byUrn.get(urn))
    .find((resource) => resource?.type === type);
  if (byEdge) return byEdge;
  const id = textAt(propertiesOf(attachment), "steeringPolicyId");
  return id ? graph.byType.get(type)?.find((policy) => policy.id === id) : undefined;
}

function recordSet(graph: Graph, set: GraphResource): { addresses: AddressView[]; ttl?: number } {
  const items = listAt(propertiesOf(set), "items");
  const ttl = numberAt(items[0], "ttl");
  const addresses = addressesIn(
    graph,
    set,
    "items",
    items.map((item) => at(item, "rdata") ?? null),
  );
  return { addresses, ...(ttl === undefined ? {} : { ttl }) };
}

function steering(
  graph: Graph,
  attachment: GraphResource,
  policy: GraphResource | undefined,
  beneath: GraphResource | undefined,
): AuthorityView {
  const properties = policy ? propertiesOf(policy) : {};
  const ttl = numberAt(properties, "ttl");
  const set = beneath && recordSet(graph, beneath);
  return {
    provider: "oci",
    answering: "steering",
    recordType: textAt(properties, "answers", 0, "rtype") ?? "A",
    ...(ttl === undefined ? {} : { ttl }),
    answers: policy ? steeringAnswers(graph, policy) : [],
    resources: [attachment, ...(policy ? [policy] : []), ...(beneath ? [beneath] : [])],
    ...(beneath && set ? { beneath: { resource: beneath, ...set } } : {}),
  };
}

function steeringAnswers(graph: Graph, policy: GraphResource): AnswerView[] {
  const properties = propertiesOf(policy);
  const answers = listAt(properties, "answers");
  const rules = listAt(properties, "rules").map((rule) => mapAt(rule));
  const check = monitorOf(graph, policy);
  // Without a HEALTH rule the monitor's word isn't asked.
  const asked = rules.some((rule) => textAt(rule, "ruleType") === "HEALTH") ? check : undefined;
  const weights = weightsOf(rules);
  const addresses = steeringAddresses(graph, policy, answers);
  return answers.map((answer, i) => {
    const name = textAt(answer, "name") ?? "";
    const address = addresses[i] ?? {};
    const weight = weights.get(name);
    const isName = textAt(answer, "rtype") === "CNAME";
    return {
      resource: policy,
      name,
      address: isName ? {} : address,
      ...(isName ? { target: textAt(answer, "rdata") ?? "a name not known yet" } : {}),
      ...(weight === undefined ? {} : { weight }),
      disabled: at(answer, "isDisabled") === true,
      ...(asked ? { check: asked } : {}),
      ...exactly(address, asked),
    };
  });
}

function monitorOf(graph: Graph, policy: GraphResource): CheckView | undefined {
  const type = "oci:HealthChecks/httpMonitor:HttpMonitor";
  const byEdge = madeFrom(policy, "healthCheckMonitorId")
    .map((urn) => graph.byUrn.get(urn))
    .find((resource) => resource?.type === type);
  const id = textAt(propertiesOf(policy), "healthCheckMonitorId");
  const found = byEdge ?? (id ? graph.byType.get(type)?.find((check) => check.id === id) : undefined);
  return found && monitor(graph, found);
}

/** Weights by answer name, from the rule's conditions `answer.name == '…'`. */
function weightsOf(rules: readonly Readonly<Record<string, Value>>[]): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const rule of rules) {
    if (textAt(rule, "ruleType") !== "WEIGHTED") continue;
    for (const data of [...listAt(rule, "defaultAnswerDatas"), ...listAt(rule, "cases", 0, "answerDatas")]) {
      const name = /answer\.name\s*==\s*'([^']*)'/.exec(textAt(data, "answerCondition") ?? "")?.[1];
      const value = numberAt(data, "value");
      if (name !== undefined && value !== undefined) weights.set(name, value);
    }
  }
  return weights;
}

/**
 * One address an answer. Where the texts aren't known yet, the answers' names tell which site's address each
 * is: a policy's dependencies name the addresses, but not which answer has which.
 */
function steeringAddresses(graph: Graph, policy: GraphResource, answers: readonly Value[]): AddressView[] {
  const left = addressesAmong(graph, madeFrom(policy, "answers"));
  return answers.map((answer) => {
    const ip = textAt(answer, "rdata");
    if (ip !== undefined) return addressOfIp(graph, ip);
    const name = textAt(answer, "name") ?? "";
    const index = left.findIndex(({ site }) => site !== undefined && name.startsWith(site));
    return (index >= 0 ? left.splice(index, 1)[0] : left.length === 1 ? left.shift() : undefined) ?? {};
  });
}
