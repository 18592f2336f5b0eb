/** Which of an edge's servers its checks take to be up while all of them are well. */
import { containerPort } from "../reach/policies";
import type { Graph } from "../resource";
import type { Said } from "../said";
import { at, textAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { type EdgeView, targetOf } from "./edges";
import type { ProxyView } from "./read";
import { askedOf, type Circumstances, outcomesOf } from "./walk";

/** What a backend's checks ask, and which statuses they take. */
export interface CheckOf {
  readonly method: string;
  readonly uri: string;
  readonly host?: string;
  /** Undefined where HAProxy's own ones are taken: 200 to 399. */
  readonly expects?: readonly (readonly [from: number, to: number])[];
  /** Something of it isn't read here. */
  readonly unread?: string;
}

export function checkOf({ settings }: ProxyView): CheckOf | undefined {
  const option = settings.findLast(([first, second]) => first === "option" && second === "httpchk");
  if (!option) return undefined;
  let method = option.length > 3 ? (option[2] ?? "OPTIONS") : "OPTIONS";
  let uri = (option.length > 3 ? option[3] : option[2]) ?? "/";
  let host: string | undefined;
  let expects: CheckOf["expects"];
  let unread: string | undefined;
  for (const words of settings) {
    if (words[0] !== "http-check") continue;
    if (words[1] === "send") {
      method = after(words, "meth") ?? method;
      uri = after(words, "uri") ?? uri;
      const header = words.findIndex((word, i) => word === "hdr" && words[i + 1]?.toLowerCase() === "host");
      host = header < 0 ? host : words[header + 2];
    } else if (words[1] === "expect" && words[2] === "status") {
      expects = (words[3] ?? "").split(",").map((range) => {
        const [from = "", to = from] = range.split("-");
        return [Number(from), Number(to)] as const;
      });
    } else unread = words.join(" ");
  }
  return {
    method,
    uri,
    ...(host === undefined ? {} : { host }),
    ...(expects === undefined ? {} : { expects }),
    ...(unread === undefined ? {} : { unread }),
  };
}

const after = (words: readonly string[], key: string): string | undefined => {
  const at = words.indexOf(key);
  return at < 0 ? undefined : words[at + 1];
};

export const takes = ({ expects = [[200, 399]] }: CheckOf, status: number): boolean =>
  expects.some(([from, to]) => from <= status && status <= to);

/** What is wrong with a backend's checks, so that servers that are well are taken for down; or what can't be told. */
export interface Misjudged extends Said {
  readonly backend: string;
}

export interface Health {
  /** How many of a backend's servers are up while all are well. */
  readonly up: (backend: string) => number;
  readonly misjudged: readonly Misjudged[];
}

/** What other sites' edges are asked by, told by this one's own: they are made alike, which other rules hold them to. */
export function healthOf(graph: Graph, edge: EdgeView): Health {
  const misjudged: Misjudged[] = [];
  const counts = new Map<string, number>();
  const backends = [...edge.configuration.proxies.values()].filter(({ kind }) => kind !== "frontend");
  for (const proxy of backends)
    counts.set(
      proxy.name,
      askedOf(proxy).reduce((sum, { count }) => sum + count, 0),
    );
  // Checks of its own pods hang on what is up elsewhere, and nothing else hangs on them the other way round.
  const siblings = backends.filter((proxy) => leadsToItself(graph, edge, proxy));
  for (const proxy of siblings) counts.set(proxy.name, 0);
  const up = (backend: string): number => counts.get(backend) ?? 0;
  for (const proxy of backends.filter((each) => !siblings.includes(each))) {
    const wrong = misjudges(graph, edge, proxy, { up });
    if (!wrong) continue;
    misjudged.push({ backend: proxy.name, ...wrong });
  }
  for (const proxy of siblings) {
    const check = checkOf(proxy);
    const status = check && ownAnswer(edge, "status", check, { up });
    if (check && status !== undefined && takes(check, status))
      counts.set(
        proxy.name,
        askedOf(proxy).reduce((sum, { count }) => sum + count, 0),
      );
  }
  return { up, misjudged };
}

function leadsToItself(graph: Graph, edge: EdgeView, proxy: ProxyView): boolean {
  const [server] = proxy.servers;
  const target = server && targetOf(graph, edge, server, undefined);
  return (
    target?.kind === "workloads" &&
    target.workloads.some(({ resource }) => resource === edge.workload.resource)
  );
}

/** The status that this edge itself answers with at one of its ports. */
export function ownAnswer(
  edge: EdgeView,
  port: string,
  { method, uri, host = "" }: CheckOf,
  circumstances: Circumstances,
): number | undefined {
  const entry = entryAt(edge, port);
  if (!entry) return undefined;
  const request = {
    method,
    path: uri,
    host,
    from: "peer",
    subject: acceptedSubject(entry, edge),
    bare: true,
  } as const;
  const outcomes = outcomesOf(edge.configuration, entry, request, circumstances);
  const statuses = new Set(outcomes.map(({ kind, status }) => (kind === "answer" ? status : undefined)));
  return statuses.size === 1 ? [...statuses][0] : undefined;
}

/** The frontend that takes what comes to a port that the pods name so. */
export function entryAt({ workload, configuration }: EdgeView, name: string): ProxyView | undefined {
  const port = containerPort(workload, name);
  return [...configuration.proxies.values()].find(
    ({ kind, binds }) => kind !== "backend" && binds.some(([at = ""]) => at.endsWith(`:${port}`)),
  );
}

/** A name that some frontend of the edge takes in certificates. */
export function acceptedSubject(_entry: ProxyView, { configuration }: EdgeView): string {
  for (const { rules } of configuration.proxies.values())
    for (const { line } of rules) {
      const found = /ssl_c_s_dn\(cn\) -m str (\S+)/.exec(line)?.[1];
      if (found !== undefined) return found;
    }
  return "";
}

function misjudges(
  graph: Graph,
  edge: EdgeView,
  proxy: ProxyView,
  circumstances: Circumstances,
): Omit<Misjudged, "backend"> | undefined {
  const check = checkOf(proxy);
  const [server] = askedOf(proxy);
  if (!check || !server) return undefined;
  if (check.unread !== undefined)
    return { because: `has checks that can't be told: ${check.unread}`, unsure: true };
  const asks = `asks its servers for ${check.method} ${check.uri}`;
  const target = targetOf(graph, edge, server, undefined);
  const wanted = (status: number, of: string) =>
    takes(check, status)
      ? undefined
      : { because: `${asks} and doesn't take ${status}, which ${of} answers with` };
  if (target.kind === "peer") {
    const status = ownAnswer(edge, "peers", check, circumstances);
    return status === undefined
      ? { because: `${asks}, of which other sites' edges don't tell how they are` }
      : wanted(status, "an edge that is well");
  }
  if (target.kind === "outside") return wanted(403, "a store without credentials");
  if (target.kind !== "workloads") return undefined;
  const port = Number(after(server.words, "port") ?? target.port);
  const listening = target.workloads.find(({ containers }) =>
    containers.every(({ ports }) => !ports.includes(port)),
  );
  if (listening) return { because: `checks port ${port}, at which ${listening.name} doesn't listen` };
  const paths = target.workloads.flatMap(probePaths);
  if (paths.includes(check.uri.split("?")[0] ?? "")) return wanted(200, "a pod that is well");
  // A program may have this path or not: then both its answers are taken.
  return takes(check, 200) && takes(check, 404)
    ? undefined
    : { because: `${asks}, which is none of the paths that their pods are probed at` };
}

function probePaths({ containers }: WorkloadView): string[] {
  return containers.flatMap(({ raw }) =>
    ["readinessProbe", "livenessProbe", "startupProbe"].flatMap(
      (probe) => textAt(at(raw, probe), "httpGet", "path")?.split("?")[0] ?? [],
    ),
  );
}
