/** Which pods a label selector selects, without trying every workload of the graph. */
import type { Graph, Value } from "../resource";
import { textsAt } from "./read";
import { selects, type WorkloadView, workloadsOf } from "./workloads";

/** Workloads of a namespace of a cluster whose pods a selector (`matchLabels`, `matchExpressions`) selects. */
export function selected(
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
  selector: Value | undefined,
): readonly WorkloadView[] {
  const index = indexOf(graph);
  const space = spaceKey(cluster, namespace);
  // Any one label that is asked for narrows it down; which one makes no odds for what is found.
  const [label] = Object.entries(textsAt(selector, "matchLabels"));
  const candidates = index.get(label ? `${space} ${label[0]}=${label[1]}` : space) ?? [];
  return candidates.filter(({ podLabels }) => selects(selector, podLabels));
}

/** Workloads of a namespace of a cluster. */
export const workloadsIn = (
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
): readonly WorkloadView[] => indexOf(graph).get(spaceKey(cluster, namespace)) ?? [];

const spaceKey = (cluster: string | undefined, namespace: string): string => `${cluster ?? ""} ${namespace}`;

/** Workloads by cluster and namespace, and by one of their pods' labels in it. */
function indexOf(graph: Graph): ReadonlyMap<string, readonly WorkloadView[]> {
  const cached = indexes.get(graph);
  if (cached) return cached;
  const index = new Map<string, WorkloadView[]>();
  const add = (key: string, workload: WorkloadView): void => {
    const group = index.get(key);
    if (group) group.push(workload);
    else index.set(key, [workload]);
  };
  for (const workload of workloadsOf(graph)) {
    const space = spaceKey(workload.cluster, workload.namespace);
    add(space, workload);
    for (const [key, value] of Object.entries(workload.podLabels)) add(`${space} ${key}=${value}`, workload);
  }
  indexes.set(graph, index);
  return index;
}
const indexes = new WeakMap<Graph, ReadonlyMap<string, readonly WorkloadView[]>>();
