/** How rules ask which pods a selector means, and what ports those have. Pure. */
import { type Graph, type GraphResource, UNKNOWN, type Value } from "../../graph/resource";
import { at, listAt, madeFrom } from "../../graph/views/read";
import { selected } from "../../graph/views/selection";
import { isSystem } from "../../graph/views/workload-kinds";
import { objectName, type WorkloadView, workloadsOf } from "../../graph/views/workloads";

export const namespaceOf = (resource: GraphResource, graph: Graph): string =>
  objectName(resource, graph).namespace;
/** Objects of a type outside the cluster's own namespaces. */
export const ownObjects = (graph: Graph, type: string): GraphResource[] =>
  (graph.byType.get(type) ?? []).filter((resource) => !isSystem({ namespace: namespaceOf(resource, graph) }));
export const hasUnknown = (value: Value | undefined): boolean =>
  JSON.stringify(value ?? null).includes(UNKNOWN);

/** Whether a selector in the spec selects pods; one that isn't known yet does if it was made from a workload. */
export function matches(graph: Graph, resource: GraphResource, selector: Value | undefined): boolean {
  if (hasUnknown(selector)) {
    const types = new Set(workloadsOf(graph).map((workload) => workload.resource.type));
    return madeFrom(resource, "spec").some((urn) => types.has(graph.byUrn.get(urn)?.type ?? ""));
  }
  return selected(graph, resource.provider, namespaceOf(resource, graph), selector).length > 0;
}

export const selectorText = (selector: Value | undefined): string => JSON.stringify(selector ?? null);

/** Numbers and names of the ports that workloads declare. */
export function portsOf(workloads: readonly WorkloadView[]): ReadonlySet<string> {
  const containers = workloads.flatMap((each) => [...each.containers, ...each.initContainers]);
  const declared = containers.flatMap(({ raw }) => listAt(raw, "ports"));
  const told = declared.flatMap((port) => [at(port, "containerPort"), at(port, "name")]);
  return new Set(told.filter((each) => each !== undefined).map(String));
}

/** A number that nobody declares may still be listened on where nothing is declared; a name may not. */
export const hasPort = (ports: ReadonlySet<string>, port: Value): boolean =>
  ports.has(String(port)) || (ports.size === 0 && /^\d+$/.test(String(port)));
