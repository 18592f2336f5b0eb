/** Queues with the tree of their servers' configuration and what their jobs make. */
import type { Graph, GraphResource, Properties } from "../resource";
import { withIncludes } from "../views/nats-text";
import { perGraph } from "../views/per-graph";
import { type QueueView, queuesOf } from "../views/queues";
import { isUnknown, jsonIn, mapAt } from "../views/read";
import { dataOf, textsOf } from "../views/texts";
import { type WorkloadView, workloadsOf } from "../views/workloads";
import { type Block, treeOf } from "./tree";

/** A definition that a job applies: of a stream or a consumer. */
export interface Definition {
  readonly resource: GraphResource;
  readonly file: string;
  /** Undefined where it can't be read. */
  readonly said?: Properties;
}

export interface ReadQueue {
  readonly queue: QueueView;
  /** What holds the servers' configuration. */
  readonly file: GraphResource;
  /** Undefined where the text can't be read. */
  readonly tree?: Block;
  readonly definitions: readonly Definition[];
  readonly beside: readonly WorkloadView[];
}

export const readQueues = perGraph((graph): readonly ReadQueue[] =>
  queuesOf(graph).flatMap((queue) => {
    const { workload } = queue;
    for (const file of textsOf(graph, workload).configMaps) {
      const files = dataOf(file);
      const main = Object.values(files).find((text) => /^accounts\b/m.test(text));
      // What isn't known yet is told by others: queue-durability, for one.
      if (main === undefined || isUnknown(main)) continue;
      const text = withIncludes(main, files);
      const tree = isUnknown(text) ? undefined : treeOf(text);
      if (isUnknown(text)) continue;
      const beside = workloadsOf(graph).filter(({ cluster }) => cluster === workload.cluster);
      return [
        {
          queue,
          file,
          definitions: definitionsOf(graph, beside, workload),
          beside,
          ...(tree ? { tree } : {}),
        },
      ];
    }
    return [];
  }),
);

function definitionsOf(
  graph: Graph,
  beside: readonly WorkloadView[],
  { namespace }: WorkloadView,
): Definition[] {
  const jobs = beside.filter(
    (one) => one.namespace === namespace && (one.kind === "Job" || one.kind === "CronJob"),
  );
  const maps = new Set(jobs.flatMap((job) => textsOf(graph, job).configMaps));
  return [...maps].flatMap((resource) =>
    Object.entries(dataOf(resource)).flatMap(([file, text]) => {
      if (isUnknown(text)) return file.endsWith(".json") ? [{ resource, file }] : [];
      if (!text.trimStart().startsWith("{")) return [];
      const said = jsonIn(text);
      return said === undefined ? [] : [{ resource, file, said: mapAt(said) }];
    }),
  );
}
