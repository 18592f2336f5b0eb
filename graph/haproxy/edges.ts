/** Edges of a graph with their configuration as HAProxy reads it, and whom its servers lead to. */
import type { Graph, GraphResource, Value } from "../resource";
import { addressOfIp } from "../views/addresses";
import { expanded } from "../views/haproxy-text";
import { namedInNamespace } from "../views/objects";
import { perGraph } from "../views/per-graph";
import { at, isUnknown, propertiesOf, textAt } from "../views/read";
import { selected } from "../views/selection";
import { dataOf, textsOf } from "../views/texts";
import { type WorkloadView, workloadsOf } from "../views/workloads";
import { type Configuration, configurationOf, type Server } from "./read";

export interface EdgeView {
  readonly workload: WorkloadView;
  /** What holds its configuration. */
  readonly file: GraphResource;
  readonly configuration: Configuration;
  /** Workloads of its cluster. */
  readonly beside: readonly WorkloadView[];
}

/** Every workload that has HAProxy's configuration mounted, in the order of the graph. */
export const edgesOf = perGraph((graph): readonly EdgeView[] => {
  const all = workloadsOf(graph);
  return all.flatMap((workload) => {
    const { configMaps } = textsOf(graph, workload);
    const files = configMaps.flatMap((file) =>
      Object.values(dataOf(file))
        .filter((text) => !isUnknown(text) && /^(?:frontend|listen)\b/m.test(text))
        .map((text) => ({ file, text })),
    );
    const [first] = files;
    if (!first) return [];
    const others = configMaps.flatMap((map) =>
      Object.values(dataOf(map)).filter((text) => !isUnknown(text) && /^global\b/m.test(text)),
    );
    const configuration = configurationOf(
      expanded([...new Set([...others, ...files.map(({ text }) => text)])]),
    );
    const beside = all.filter(({ cluster }) => cluster === workload.cluster);
    return [{ workload, file: first.file, configuration, beside }];
  });
});

/** `edge`: the edge's own pods. `peer`: another site's edge. `outside`: a name that isn't the cluster's. */
export type Target =
  | { readonly kind: "workloads"; readonly workloads: readonly WorkloadView[]; readonly port: number }
  | { readonly kind: "peer" | "outside" | "nobody" | "unknown" };

const INSIDE = /^([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z0-9.-]+?)?\.?:(\d+)$/;
const IP = /^(\d{1,3}(?:\.\d{1,3}){3}):\d+$/;

/** Whom a server leads to. */
export function targetOf(
  graph: Graph,
  { workload: { cluster } }: EdgeView,
  server: Server,
  dialled: string | undefined,
): Target {
  const address = dialled ?? server.address;
  const [, name, namespace, port] = INSIDE.exec(address) ?? [];
  if (name !== undefined && namespace !== undefined) {
    const service = namedInNamespace(graph, "kubernetes:core/v1:Service", cluster, namespace, name);
    const selector = at(service && propertiesOf(service), "spec", "selector");
    if (!service || textAt(propertiesOf(service), "spec", "type") === "ExternalName")
      return { kind: "nobody" };
    if (selector === undefined || isUnknown(selector)) return { kind: "unknown" };
    const workloads = selected(graph, cluster, namespace, { matchLabels: selector as Value });
    return workloads.length === 0 ? { kind: "nobody" } : { kind: "workloads", workloads, port: Number(port) };
  }
  if (/^\$\{|^"\$\{/.test(address)) return { kind: "peer" };
  const ip = IP.exec(address)?.[1];
  if (ip !== undefined) {
    if (ip === "0.0.0.0" || ip.startsWith("127.")) return { kind: "nobody" };
    const known = addressOfIp(graph, ip);
    return { kind: known.resource || server.words.includes("verifyhost") ? "peer" : "outside" };
  }
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+:\d+$/i.test(address) ? { kind: "outside" } : { kind: "unknown" };
}
