/** Whether clusters of the same cloud have the same objects: what only another cloud needs can't be told apart. Pure. */
import type { Graph, GraphResource, Properties, Value } from "../../graph/resource";
import { siteIdOf } from "../../graph/sites";
import { packageOf } from "../../graph/urn";
import { at, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { objectName, workloadsOf } from "../../graph/views/workloads";
import type { Finding } from "../rule";
import { alike, stable } from "./alike";
import { placeless } from "./parity-facets";

/** The name that the program gives a Kubernetes object; undefined where Pulumi or Kubernetes chooses one. */
export function givenName({ inputs, outputs }: GraphResource): string | undefined {
  const isChosen = [inputs, outputs].some(
    (side) => at(side, "metadata", "annotations", "pulumi.com/autonamed") !== undefined,
  );
  return isChosen ? undefined : (textAt(inputs, "metadata", "name") ?? textAt(outputs, "metadata", "name"));
}

/**
 * Objects that some clusters of a cloud have and others of the same cloud lack, or have with other settings.
 * Workloads are left out: they are compared across clouds.
 * @param places the clusters that run one platform: how each is spoken of, by the URN of its provider.
 */
export function* unlikeObjects(graph: Graph, places: ReadonlyMap<string, string>): Generator<Finding> {
  const workloads = new Set(workloadsOf(graph).map(({ resource }) => resource.urn));
  const objects = new Map<string, Map<string, GraphResource>>();
  const clusters = new Map<string, Set<string>>();
  for (const resource of graph.resources) {
    const { provider: cluster = "", placement, type, urn } = resource;
    if (!placement || !places.has(cluster) || packageOf(type) !== "kubernetes" || workloads.has(urn))
      continue;
    clusters.set(placement.provider, (clusters.get(placement.provider) ?? new Set()).add(cluster));
    if (givenName(resource) === undefined) continue;
    const { namespace, name } = objectName(resource, graph);
    const key = `${placement.provider} ${type} ${namespace}/${name}`;
    objects.set(key, (objects.get(key) ?? new Map<string, GraphResource>()).set(cluster, resource));
  }
  for (const same of objects.values()) {
    const [first] = same.values();
    const all = clusters.get(first?.placement?.provider ?? "") ?? [];
    const without = [...all].filter((cluster) => !same.has(cluster)).map((cluster) => places.get(cluster));
    if (!first?.placement) continue;
    const { name } = objectName(first, graph);
    const wanted = "the same objects at all sites of a cloud";
    const what = `the ${kindOf(first)} ${name}`;
    if (without.length > 0) {
      const found = `is ${what} at ${siteIdOf(first.placement)}, which ${without.join(", ")} lacks`;
      yield { urn: first.urn, found, wanted };
    }
    for (const other of odd([...same.values()])) {
      const found = `is ${what} with other settings than at the other sites of its cloud`;
      yield { urn: other.urn, found, wanted };
    }
  }
}

type Read = (properties: Properties) => Value;

/** What two sites of a cloud are told alike: not numbers that the sizing decides, nor addresses. */
const settingsOfType: ReadonlyMap<string, Read> = new Map<string, Read>([
  [
    "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
    ({ spec }) => omit(spec, ["minReplicas", "maxReplicas"]),
  ],
  ["kubernetes:policy/v1:PodDisruptionBudget", ({ spec }) => spec ?? null],
  ["kubernetes:karpenter.sh/v1:NodePool", ({ spec }) => omit(spec, ["limits"])],
  ["kubernetes:networking.k8s.io/v1:NetworkPolicy", ({ spec }) => withoutAddresses(spec ?? null)],
  [
    "kubernetes:storage.k8s.io/v1:StorageClass",
    (properties) => omit(properties, ["metadata", "apiVersion", "kind", "id"]),
  ],
]);

/** Those whose settings differ from what most have. */
function odd(same: readonly GraphResource[]): GraphResource[] {
  const [first, ...rest] = same;
  const read = settingsOfType.get(first?.type ?? "");
  if (!read || !first) return [];
  const isSame = (other: GraphResource): boolean =>
    alike(propertiesOf(first), propertiesOf(other), {
      apart: notCompared,
      texts: (a, b) => placeless(first, a) === placeless(other, b),
    });
  if (rest.every(isSame)) return [];
  const groups = new Map<string, GraphResource[]>();
  for (const resource of same) {
    const text = placeless(resource, stable(read(propertiesOf(resource))));
    groups.set(text, [...(groups.get(text) ?? []), resource]);
  }
  const [, ...others] = [...groups.values()].sort((a, b) => b.length - a.length);
  return others.flat();
}

/** Never a difference, so that most objects need no second look. */
const notCompared: ReadonlySet<string> = new Set([
  "metadata",
  "status",
  "minReplicas",
  "maxReplicas",
  "limits",
]);

const omit = (value: Value | undefined, keys: readonly string[]): Value =>
  Object.fromEntries(Object.entries(mapAt(value)).filter(([key]) => !keys.includes(key)));

function withoutAddresses(value: Value): Value {
  if (Array.isArray(value)) {
    return value.filter((item) => at(item, "ipBlock") === undefined).map(withoutAddresses);
  }
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutAddresses(item)]));
}

const kindOf = ({ type }: GraphResource): string => type.slice(type.lastIndexOf(":") + 1);
