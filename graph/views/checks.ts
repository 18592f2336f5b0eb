/** The health checks of a graph: Route 53's and OCI's monitors, in one form. */
import type { ProviderName } from "../clouds/contract";
import type { Graph, GraphResource, Properties } from "../resource";
import { type AddressView, addressesIn } from "./addresses";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt, textsAt } from "./read";
import { namedOne } from "./references";

export interface CheckView {
  readonly resource: GraphResource;
  readonly authority: ProviderName;
  /** `HTTPS`, `TCP`, `CALCULATED`, …, as the provider spells it. */
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
  readonly vantageNames: readonly string[];
  readonly disabled: boolean;
  readonly inverted: boolean;
  readonly targets: readonly AddressView[];
  /** Checks that a calculated one is made of. */
  readonly children: readonly GraphResource[];
}

const healthCheck = "aws:route53/healthCheck:HealthCheck";
const httpMonitor = "oci:HealthChecks/httpMonitor:HttpMonitor";
const types = new Set([healthCheck, httpMonitor]);

/** Every health check and monitor of the graph. */
export function checksOf(graph: Graph): readonly CheckView[] {
  return [...(graph.byType.get(healthCheck) ?? []), ...(graph.byType.get(httpMonitor) ?? [])].map((check) =>
    checkOf(graph, check),
  );
}

/** A health check or monitor as it is; undefined for any other resource. */
export function checkAt(graph: Graph, resource: GraphResource | undefined): CheckView | undefined {
  return resource && types.has(resource.type) ? checkOf(graph, resource) : undefined;
}

/** The check that an input names. */
export function namedCheck(graph: Graph, resource: GraphResource, input: string): CheckView | undefined {
  return checkAt(graph, namedOne(graph, resource, input, types));
}

function checkOf(graph: Graph, resource: GraphResource): CheckView {
  let views = cache.get(graph);
  if (!views) {
    views = new Map();
    cache.set(graph, views);
  }
  let view = views.get(resource.urn);
  if (!view) {
    view = resource.type === healthCheck ? route53Check(graph, resource) : monitor(graph, resource);
    views.set(resource.urn, view);
  }
  return view;
}
const cache = new WeakMap<Graph, Map<string, CheckView>>();

function route53Check(graph: Graph, resource: GraphResource): CheckView {
  const properties = propertiesOf(resource);
  const ip = at(properties, "ipAddress");
  const vantageNames = namesAt(properties, "regions");
  return {
    resource,
    authority: "aws",
    ...texts(properties, { protocol: "type", path: "resourcePath", host: "fqdn" }),
    ...numbers(properties, {
      port: "port",
      intervalSeconds: "requestInterval",
      threshold: "failureThreshold",
    }),
    vantages: vantageNames.length,
    vantageNames,
    disabled: at(properties, "disabled") === true || isUnknown(resource.inputs.disabled),
    inverted: at(properties, "invertHealthcheck") === true || isUnknown(resource.inputs.invertHealthcheck),
    targets: ip === undefined || ip === "" ? [] : addressesIn(graph, resource, "ipAddress", [ip]),
    children: madeFrom(resource, "childHealthchecks").flatMap((urn) => graph.byUrn.get(urn) ?? []),
  };
}

function monitor(graph: Graph, resource: GraphResource): CheckView {
  const properties = propertiesOf(resource);
  const host = Object.entries(textsAt(properties, "headers")).find(([name]) => name.toLowerCase() === "host");
  const targets = at(properties, "targets");
  const vantageNames = namesAt(properties, "vantagePointNames");
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
    vantages: vantageNames.length,
    vantageNames,
    // Unknown among the outputs alone, nobody has set it, and it will be on.
    disabled: at(properties, "isEnabled") === false || isUnknown(resource.inputs.isEnabled),
    inverted: false,
    targets: addressesIn(graph, resource, "targets", isUnknown(targets) ? undefined : listAt(targets)),
    children: [],
  };
}

const namesAt = (properties: Properties, input: string): string[] =>
  listAt(properties, input).filter((name): name is string => typeof name === "string");

function texts(properties: Properties, wanted: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, input]) => {
      const found = textAt(properties, input);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}

function numbers(properties: Properties, wanted: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(wanted).flatMap(([key, input]) => {
      const found = numberAt(properties, input);
      return found === undefined ? [] : [[key, found]];
    }),
  );
}
