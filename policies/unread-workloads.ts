/** What runs pods, or may, and can't be read: it must not look as if it weren't there. Pure. */
import { presentType } from "../graph/present-types";
import type { Graph, GraphResource, Value } from "../graph/resource";
import { at, isUnknown, listAt, propertiesOf, textAt } from "../graph/views/read";
import { workloadsOf } from "../graph/views/workloads";
import type { Finding } from "./rule";

/** Lists of objects, releases of charts, charts and manifests that weren't rendered, and kinds of others that hold a pod's template. */
export function* unreadWorkloads(graph: Graph): Generator<Finding> {
  const read = new Set(workloadsOf(graph).map(({ resource }) => resource));
  for (const resource of graph.resources) {
    if (!resource.type.startsWith("kubernetes:") || read.has(resource)) continue;
    const found = unreadOf(graph, resource);
    if (found === undefined) continue;
    yield {
      urn: resource.urn,
      found: `${found}: what runs there isn't counted and can't be told`,
      wanted: "workloads of Kubernetes' own kinds, each a resource",
      level: "advisory",
      unsure: true,
    };
  }
}

const charts = /^kubernetes:helm\.sh\/v\d+:Chart$/;
/** Components whose children are the objects of manifests. */
const manifests = /^kubernetes:(?:yaml(?:\/v\d+)?:Config(?:File|Group)|kustomize(?:\/v\d+)?:Directory)$/;
const releases = /^kubernetes:helm\.sh\/v\d+:Release$/;

/** Why what it runs can't be told; undefined for what runs nothing, or is read elsewhere. */
function unreadOf(graph: Graph, resource: GraphResource): string | undefined {
  const { type, custom } = resource;
  const properties = propertiesOf(resource);
  const kind = type.slice("kubernetes:".length).replace(":", " ");
  if (releases.test(type))
    return `installs the chart ${textAt(properties, "chart") ?? "of a name not known yet"}`;
  if (charts.test(type)) {
    return graph.children.has(resource.urn) ? undefined : "is a chart whose objects aren't resources";
  }
  if (manifests.test(type)) {
    return graph.children.has(resource.urn) ? undefined : "is of manifests whose objects aren't resources";
  }
  if (!custom) return undefined;
  if (type.endsWith("List")) {
    const items = at(properties, "items");
    return isUnknown(items) || listAt(items).some((item) => !isHarmless(item))
      ? `is a list (${kind}), which isn't looked into`
      : undefined;
  }
  if (presentType(type) === "kubernetes:core/v1:PodTemplate") return undefined;
  return holdsPods(properties.spec, DEEPEST) || at(properties, "spec", "workloadRef") !== undefined
    ? `runs pods by a kind that isn't read (${kind})`
    : undefined;
}

/** An object of a list that is told, and neither runs pods nor guards them. */
const harmless = new Set(["ConfigMap", "Namespace", "Secret", "ServiceAccount"]);
const isHarmless = (item: Value): boolean => harmless.has(textAt(item, "kind") ?? "");

/** Templates lie a few steps below the specification: `spec.jobTemplate.spec.template.spec.containers` the deepest known. */
const DEEPEST = 6;

/** Whether a list of containers with images stands somewhere within. */
function holdsPods(value: Value | undefined, depth: number): boolean {
  if (depth === 0 || value === null || typeof value !== "object") return false;
  if (Array.isArray(value)) return value.some((item) => holdsPods(item, depth - 1));
  return Object.entries(value).some(([key, each]) =>
    key === "containers" && Array.isArray(each)
      ? each.some((container) => at(container, "image") !== undefined)
      : holdsPods(each, depth - 1),
  );
}
