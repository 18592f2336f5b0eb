/** The texts that a workload runs with: what its ConfigMaps hold, its commands and its plain environment. */
import type { Graph, GraphResource } from "../resource";
import { namedInNamespace } from "./objects";
import { isUnknown, listAt, mapAt, propertiesOf, textAt } from "./read";
import type { WorkloadView } from "./workloads";

export interface WorkloadTexts {
  readonly texts: readonly string[];
  /** ConfigMaps that it mounts or takes its environment from. */
  readonly configMaps: readonly GraphResource[];
  /** Whether some of it isn't known yet, or lies where it can't be read: a ConfigMap that isn't in the graph. */
  readonly incomplete: boolean;
}

const configMapType = "kubernetes:core/v1:ConfigMap";

export function textsOf(graph: Graph, workload: WorkloadView): WorkloadTexts {
  const cached = views.get(graph) ?? new Map<string, WorkloadTexts>();
  views.set(graph, cached);
  const found = cached.get(workload.resource.urn) ?? read(graph, workload);
  cached.set(workload.resource.urn, found);
  return found;
}
const views = new WeakMap<Graph, Map<string, WorkloadTexts>>();

function read(graph: Graph, workload: WorkloadView): WorkloadTexts {
  const names = configMapNames(workload);
  const configMaps = [...names]
    .map((name) => namedInNamespace(graph, configMapType, workload.cluster, workload.namespace, name))
    .filter((map) => map !== undefined);
  const entries = configMaps.map((map) => dataOf(map));
  const containers = [...workload.containers, ...workload.initContainers].map(({ raw }) => raw);
  const own = containers.flatMap((raw) => [
    ...[...listAt(raw, "command"), ...listAt(raw, "args")].flatMap((item) => textAt(item) ?? []),
    ...listAt(raw, "env").flatMap((item) => textAt(item, "value") ?? []),
  ]);
  return {
    texts: [...entries.flatMap((data) => Object.values(data).filter((text) => !isUnknown(text))), ...own],
    configMaps,
    incomplete: configMaps.length < names.size || entries.some((data) => Object.values(data).some(isUnknown)),
  };
}

/** The texts of a ConfigMap by key; those that aren't known yet as `UNKNOWN`. */
export function dataOf(configMap: GraphResource): Readonly<Record<string, string>> {
  const data = propertiesOf(configMap).data;
  if (isUnknown(data)) return { "": String(data) };
  return Object.fromEntries(
    Object.entries(mapAt(data)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

function configMapNames({ pod, containers, initContainers }: WorkloadView): ReadonlySet<string> {
  const volumes = listAt(pod, "volumes");
  const projected = volumes.flatMap((volume) => listAt(volume, "projected", "sources"));
  const mounted = [...volumes, ...projected].flatMap((source) => textAt(source, "configMap", "name") ?? []);
  const environment = [...containers, ...initContainers].flatMap(({ raw }) => [
    ...listAt(raw, "envFrom").flatMap((item) => textAt(item, "configMapRef", "name") ?? []),
    ...listAt(raw, "env").flatMap((item) => textAt(item, "valueFrom", "configMapKeyRef", "name") ?? []),
  ]);
  return new Set([...mounted, ...environment]);
}
