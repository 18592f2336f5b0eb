/** What of a workload must be the same at every site, and how it differs where it isn't. Pure. */
import { keys } from "../../graph/dependencies";
import type { Graph, GraphResource, Properties, Value } from "../../graph/resource";
import { siteIdOf } from "../../graph/sites";
import type { ContainerView } from "../../graph/views/containers";
import { imageView } from "../../graph/views/images";
import { at, listAt, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { selected } from "../../graph/views/selection";
import { objectName, type WorkloadView } from "../../graph/views/workloads";
import type { Finding } from "../rule";
import { type Alike, alike, differences, stable } from "./alike";

export interface Facet {
  readonly name: string;
  /** Told without making texts, which takes time: nearly always it is so. */
  same(a: WorkloadView, b: WorkloadView): boolean;
  text(workload: WorkloadView): string;
  /** How one differs from what is usual; both texts where it doesn't say. */
  between?(odd: WorkloadView, usual: WorkloadView): string;
}

/** What must be the same at every site. */
export function facets(graph: Graph): readonly Facet[] {
  return [
    ofContainers("images", ({ image }) => versionOf(image)),
    ofContainers("ports", ({ raw }) => raw.ports),
    ofContainers("resources", ({ raw }) => raw.resources),
    ofContainers("probes", ({ raw: { readinessProbe, livenessProbe, startupProbe } }) => [
      readinessProbe,
      livenessProbe,
      startupProbe,
    ]),
    ofText("Services", ({ resource }) => leading(graph, SERVICE).get(resource.urn)?.join("; ") ?? "none"),
    ofText(
      "network policies",
      ({ resource }) => leading(graph, POLICY).get(resource.urn)?.join("; ") ?? "none",
    ),
  ];
}

function ofContainers(name: string, read: (container: ContainerView) => unknown): Facet {
  const all = ({ containers, initContainers }: WorkloadView) =>
    [...containers, ...initContainers].map((container) => [container.name, read(container)] as const);
  return {
    name,
    same: (a, b) => alike(all(a), all(b)),
    text: (workload) =>
      all(workload)
        .map(([container, value]) => `${container}: ${stable(value)}`)
        .join("; "),
  };
}

const ofText = (name: string, text: Facet["text"]): Facet => ({
  name,
  text,
  same: (a, b) => text(a) === text(b),
});

/** What else a workload is told, which may differ between clouds and not within one. */
export const settings: Facet = {
  name: "settings",
  same: (a, b) => alike(specOf(a), specOf(b), among(a, b)),
  text: (workload) => placeless(workload.resource, stable(pruned(specOf(workload)))),
  between: (odd, usual) => differences(specOf(odd), specOf(usual), among(odd, usual)).join(", "),
};

/** Whether a copy rests where its site has nothing to copy from, the sources say: another one of the cloud's has them. */
function specOf({ resource, annotations }: WorkloadView): Properties {
  const { suspend, ...spec } = mapAt(propertiesOf(resource), "spec");
  const isExplained = annotations[keys.copiesFrom] === "" && suspend === true;
  return isExplained || suspend === undefined ? spec : { ...spec, suspend };
}
const among = (a: WorkloadView, b: WorkloadView): Alike => ({
  apart,
  texts: (one, other) => placeless(a.resource, one) === placeless(b.resource, other),
});

/** Compared by themselves, decided by the sizing, or another at each site. */
const apart: ReadonlySet<string> = new Set([
  "image",
  "metadata",
  "replicas",
  "resources",
  "topologyKey",
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
  return text.replaceAll(siteIdOf(placement), "the site").replaceAll(placement.region, "the region");
}

/** What an image is, wherever it is pulled from. */
function versionOf(image: string | undefined): string {
  if (image === undefined) return "not known";
  const { digest, path, tag } = imageView(image);
  return digest ?? `${path.slice(path.lastIndexOf("/") + 1)}:${tag ?? "latest"}`;
}

export function differing(
  workloads: readonly WorkloadView[],
  { name, same, text, between }: Facet,
  placeOf: (workload: WorkloadView) => string,
): Finding[] {
  const [first, ...rest] = workloads;
  if (!first || rest.every((workload) => same(first, workload))) return [];
  const groups = new Map<string, WorkloadView[]>();
  for (const workload of workloads) {
    const value = text(workload);
    groups.set(value, [...(groups.get(value) ?? []), workload]);
  }
  const [usual, ...others] = [...groups].sort(([, a], [, b]) => b.length - a.length);
  if (!usual) return [];
  const [value, alikes] = usual;
  const places = alikes.map(placeOf).join(", ");
  return others.flatMap(([own, odd]) =>
    odd.map((workload) => ({
      urn: workload.resource.urn,
      found: between
        ? `has other ${name} at ${placeOf(workload)} than at ${places}: ${brief(between(workload, alikes[0] ?? workload))}`
        : `has other ${name} at ${placeOf(workload)} (${brief(own)}) than at ${places} (${brief(value)})`,
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
    if (type === SERVICE && (textAt(spec, "type") ?? "ClusterIP") !== "ClusterIP") continue;
    const selector = type === SERVICE ? { matchLabels: spec.selector ?? {} } : (spec.podSelector ?? {});
    const asks = [...Object.keys(mapAt(selector, "matchLabels")), ...listAt(selector, "matchExpressions")];
    // What selects everything is the namespace's affair.
    if (asks.length === 0) continue;
    const { namespace, name } = objectName(resource, graph);
    const ports = listAt(spec, "ports").map(portText).sort();
    const text = type === SERVICE ? `${name} ${ports.join(", ")}` : name;
    for (const { resource: workload } of selected(graph, resource.provider, namespace, selector)) {
      const others = found.get(workload.urn);
      if (others) others.push(text);
      else found.set(workload.urn, [text]);
    }
  }
  for (const leads of found.values()) leads.sort();
  cached.set(type, found);
  return found;
}

const portText = (port: Value): string =>
  ["name", "port", "targetPort", "protocol"].map((key) => at(port, key) ?? "").join(":");
