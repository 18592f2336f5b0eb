/** Whom a pod's own configuration dials: Services by their names, other sites by their addresses. */
import type { Graph, GraphResource, Value } from "../resource";
import { type AddressView, addressesAmong, addressOfIp } from "../views/addresses";
import { namedInNamespace } from "../views/objects";
import { perGraph } from "../views/per-graph";
import { queuesOf } from "../views/queues";
import { at, isUnknown, listAt, madeFrom, numberAt, propertiesOf, textAt } from "../views/read";
import { selected } from "../views/selection";
import { textsOf } from "../views/texts";
import type { WorkloadView } from "../views/workloads";
import { PEERS_PORT } from "./expected";
import { call, type PodWay } from "./pods";
import { containerPort, policiesPass } from "./policies";
import type { SiteWays } from "./sites";
import { first, type Passage, tcp } from "./way";

const SERVICE = "kubernetes:core/v1:Service";

/** Names of Services in a pod's texts: they must lead to pods, on the port that is dialled. */
export function dialledWays(graph: Graph, site: SiteWays): PodWay[] {
  return site.workloads.flatMap((from) =>
    [...namesIn(graph, textsOf(graph, from).texts)].map(([key, { name, namespace, port }]): PodWay => {
      const path = `${from.name} -> ${key}`;
      const service = namedInNamespace(graph, SERVICE, from.cluster, namespace, name);
      if (!service)
        return {
          path,
          passage: { at: from.resource, because: `dials ${key}, and no Service is called that` },
        };
      const elsewhere = textAt(propertiesOf(service), "spec", "externalName");
      if (textAt(propertiesOf(service), "spec", "type") === "ExternalName")
        return {
          path,
          passage: { at: service, because: `leads to ${elsewhere ?? "another name"} and to no pods` },
        };
      return { path, passage: toService(graph, site, from, service, namespace, port) };
    }),
  );
}

interface Dialled {
  readonly name: string;
  readonly namespace: string;
  readonly port?: number;
}

const dialledIn = perGraph(() => new Map<string, ReadonlyMap<string, Dialled>>());

function namesIn(graph: Graph, texts: readonly string[]): ReadonlyMap<string, Dialled> {
  const known = dialledIn(graph);
  const found = new Map<string, Dialled>();
  for (const text of texts) {
    const names = known.get(text) ?? namesInText(text);
    known.set(text, names);
    for (const [key, name] of names) found.set(key, name);
  }
  return found;
}

const DOMAIN = ".svc";
/** The longest that a Service's name and its namespace's are together. */
const LONGEST = 127;

function namesInText(text: string): ReadonlyMap<string, Dialled> {
  const found = new Map<string, Dialled>();
  for (let i = text.indexOf(DOMAIN); i >= 0; i = text.indexOf(DOMAIN, i + 1)) {
    const [namespace = "", name = ""] =
      text
        .slice(Math.max(0, i - LONGEST), i)
        .split(/[^a-z0-9.-]/)
        .at(-1)
        ?.split(".")
        .reverse() ?? [];
    const [, port] = /^\.svc\b(?:\.cluster\.local)?(?::(\d+))?/.exec(text.slice(i, i + 40)) ?? [];
    if (name === "" || namespace === "") continue;
    const key = `${name}.${namespace}${port === undefined ? "" : `:${port}`}`;
    found.set(key, { name, namespace, ...(port === undefined ? {} : { port: Number(port) }) });
  }
  return found;
}

function toService(
  graph: Graph,
  site: SiteWays,
  from: WorkloadView,
  service: GraphResource,
  namespace: string,
  dialled: number | undefined,
): Passage {
  const spec = at(propertiesOf(service), "spec");
  const selector = at(spec, "selector");
  if (dialled === undefined || isUnknown(selector) || selector === undefined) return undefined;
  const targets = selected(graph, from.cluster, namespace, { matchLabels: selector as Value });
  const isHeadless = textAt(spec, "clusterIP") === "None";
  const led = isHeadless ? dialled : portBehind(spec, dialled);
  if (led === undefined)
    return { at: service, because: `is dialled by ${from.name} on port ${dialled}, which it doesn't have` };
  return first(
    targets.map((to) => {
      const port = typeof led === "number" ? led : containerPort(to, led);
      return port === undefined ? undefined : call(graph, site, from, to, port).passage;
    }),
  );
}

function portBehind(spec: Value | undefined, dialled: number): number | string | undefined {
  const port = listAt(spec, "ports").find((each) => numberAt(each, "port") === dialled);
  if (port === undefined) return undefined;
  const target = at(port, "targetPort") ?? dialled;
  return numberAt(target) ?? String(target);
}

export interface OuterCall {
  readonly address: AddressView;
  readonly port: number;
  /** What the caller's own policies put in its way. */
  readonly policy: Passage;
}

/** Addresses of other sites in a pod's configuration: those that its queue links to, and those of its own texts. */
export function dialledOutside(graph: Graph, workload: WorkloadView): OuterCall[] {
  const queue = queuesOf(graph).find((one) => one.workload.resource === workload.resource);
  const links = queue
    ? queue.remotes.map((remote) => ({ address: remote, port: remote.port ?? LEAF_PORT }))
    : addressesIn(graph, workload);
  const other = links.filter(({ address }) => address.site !== undefined && address.site !== workload.site);
  return other.map(({ address, port }) => ({
    address,
    port,
    policy: policiesPass(graph, workload, "Egress", tcp(port), {
      name: address.ip ?? `${address.site}'s address`,
      ranges: address.ip === undefined ? [] : [address.ip],
      ...(address.resource ? { address: address.resource.urn } : {}),
    }),
  }));
}

/** Where NATS expects leaf links. */
const LEAF_PORT = 7422;
const HTTPS = 443;

function addressesIn(graph: Graph, workload: WorkloadView): { address: AddressView; port: number }[] {
  const { texts: all, incomplete } = textsOf(graph, workload);
  // Besides the edge, pods are told addresses in their environment alone.
  const texts = workload.part === "edge" ? all : environmentOf(workload);
  // The edge's texts have addresses of peers by themselves, and their port elsewhere.
  const plain = workload.part === "edge" ? PEERS_PORT : HTTPS;
  const found = new Map<string, { address: AddressView; port: number }>();
  for (const [ip, port] of texts.flatMap((text) => ipsIn(graph, text))) {
    const address = addressOfIp(graph, ip);
    const call = { address, port: port === undefined ? plain : Number(port) };
    if (address.resource) found.set(`${ip}:${call.port}`, call);
  }
  if (found.size > 0 || !(incomplete || hidesSome(workload))) return [...found.values()];
  // Before the addresses are known, what the pods were made from tells them.
  return addressesAmong(graph, madeFrom(workload.resource, "spec")).map((address) => ({
    address,
    port: plain,
  }));
}

const ipsKnown = perGraph(() => new Map<string, readonly [ip: string, port: string | undefined][]>());

/** Addresses in a text with the ports behind them; those of ranges are nobody's. */
function ipsIn(graph: Graph, text: string): readonly [ip: string, port: string | undefined][] {
  const known = ipsKnown(graph);
  const found =
    known.get(text) ??
    [...text.matchAll(/(?<![\d.])(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d./])(?::(\d+))?/g)].map(
      ([, ip = "", port]): [string, string | undefined] => [ip, port],
    );
  known.set(text, found);
  return found;
}

const environmentOf = ({ containers }: WorkloadView): string[] =>
  containers.flatMap(({ raw }) => listAt(raw, "env").flatMap((item) => textAt(item, "value") ?? []));

const hidesSome = ({ containers }: WorkloadView): boolean =>
  containers.some(({ raw }) => listAt(raw, "env").some((item) => isUnknown(at(item, "value"))));
