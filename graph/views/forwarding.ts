/** Edges that hand requests to the edges of other sites, as their HAProxy configuration says it. */
import type { Graph } from "../resource";
import { type AddressView, addressesAmong, addressOfIp } from "./addresses";
import { expanded, type Section, sectionsOf } from "./haproxy-text";
import { certificateIn, type MountedCertificate, secretMounted } from "./mounted-secrets";
import { perGraph } from "./per-graph";
import { isUnknown, madeFrom } from "./read";
import { dataOf, textsOf } from "./texts";
import { type WorkloadView, workloadsOf } from "./workloads";

/** Another site's edge, as one that hands requests to it names it. */
export interface PeerView {
  /** Undefined where its address isn't known yet. */
  readonly address?: AddressView;
  readonly port: number;
  /** The name that its certificate must have. */
  readonly subject: string;
}

/** Where an edge takes what others hand on. */
export interface TakesView {
  readonly ports: readonly number[];
  /** Subjects of the certificates that it takes; none where it takes any. */
  readonly subjects: readonly string[];
  /** Networks that it takes requests from, and whether all of them are known; undefined where it takes them from everywhere. */
  readonly sources?: { readonly networks: readonly string[]; readonly known: boolean };
  /** Backends that lead to other sites' edges and that a request from there may reach. */
  readonly leadsOn: readonly string[];
}

export interface ForwardingEdge {
  readonly workload: WorkloadView;
  readonly peers: readonly PeerView[];
  readonly takes?: TakesView;
  /** By which the others know it; undefined where this program doesn't make it. */
  readonly certificate?: MountedCertificate;
}

const CLIENT_CERTIFICATE = /\bverify required\b/;
const SERVER = /^server \S+ (\S+):(\d+)\b.*\bverifyhost (\S+)/;
const VARIABLE = /^"\$\{/;

/** Every edge that hands on or takes, in the order of the graph. */
export const forwardingEdges = perGraph((graph): readonly ForwardingEdge[] =>
  workloadsOf(graph).flatMap((workload) => edgeOf(graph, workload) ?? []),
);

function edgeOf(graph: Graph, workload: WorkloadView): ForwardingEdge | undefined {
  const { configMaps } = textsOf(graph, workload);
  const texts = configMaps.flatMap((map) =>
    Object.values(dataOf(map)).filter((text) => !isUnknown(text) && `\n${text}`.includes("\nglobal\n")),
  );
  if (texts.length === 0) return undefined;
  const sections = sectionsOf(expanded(texts));
  const made = addressesAmong(
    graph,
    configMaps.flatMap((map) => madeFrom(map, "data")),
  );
  const peers = sections.flatMap(({ lines }) => lines.flatMap((line) => peerIn(graph, line, made) ?? []));
  const entry = sections.find(
    ({ kind, lines }) =>
      kind === "frontend" && lines.some((line) => line.startsWith("bind ") && CLIENT_CERTIFICATE.test(line)),
  );
  if (peers.length === 0 && !entry) return undefined;
  const file = /\bssl crt (\S+)/.exec(entry?.lines.find((line) => line.startsWith("bind ")) ?? "")?.[1];
  const secret = file === undefined ? undefined : secretMounted(graph, workload, file);
  const certificate = secret && certificateIn(graph, secret);
  return {
    workload,
    peers: distinct(peers),
    ...(entry ? { takes: takesOf(entry, sections) } : {}),
    ...(certificate ? { certificate } : {}),
  };
}

/** @param made addresses that the configuration was made from: one of them is meant where it isn't known yet */
function peerIn(graph: Graph, line: string, made: readonly AddressView[]): PeerView | undefined {
  const [, host, port, subject] = line.startsWith("server ") ? (SERVER.exec(line) ?? []) : [];
  if (host === undefined || subject === undefined) return undefined;
  const known = VARIABLE.test(host) ? undefined : addressOfIp(graph, host);
  // Of its site, whichever it is; that a name of a certificate ends in its site is only taken for this.
  const address = known ?? made.find(({ site }) => site !== undefined && subject.endsWith(`.${site}`));
  return { ...(address ? { address } : {}), port: Number(port), subject };
}

const distinct = (peers: readonly PeerView[]): PeerView[] => [
  ...new Map(peers.map((peer) => [`${peer.address?.key} ${peer.port} ${peer.subject}`, peer])).values(),
];

function takesOf(entry: Section, sections: readonly Section[]): TakesView {
  const rules = entry.lines;
  const subjects = rules.flatMap(
    (line) =>
      /^http-request return status 403 unless \{ ssl_c_s_dn\(cn\) -m str ([^}]+)\}/.exec(line)?.[1] ?? [],
  )[0];
  const sources = rules.flatMap(
    (line) => /^tcp-request \S+ reject unless \{ src (.+) \}$/.exec(line)?.[1] ?? [],
  )[0];
  const networks = sources?.split(/\s+/) ?? [];
  return {
    ports: portsOf(entry, sections),
    subjects: subjects?.trim().split(/\s+/) ?? [],
    ...(sources === undefined
      ? {}
      : { sources: { networks, known: !networks.some((network) => VARIABLE.test(network)) } }),
    leadsOn: reachedFrom(entry, sections).filter((name) =>
      sections.some(
        (section) =>
          section.kind === "backend" &&
          section.name === name &&
          section.lines.some((line) => SERVER.test(line)),
      ),
    ),
  };
}

/** Ports of a frontend, or of that which hands it its connections by a socket. */
function portsOf({ lines }: Section, sections: readonly Section[]): number[] {
  const own = lines.flatMap((line) => /^bind \S*:(\d+)\b/.exec(line)?.[1] ?? []);
  if (own.length > 0) return own.map(Number);
  const sockets = socketsOf(lines);
  const before = sections.filter(
    ({ kind, lines }) => kind === "backend" && lines.some((line) => dials(line, sockets)),
  );
  return sections
    .filter(
      ({ kind, lines }) => kind === "frontend" && before.some(({ name }) => backendsIn(lines).includes(name)),
    )
    .flatMap(({ lines }) => lines.flatMap((line) => /^bind \S*:(\d+)\b/.exec(line)?.[1] ?? []))
    .map(Number);
}

const socketsOf = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^bind ((?:unix|abns)@\S+)/.exec(line)?.[1] ?? []);
const dials = (line: string, sockets: readonly string[]): boolean =>
  sockets.includes(/^server \S+ (\S+)/.exec(line)?.[1] ?? "");
const backendsIn = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => /^(?:use_backend|default_backend) (\S+)/.exec(line)?.[1] ?? []);

/** Backends that a request may come to: by rules, and by sockets that lead back into the process. */
function reachedFrom(entry: Section, sections: readonly Section[]): string[] {
  const reached = new Set<string>();
  const behind = sections
    .filter(({ kind }) => kind === "frontend")
    .map((frontend) => ({ frontend, sockets: socketsOf(frontend.lines) }));
  const backends = new Map(
    sections.filter(({ kind }) => kind === "backend").map((backend) => [backend.name, backend]),
  );
  const frontends = [entry];
  for (const { lines } of frontends) {
    for (const name of backendsIn(lines)) {
      if (reached.has(name)) continue;
      reached.add(name);
      const backend = backends.get(name);
      for (const { frontend, sockets } of behind)
        if (sockets.length > 0 && backend?.lines.some((line) => dials(line, sockets)))
          frontends.push(frontend);
    }
  }
  return [...reached];
}
