/** The ways of a site's pods: to names, to each other, and out. */
import type { Graph } from "../resource";
import { at, listAt, numberAt, textAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { ANYWHERE } from "./addresses";
import { innerWays, outerWays } from "./expected";
import { between, internet, outward } from "./network";
import { containerPort, podsAsPeer, policiesPass } from "./policies";
import type { SiteWays } from "./sites";
import { first, type Passage, tcp } from "./way";

export interface PodWay {
  readonly path: string;
  readonly passage: Passage;
}

const runsApart = ({ pod }: WorkloadView): boolean => at(pod, "hostNetwork") === true;

/** Every pod asks for names, by UDP and, where an answer is long, by TCP. */
export function namesWays(graph: Graph, { workloads, network }: SiteWays): PodWay[] {
  const cluster = {
    name: "DNS",
    pods: { namespace: "kube-system", labels: { "k8s-app": "kube-dns" }, ranges: [] },
  };
  return workloads
    .filter((workload) => !runsApart(workload))
    .map((workload) => {
      const peer = network?.names === undefined ? cluster : { name: "DNS", ranges: [network.names] };
      const passage = first(
        (["udp", "tcp"] as const).map((protocol) =>
          policiesPass(graph, workload, "Egress", { protocol, port: 53 }, peer),
        ),
      );
      return { path: `${workload.name} -> names`, passage };
    });
}

/** Between pods of the site: what the callers' and the called ones' policies say, and the network between them. */
export function innerWaysOf(graph: Graph, site: SiteWays): PodWay[] {
  const ways = innerWays.flatMap((line) =>
    site.workloads.filter(line.from).flatMap((from) =>
      site.workloads.filter(line.to).flatMap((to): PodWay[] => {
        const port = containerPort(to, line.podPort);
        return port === undefined ? [] : [call(graph, site, from, to, port)];
      }),
    ),
  );
  const onCapabilities = site.workloads.flatMap((from) =>
    [...from.needs, ...from.prefers].flatMap((dependency): PodWay[] => {
      const name = dependency.startsWith("capability/") ? dependency.slice("capability/".length) : undefined;
      const to = site.workloads.find(({ capability }) => name !== undefined && capability === name);
      // What is only kept fresh by another (its models, for one) may never call it: its own policies say whether it does.
      const port = to && containerPort(to, "http");
      return to && port !== undefined && callsItself(graph, from, to)
        ? [call(graph, site, from, to, port)]
        : [];
    }),
  );
  return [...ways, ...onCapabilities, ...networkWays(graph, site)];
}

/** Whether either side's policies speak of the other. */
function callsItself(graph: Graph, from: WorkloadView, to: WorkloadView): boolean {
  const port = containerPort(to, "http") ?? 0;
  return (
    policiesPass(graph, from, "Egress", tcp(port), podsAsPeer(to, [])) === undefined ||
    policiesPass(graph, to, "Ingress", tcp(port), podsAsPeer(from, [])) === undefined
  );
}

/** Whether pods of one workload reach those of another: both sides' policies decide. */
export function call(
  graph: Graph,
  site: SiteWays,
  from: WorkloadView,
  to: WorkloadView,
  port: number,
): PodWay {
  const passage = first([
    policiesPass(graph, from, "Egress", tcp(port), podsAsPeer(to, site.podRanges)),
    policiesPass(graph, to, "Ingress", tcp(port), podsAsPeer(from, site.podRanges)),
  ]);
  return { path: `${from.name} -> ${to.name}, port ${port}`, passage };
}

/** The cloud's own firewalls between pods, whichever these are: asked once for each port. */
function networkWays(graph: Graph, { site, network, workloads }: SiteWays): PodWay[] {
  const ports = new Set(
    workloads.flatMap(({ containers }) =>
      containers.flatMap(({ raw }) =>
        listAt(raw, "ports").flatMap((port) => numberAt(port, "containerPort") ?? []),
      ),
    ),
  );
  const points = network?.pods ?? [];
  return [...ports].map((port) => ({
    path: `pods of ${site} -> pods of ${site}, port ${port}`,
    passage: first(points.flatMap((a) => points.map((b) => between(graph, a, b, tcp(port))))),
  }));
}

/** To the Internet, and to where pods fetch their identity. */
export function outerWaysOf(graph: Graph, site: SiteWays): PodWay[] {
  const { workloads, network } = site;
  const ways = outerWays.flatMap((line) =>
    workloads.filter(line.from).map((from): PodWay => {
      const everybody = { name: "the Internet", ranges: [ANYWHERE] };
      return {
        path: `${from.name} -> ${line.toName}`,
        passage: first([
          policiesPass(graph, from, "Egress", tcp(line.port), everybody),
          ...(network?.pods ?? []).map((point) => outward(graph, point, internet, tcp(line.port))),
        ]),
      };
    }),
  );
  return [...ways, ...identityWays(graph, site)];
}

function identityWays(graph: Graph, { workloads, network }: SiteWays): PodWay[] {
  const identity = network?.identity;
  if (!identity) return [];
  const fetches = ({ namespace, pod, containers }: WorkloadView): boolean =>
    identity.accounts.has(`${namespace}/${textAt(pod, "serviceAccountName")}`) ||
    (identity.variable !== undefined &&
      containers.some(({ raw }) =>
        listAt(raw, "env").some((item) => at(item, "name") === identity.variable),
      ));
  return workloads.filter(fetches).map((from) => ({
    path: `${from.name} -> identity`,
    passage: policiesPass(graph, from, "Egress", tcp(identity.port), {
      name: identity.name,
      ranges: identity.ranges,
    }),
  }));
}
