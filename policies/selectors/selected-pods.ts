/** How rules ask which pods a selector means, and what ports those have. Pure. */
import { type Graph, type GraphResource, UNKNOWN, type Value } from "../../graph/resource";
import { perGraph } from "../../graph/views/per-graph";
import { at, listAt, madeFrom } from "../../graph/views/read";
import { hasSelected } from "../../graph/views/selection";
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
    return madeFrom(resource, "spec").some((urn) => workloadUrns(graph).has(urn));
  }
  return hasSelected(graph, resource.provider, namespaceOf(resource, graph), selector);
}
const workloadUrns = perGraph((graph) => new Set(workloadsOf(graph).map(({ resource }) => resource.urn)));

export const selectorText = (selector: Value | undefined): string => JSON.stringify(selector ?? null);

/** Numbers and names of the ports that a workload declares. */
function portsOf(workload: WorkloadView): ReadonlySet<string> {
  const known = ports.get(workload);
  if (known) return known;
  const containers = [...workload.containers, ...workload.initContainers];
  const declared = containers.flatMap(({ raw }) => listAt(raw, "ports"));
  const told = declared.flatMap((port) => [at(port, "containerPort"), at(port, "name")]);
  const found = new Set(told.filter((each) => each !== undefined).map(String));
  ports.set(workload, found);
  return found;
}
const ports = new WeakMap<WorkloadView, ReadonlySet<string>>();

/** Whether any of some workloads declares ports. */
export const declarePorts = (workloads: readonly WorkloadView[]): boolean =>
  workloads.some((workload) => portsOf(workload).size > 0);

/** A number that nobody declares may still be listened on where nothing is declared; a name may not. */
export const havePort = (workloads: readonly WorkloadView[], port: Value): boolean =>
  workloads.some((workload) => portsOf(workload).has(String(port))) ||
  (/^\d+$/.test(String(port)) && !declarePorts(workloads));
