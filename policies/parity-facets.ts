/** What of a workload must be the same at every site, and how it differs where it isn't. Pure. */
import type { Graph, GraphResource, Properties, Value } from "../graph/resource";
import type { ContainerView } from "../graph/views/containers";
import { imageView } from "../graph/views/images";
import { isUnknown, listAt, mapAt, propertiesOf, textAt } from "../graph/views/read";
import { selected } from "../graph/views/selection";
import { objectName, type WorkloadView } from "../graph/views/workloads";
import type { Finding } from "./rule";

export interface Facet {
  readonly name: string;
  of(workload: WorkloadView, write: (value: unknown) => string): string;
}

/** What must be the same, as one text each. */
export function facets(graph: Graph): readonly Facet[] {
  const each =
    (read: (container: ContainerView) => unknown) =>
    ({ containers, initContainers }: WorkloadView, write: (value: unknown) => string): string =>
      [...containers, ...initContainers]
        .map((container) => `${container.name}: ${write(read(container))}`)
        .sort()
        .join("; ");
  return [
    { name: "images", of: each(({ image }) => versionOf(image)) },
    { name: "ports", of: each(({ raw }) => raw.ports) },
    { name: "resources", of: each(({ raw }) => raw.resources) },
    {
      name: "probes",
      of: each(({ raw: { readinessProbe, livenessProbe, startupProbe } }) => [
        readinessProbe,
        livenessProbe,
        startupProbe,
      ]),
    },
    {
      name: "Services",
      of: ({ resource }) => leading(graph, SERVICE).get(resource.urn)?.join("; ") ?? "none",
    },
    {
      name: "network policies",
      of: ({ resource }) => leading(graph, POLICY).get(resource.urn)?.join("; ") ?? "none",
    },
  ];
}

/** What else a workload is told, which may differ between clouds and not within one. */
export const settings: Facet = {
  name: "settings",
  of: ({ resource }, write) => placeless(resource, write(pruned(mapAt(propertiesOf(resource), "spec")))),
};

/** Compared by themselves, decided by the sizing, or another at each site. */
const apart: ReadonlySet<string> = new Set([
  "image",
  "metadata",
  "replicas",
  "resources",
  "ports",
  "readinessProbe",
  "livenessProbe",
  "startupProbe",
]);

/** Without what is apart; of the environment the names alone. */
function pruned(value: Value): Value {
  if (Array.isArray(value)) return value.map(pruned);
  if (value === null || typeof value !== "object") return value;
  const { name, value: text } = value as Properties;
  if (name !== undefined && text !== undefined) return { name };
  const kept = Object.entries(value).filter(([key]) => !apart.has(key));
  return Object.fromEntries(kept.map(([key, each]) => [key, pruned(each)]));
}

/** A text without the names of a resource's own site and region. */
export function placeless({ placement }: GraphResource, text: string): string {
  if (!placement) return text;
  const { provider, region } = placement;
  return text.replaceAll(`${provider}-${region}`, "the site").replaceAll(region, "the region");
}

/** What an image is, wherever it is pulled from. */
function versionOf(image: string | undefined): string {
  if (image === undefined) return "not known";
  const { digest, path, tag } = imageView(image);
  return digest ?? `${path.slice(path.lastIndexOf("/") + 1)}:${tag ?? "latest"}`;
}

export function differing(
  workloads: readonly WorkloadView[],
  { name, of }: Facet,
  placeOf: (workload: WorkloadView) => string,
): Finding[] {
  // Keys in another order are no difference, but putting them in order takes time.
  const asWritten = new Set(workloads.map((workload) => of(workload, JSON.stringify)));
  if (asWritten.size < 2) return [];
  const groups = new Map<string, WorkloadView[]>();
  for (const workload of workloads) {
    const value = of(workload, stable);
    groups.set(value, [...(groups.get(value) ?? []), workload]);
  }
  if (groups.size < 2) return [];
  const [usual, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return others.flatMap(([value, odd]) =>
    odd.map((workload) => ({
      urn: workload.resource.urn,
      found: `has other ${name} at ${placeOf(workload)} (${brief(value)}) than at ${usual?.[1].map(placeOf).join(", ")} (${brief(usual?.[0] ?? "")})`,
      wanted: `the same ${name} at every site`,
    })),
  );
}

const brief = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}…` : text);

const SERVICE = "kubernetes:core/v1:Service";
const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
type Leading = ReadonlyMap<string, readonly string[]>;
const leadings = new WeakMap<Graph, Map<string, Leading>>();

/** Services inside the cluster with their ports, or network policies, by the URN of the workloads that they select. */
function leading(graph: Graph, type: typeof SERVICE | typeof POLICY): Leading {
  const cached = leadings.get(graph) ?? new Map<string, Leading>();
  leadings.set(graph, cached);
  const known = cached.get(type);
  if (known) return known;
  const found = new Map<string, string[]>();
  for (const resource of graph.byType.get(type) ?? []) {
    const spec = mapAt(propertiesOf(resource), "spec");
    const kind = textAt(spec, "type") ?? "ClusterIP";
    if (type === SERVICE && kind !== "ClusterIP") continue;
    const selector = type === SERVICE ? { matchLabels: spec.selector ?? {} } : (spec.podSelector ?? {});
    // What selects everything is the namespace's affair.
    if (isUnknown(spec.selector) || stable(selector).length <= stable({ matchLabels: {} }).length) continue;
    const { namespace, name } = objectName(resource, graph);
    const text = type === SERVICE ? `${name} ${stable(sorted(listAt(spec, "ports")))}` : name;
    for (const { resource: workload } of selected(graph, resource.provider, namespace, selector)) {
      found.set(workload.urn, [...(found.get(workload.urn) ?? []), text].sort());
    }
  }
  cached.set(type, found);
  return found;
}

const sorted = (items: readonly Value[]): readonly string[] => items.map(stable).sort();

/** JSON with the keys in order, so that equal values are equal texts. */
export function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      inner !== null && typeof inner === "object" && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? "none"
  );
}
