/** Which pods a label selector selects, and which workload a name means, without trying every one of the graph. */
import type { Graph, Value } from "../resource";
import { LabelIndex } from "./labels";
import { spaceKey } from "./objects";
import { perGraph } from "./per-graph";
import { type WorkloadView, workloadsOf } from "./workloads";

/** Workloads of a namespace of a cluster whose pods a selector (`matchLabels`, `matchExpressions`) selects. */
export const selected = (
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
  selector: Value | undefined,
): readonly WorkloadView[] =>
  spacesOf(graph).get(spaceKey(cluster, namespace))?.pods.selected(selector) ?? [];

/** Whether there is one. */
export const hasSelected = (
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
  selector: Value | undefined,
): boolean => spacesOf(graph).get(spaceKey(cluster, namespace))?.pods.hasSelected(selector) ?? false;

/** Workloads of a namespace of a cluster. */
export const workloadsIn = (
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
): readonly WorkloadView[] => spacesOf(graph).get(spaceKey(cluster, namespace))?.pods.all ?? [];

/** The workload of a kind and a name in a namespace of a cluster. */
export const workloadNamed = (
  graph: Graph,
  cluster: string | undefined,
  namespace: string,
  kind: string,
  name: string,
): WorkloadView | undefined =>
  spacesOf(graph).get(spaceKey(cluster, namespace))?.byName.get(`${kind} ${name}`);

interface Space {
  readonly pods: LabelIndex<WorkloadView>;
  readonly byName: Map<string, WorkloadView>;
}

const spacesOf = perGraph((graph): ReadonlyMap<string, Space> => {
  const spaces = new Map<string, Space>();
  for (const workload of workloadsOf(graph)) {
    const key = spaceKey(workload.cluster, workload.namespace);
    const space = spaces.get(key) ?? {
      pods: new LabelIndex<WorkloadView>(),
      byName: new Map<string, WorkloadView>(),
    };
    space.pods.add(workload, workload.podLabels);
    space.byName.set(`${workload.kind} ${workload.name}`, workload);
    spaces.set(key, space);
  }
  return spaces;
});
