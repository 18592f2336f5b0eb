/** What each site's edge must do with each request that the platform depends on, and which line keeps it from that. */
import { keepsBytes } from "../dependencies";
import { healthPath } from "../health-path";
import { containerPort } from "../reach/policies";
import type { Graph } from "../resource";
import type { Obstacle } from "../said";
import { perGraph } from "../views/per-graph";
import type { WorkloadView } from "../views/workloads";
import { type EdgeView, edgesOf, targetOf } from "./edges";
import { acceptedSubject, checkOf, entryAt, healthOf, ownAnswer } from "./health";
import { limitsOf } from "./limits";
import type { ProxyView } from "./read";
import type { Request } from "./samples";
import { askedOf, type Circumstances, type Outcome, outcomesOf } from "./walk";

export interface Broken extends Obstacle {
  /** Where its edge stands. */
  readonly site?: string;
  /** Of a site that is drained it isn't promised: that says that it is red, and takes nobody's requests. */
  readonly whileWell?: true;
}

export const brokenPromises = perGraph((graph): readonly Broken[] =>
  edgesOf(graph).flatMap((edge) => {
    const served = edge.beside.filter(
      ({ capability, publicName }) => capability !== undefined && publicName !== undefined,
    );
    // Who names nothing promises nothing: such a configuration is its owner's.
    if (served.length === 0 || edge.workload.part !== "edge") return [];
    const because = [...brokenOf(graph, edge, served)];
    const { site } = edge.workload;
    return distinct(because).map((one) => ({
      at: edge.file,
      ...(site === undefined ? {} : { site }),
      ...one,
    }));
  }),
);

type Said = Omit<Broken, "at" | "site">;

/** One line that breaks several promises is told once. */
const distinct = (all: readonly Said[]): Said[] => [
  ...new Map(all.map((one) => [one.because, one])).values(),
];

function* brokenOf(graph: Graph, edge: EdgeView, served: readonly WorkloadView[]): Generator<Said> {
  const { up, misjudged } = healthOf(graph, edge);
  for (const { backend, because, unsure } of misjudged)
    yield { because: `its backend ${backend} ${because}`, whileWell: true, ...(unsure ? { unsure } : {}) };
  const door = entryAt(edge, "https");
  if (!door) {
    yield { because: "has no frontend at the port https of its pods" };
    return;
  }
  const peers = entryAt(edge, "peers");
  const well: Circumstances = { up };
  for (const workload of served) {
    const serving = yield* users(graph, edge, door, workload, well);
    yield* whileWell(health(graph, edge, door, workload, up, serving));
    if (peers) yield* whileWell(handedOn(graph, edge, peers, workload, well));
    if (serving && handsOn(graph, edge)) yield* whenDown(graph, edge, door, workload, up, serving);
  }
  yield* links(graph, edge, well);
  yield* probes(edge, well);
  yield* limitsOf(edge, door);
}

function* whileWell(said: Iterable<Said>): Generator<Said> {
  for (const one of said) yield { ...one, whileWell: true };
}

const PATHS = ["/", "/v1/clips/2026/12/a.mp4"];

/** Every request of users is sent to a pod of the capability, as it came. Returns the backend that serves most. */
function* users(
  graph: Graph,
  edge: EdgeView,
  door: ProxyView,
  workload: WorkloadView,
  well: Circumstances,
): Generator<Said, ProxyView | undefined> {
  const { publicName = "", siteName, capability = "" } = workload;
  const paths = [...PATHS, ...namedPaths(door)];
  const asked = (method: string, path: string, host = publicName): Request => ({
    method,
    path,
    host,
    from: "anybody",
  });
  const all = ["GET", "POST"].flatMap((method) => paths.map((path) => asked(method, path)));
  all.push(...["HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"].map((method) => asked(method, "/")));
  if (siteName !== undefined) all.push(asked("GET", "/", siteName));
  let serving: ProxyView | undefined;
  const busy = (backend: string) => placesOf(edge, backend);
  for (const request of all) {
    for (const circumstances of request === all[0] ? [well, { ...well, busy }] : [well]) {
      const outcomes = outcomesOf(edge.configuration, door, request, circumstances);
      for (const outcome of outcomes) {
        const wrong = notServed(graph, edge, workload, request, outcome);
        if (wrong) yield wrong;
        else serving ??= outcome.backend;
      }
      if (outcomes.length === 0) yield { because: `does nothing with ${told(request)} for ${capability}` };
    }
  }
  return serving;
}

const told = ({ method, path, host }: Request): string => `${method} https://${host}${path}`;

/** Requests that a backend's servers take at a time: none waits yet. */
function placesOf({ configuration }: EdgeView, backend: string): number {
  const proxy = configuration.proxies.get(`backend ${backend}`);
  return (proxy ? askedOf(proxy) : []).reduce((sum, { count, words }) => {
    const most = Number(words[words.lastIndexOf("maxconn") + 1]);
    return sum + count * (words.includes("maxconn") && most > 0 ? most : 1);
  }, 0);
}

/** Paths that are the edge's own or its pods', and nobody's else. */
const OWN = /^\/+(?:healthz|livez|readyz|startupz|metrics|canary|\.well-known)(?:\/|$)/;

/** Paths that a frontend's own conditions name: whoever asks for these must be served as well. */
function namedPaths({ rules, switches, named: conditions }: ProxyView): string[] {
  const named = new Set<string>();
  const lines = [...rules, ...switches].map(({ line }) => line);
  for (const line of [...lines, ...conditions.map((words) => `{ ${words.join(" ")} }`)])
    for (const [, text = ""] of line.matchAll(
      /\{ (?:path|url|base|pathq)\w*(?:,\w+)*(?:\([^)]*\))?((?: [^{}]*)?) \}/g,
    ))
      for (const word of text.split(" ").map((each) => each.replace(/^\^/, "")))
        if (/^\/[\w./-]*$/.test(word) && !OWN.test(word)) named.add(word);
  return [...named].slice(0, 8);
}

function notServed(
  graph: Graph,
  edge: EdgeView,
  workload: WorkloadView,
  request: Request,
  { kind, sometimes, line, status, server, dialled, path, host }: Outcome,
): Said | undefined {
  const may = sometimes ? "may " : "";
  if (kind === "answer")
    return { because: `${may}answer${sometimes ? "" : "s"} ${told(request)} with ${status}: ${line}` };
  if (kind === "refused") return { because: `${may}refuse${sometimes ? "" : "s"} ${told(request)}: ${line}` };
  if (kind === "unsure")
    return {
      because: `has a line of which it can't be told what it does to ${told(request)}: ${line}`,
      unsure: true,
    };
  const target = server && targetOf(graph, edge, server, dialled);
  if (target?.kind === "unknown" || target === undefined)
    return { because: `sends ${told(request)} where it can't be told: ${line}`, unsure: true };
  const isRight =
    target.kind === "workloads" &&
    target.workloads.every(({ resource }) => resource === workload.resource) &&
    target.port === containerPort(workload, "http");
  if (!isRight) return { because: `sends ${told(request)} elsewhere than to ${workload.name}: ${line}` };
  if (path !== request.path) return { because: `sends ${told(request)} on with another path: ${line}` };
  if (host !== workload.publicName)
    return { because: `sends ${told(request)} on for ${host ?? "another host"}: ${line}` };
  return undefined;
}

/** The checks of the names: green while all is well, red when what serves or what it needs is gone. */
function* health(
  graph: Graph,
  edge: EdgeView,
  door: ProxyView,
  workload: WorkloadView,
  up: (backend: string) => number,
  serving: ProxyView | undefined,
): Generator<Said> {
  const { capability = "", publicName = "" } = workload;
  const request: Request = { method: "GET", path: healthPath(capability), host: publicName, from: "anybody" };
  const answers = (circumstances: Circumstances): readonly Outcome[] =>
    outcomesOf(edge.configuration, door, request, circumstances);
  const isGreen = ({ kind, status = 0 }: Outcome): boolean =>
    kind === "answer" && status >= 200 && status < 400;
  for (const outcome of answers({ up }))
    if (!isGreen(outcome))
      yield {
        because: `${outcome.kind === "unsure" ? "may be" : "is"} red at ${request.path} while all is well: ${outcome.line}`,
        ...(outcome.kind === "unsure" ? { unsure: true } : {}),
      };
  const gone: [string, readonly string[]][] = [];
  if (serving) gone.push([`no server of ${serving.name} is up`, [serving.name]]);
  if (workload.needs.includes("queue"))
    gone.push(["no server of the queue is up", backendsTo(graph, edge, isQueue)]);
  if (keepsBytes(workload) && workload.needs.some((each) => each.startsWith("media-store/")))
    gone.push(["its store can't be reached", outsideBackends(graph, edge)]);
  for (const [what, names] of gone) {
    const isGone = (backend: string) => names.includes(backend) && isChecked(edge, backend);
    const outcomes = answers({ up: (backend) => (isGone(backend) ? 0 : up(backend)) });
    const green = outcomes.find(isGreen);
    if (green || outcomes.length === 0)
      yield { because: `stays green at ${request.path} when ${what}${green ? `: ${green.line}` : ""}` };
  }
}

/** Whether HAProxy ever finds a server of it down: by asking it, and not only by a port that is open. */
function isChecked({ configuration }: EdgeView, backend: string): boolean {
  const proxy = configuration.proxies.get(`backend ${backend}`);
  return (
    proxy !== undefined &&
    checkOf(proxy) !== undefined &&
    askedOf(proxy).every(({ words }) => words.includes("check"))
  );
}

const isQueue = ({ part }: WorkloadView): boolean => part === "queue";

function backendsTo(graph: Graph, edge: EdgeView, which: (workload: WorkloadView) => boolean): string[] {
  return backendsWhere(graph, edge, (target) => target.kind === "workloads" && target.workloads.some(which));
}

const outsideBackends = (graph: Graph, edge: EdgeView): string[] =>
  backendsWhere(graph, edge, ({ kind }) => kind === "outside");

function backendsWhere(
  graph: Graph,
  edge: EdgeView,
  which: (target: ReturnType<typeof targetOf>) => boolean,
): string[] {
  return [...edge.configuration.proxies.values()]
    .filter(
      ({ kind, servers: [server] }) =>
        kind !== "frontend" && server !== undefined && which(targetOf(graph, edge, server, undefined)),
    )
    .map(({ name }) => name);
}

/** Whether it has servers that are other sites' edges. */
const handsOn = (graph: Graph, edge: EdgeView): boolean =>
  backendsWhere(graph, edge, ({ kind }) => kind === "peer").length > 0;

/** With none of its own servers up, requests go to a peer first. */
function* whenDown(
  graph: Graph,
  edge: EdgeView,
  door: ProxyView,
  { publicName = "", capability = "" }: WorkloadView,
  up: (backend: string) => number,
  serving: ProxyView,
): Generator<Said> {
  const request: Request = { method: "GET", path: "/", host: publicName, from: "anybody" };
  const without = (backend: string) => (backend === serving.name ? 0 : up(backend));
  const outcomes = outcomesOf(edge.configuration, door, request, { up: without });
  const first = outcomes.find(({ kind }) => kind !== "unsure");
  const target = first?.server && targetOf(graph, edge, first.server, first.dialled);
  if (target?.kind !== "peer")
    yield {
      because: `hands ${told(request)} to no other site when no server of ${capability} is up: ${first?.line ?? "it does nothing"}`,
    };
}

/** What another site's edge hands on is served here, and its questions are answered. */
function* handedOn(
  graph: Graph,
  edge: EdgeView,
  peers: ProxyView,
  workload: WorkloadView,
  well: Circumstances,
): Generator<Said> {
  const { publicName = "" } = workload;
  const subject = acceptedSubject(peers, edge);
  const request: Request = { method: "GET", path: "/", host: publicName, from: "peer", subject };
  for (const outcome of outcomesOf(edge.configuration, peers, request, well)) {
    const wrong = notServed(graph, edge, workload, request, { ...outcome, sometimes: false });
    if (wrong) yield { ...wrong, because: `${wrong.because} (from another site's edge)` };
  }
}

/** Links of other sites' queues are passed through. */
function* links(graph: Graph, edge: EdgeView, well: Circumstances): Generator<Said> {
  const entry = entryAt(edge, "leaf");
  const queue = edge.beside.find(isQueue);
  if (!entry || !queue) return;
  const request: Request = { method: "", path: "", host: "", from: "peer" };
  const outcomes = outcomesOf(edge.configuration, entry, request, well);
  const wrong = outcomes.find(({ server, dialled }) => {
    const target = server && targetOf(graph, edge, server, dialled);
    return !(
      target?.kind === "workloads" &&
      target.workloads.every(isQueue) &&
      target.port === containerPort(queue, "leaf")
    );
  });
  if (wrong) yield { because: `leads the queues' links elsewhere than to ${queue.name}: ${wrong.line}` };
  if (outcomes.length === 0) yield { because: "leads the queues' links nowhere" };
}

/** What the pods' own probes ask is answered well. */
function* probes(edge: EdgeView, well: Circumstances): Generator<Said> {
  for (const { raw } of edge.workload.containers)
    for (const key of ["readinessProbe", "startupProbe", "livenessProbe"] as const) {
      const asked = (raw[key] as { httpGet?: { path?: unknown } } | undefined)?.httpGet?.path;
      if (typeof asked !== "string") continue;
      const status = ownAnswer(edge, "status", { method: "GET", uri: asked }, well);
      if (status === undefined || status >= 400)
        yield { because: `doesn't answer ${asked}, its ${key}, with success` };
    }
}
