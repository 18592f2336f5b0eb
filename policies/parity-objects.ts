/** Whether clusters of the same cloud have the same objects: what only another cloud needs can't be told apart. Pure. */
import type { Graph, GraphResource } from "../graph/resource";
import { siteIdOf } from "../graph/sites";
import { packageOf } from "../graph/urn";
import { at, textAt } from "../graph/views/read";
import { objectName, workloadsOf } from "../graph/views/workloads";
import type { Finding } from "./rule";

/** The name that the program gives a Kubernetes object; undefined where Pulumi or Kubernetes chooses one. */
export function givenName({ inputs, outputs }: GraphResource): string | undefined {
  const isChosen = [inputs, outputs].some(
    (side) => at(side, "metadata", "annotations", "pulumi.com/autonamed") !== undefined,
  );
  return isChosen ? undefined : (textAt(inputs, "metadata", "name") ?? textAt(outputs, "metadata", "name"));
}

/**
 * Objects that some clusters of a cloud have and others of the same cloud lack. Workloads are left out: they are
 * compared across clouds.
 * @param places the clusters that run one platform: how each is spoken of, by the URN of its provider.
 */
export function* missingObjects(graph: Graph, places: ReadonlyMap<string, string>): Generator<Finding> {
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
    if (!first?.placement || without.length === 0) continue;
    const { name } = objectName(first, graph);
    const found = `is the ${kindOf(first)} ${name} at ${siteIdOf(first.placement)}, which ${without.join(", ")} lacks`;
    yield { urn: first.urn, found, wanted: "the same objects at all sites of a cloud" };
  }
}

const kindOf = ({ type }: GraphResource): string => type.slice(type.lastIndexOf(":") + 1);
