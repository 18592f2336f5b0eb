/** The Kubernetes workloads of a graph: what runs where, with how many replicas, and what guards it. */
import { type Dependency, keys, readDependencies } from "../dependencies";
import type { Graph, GraphResource, Placement, Properties, Value } from "../resource";
import { quantity } from "./quantity";
import { at, listAt, mapAt, numberAt, propertiesOf, textAt, textsAt } from "./read";

export interface ContainerView {
  readonly name: string;
  readonly image?: string;
  /** Cores and bytes. */
  readonly requests: { readonly cpu?: number; readonly memory?: number };
  readonly limits: { readonly cpu?: number; readonly memory?: number };
  readonly ports: readonly number[];
  /** As in the manifest. */
  readonly raw: Properties;
}

export type WorkloadKind = "Deployment" | "StatefulSet" | "DaemonSet" | "Job" | "CronJob";

export interface WorkloadView {
  readonly resource: GraphResource;
  readonly kind: WorkloadKind;
  readonly namespace: string;
  readonly name: string;
  /** URN of the Kubernetes provider: what is on the same cluster has the same. */
  readonly cluster?: string;
  readonly placement?: Placement;
  /** `<provider>-<region>` where its cluster stands. */
  readonly site?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  /** The pod template's specification. */
  readonly pod: Properties;
  readonly containers: readonly ContainerView[];
  readonly initContainers: readonly ContainerView[];
  /** Replicas that run at least and at most: the autoscaler's bounds, else the number asked for. */
  readonly floor: number;
  readonly ceiling: number;
  readonly autoscaler?: GraphResource;
  readonly budgets: readonly GraphResource[];
  /** What it serves for users, and hangs on, by its labels and annotations. */
  readonly capability?: string;
  readonly part?: string;
  readonly publicName?: string;
  readonly needs: readonly Dependency[];
  readonly prefers: readonly Dependency[];
  readonly whenDegraded?: string;
}

const kinds = new Set<string>(["Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob"]);
const workloadType = /^kubernetes:(?:apps|batch)\/v1:(\w+)$/;

export const siteOf = (placement: Placement | undefined): string | undefined =>
  placement && `${placement.provider}-${placement.region}`;

/** The name and namespace of a Kubernetes object; `default` where none is given. */
export function objectName(resource: GraphResource): { namespace: string; name: string } {
  const metadata = mapAt(propertiesOf(resource), "metadata");
  return {
    namespace: textAt(metadata, "namespace") ?? "default",
    name: textAt(metadata, "name") ?? resource.name,
  };
}

/** Every workload, in the order of the graph. */
export function workloadsOf(graph: Graph): readonly WorkloadView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const scalers = byTarget(graph);
  const budgets = byCluster(graph, "kubernetes:policy/v1:PodDisruptionBudget");
  const found: WorkloadView[] = [];
  for (const resource of graph.resources) {
    const kind = workloadType.exec(resource.type)?.[1];
    if (kind && kinds.has(kind)) found.push(view(resource, kind as WorkloadKind, scalers, budgets));
  }
  views.set(graph, found);
  return found;
}
const views = new WeakMap<Graph, readonly WorkloadView[]>();

function view(
  resource: GraphResource,
  kind: WorkloadKind,
  scalers: ReadonlyMap<string, GraphResource>,
  budgets: ReadonlyMap<string, readonly GraphResource[]>,
): WorkloadView {
  const { namespace, name } = objectName(resource);
  const properties = propertiesOf(resource);
  const template =
    kind === "CronJob"
      ? mapAt(properties, "spec", "jobTemplate", "spec", "template")
      : mapAt(properties, "spec", "template");
  const pod = mapAt(template, "spec");
  const labels = textsAt(properties, "metadata", "labels");
  const annotations = textsAt(properties, "metadata", "annotations");
  const podLabels = textsAt(template, "metadata", "labels");
  const autoscaler = scalers.get(targetKey(resource.provider, namespace, kind, name));
  const asked = kind === "Job" || kind === "CronJob" ? 1 : (numberAt(properties, "spec", "replicas") ?? 1);
  const site = siteOf(resource.placement);
  const pick = <T>(key: string, value: T | undefined) => (value === undefined ? {} : { [key]: value });
  return {
    resource,
    kind,
    namespace,
    name,
    ...pick("cluster", resource.provider),
    ...pick("placement", resource.placement),
    ...pick("site", site),
    labels,
    annotations,
    podLabels,
    pod,
    containers: listAt(pod, "containers").map(container),
    initContainers: listAt(pod, "initContainers").map(container),
    floor: autoscaler ? (numberAt(propertiesOf(autoscaler), "spec", "minReplicas") ?? 1) : asked,
    ceiling: autoscaler ? (numberAt(propertiesOf(autoscaler), "spec", "maxReplicas") ?? asked) : asked,
    ...pick("autoscaler", autoscaler),
    budgets: (budgets.get(clusterKey(resource.provider, namespace)) ?? []).filter((budget) =>
      selects(at(propertiesOf(budget), "spec", "selector"), podLabels),
    ),
    ...pick("capability", labels[keys.capability]),
    ...pick("part", labels[keys.part]),
    ...pick("publicName", annotations[keys.publicName]),
    needs: readDependencies(annotations[keys.needs]),
    prefers: readDependencies(annotations[keys.prefers]),
    ...pick("whenDegraded", annotations[keys.whenDegraded]),
  };
}

function container(raw: Value): ContainerView {
  const amounts = (kind: "requests" | "limits") => {
    const cpu = quantity(amount(raw, kind, "cpu"));
    const memory = quantity(amount(raw, kind, "memory"));
    return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
  };
  const image = textAt(raw, "image");
  return {
    name: textAt(raw, "name") ?? "",
    ...(image === undefined ? {} : { image }),
    requests: amounts("requests"),
    limits: amounts("limits"),
    ports: listAt(raw, "ports").flatMap((port) => numberAt(port, "containerPort") ?? []),
    raw: mapAt(raw),
  };
}

function amount(raw: Value, kind: string, what: string): string | number | undefined {
  const found = at(raw, "resources", kind, what);
  return typeof found === "string" || typeof found === "number" ? found : undefined;
}

/** Whether a label selector selects pods with these labels. An empty selector selects all. */
export function selects(selector: Value | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined || selector === null) return false;
  const wanted = Object.entries(textsAt(selector, "matchLabels"));
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  return listAt(selector, "matchExpressions").every((expression) => {
    const key = textAt(expression, "key") ?? "";
    const values = listAt(expression, "values");
    const has = labels[key];
    switch (textAt(expression, "operator")) {
      case "In":
        return has !== undefined && values.includes(has);
      case "NotIn":
        return has === undefined || !values.includes(has);
      case "Exists":
        return has !== undefined;
      case "DoesNotExist":
        return has === undefined;
      default:
        return false;
    }
  });
}

const clusterKey = (cluster: string | undefined, namespace: string): string =>
  `${cluster ?? ""} ${namespace}`;
const targetKey = (cluster: string | undefined, namespace: string, kind: string, name: string): string =>
  `${clusterKey(cluster, namespace)} ${kind} ${name}`;

function byTarget(graph: Graph): ReadonlyMap<string, GraphResource> {
  const targets = new Map<string, GraphResource>();
  for (const version of ["v2", "v1"]) {
    for (const scaler of graph.byType.get(`kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`) ??
      []) {
      const target = mapAt(propertiesOf(scaler), "spec", "scaleTargetRef");
      const { namespace } = objectName(scaler);
      const kind = textAt(target, "kind") ?? "";
      targets.set(targetKey(scaler.provider, namespace, kind, textAt(target, "name") ?? ""), scaler);
    }
  }
  return targets;
}

/** Objects of a type by cluster and namespace: see `inNamespace`. */
function byCluster(graph: Graph, type: string): ReadonlyMap<string, readonly GraphResource[]> {
  const groups = new Map<string, GraphResource[]>();
  for (const resource of graph.byType.get(type) ?? []) {
    const key = clusterKey(resource.provider, objectName(resource).namespace);
    const group = groups.get(key);
    if (group) group.push(resource);
    else groups.set(key, [resource]);
  }
  return groups;
}

/** Objects of a type in the same namespace of the same cluster as this one. */
export function inNamespace(
  graph: Graph,
  type: string,
  cluster: string | undefined,
  namespace: string,
): readonly GraphResource[] {
  let types = groupsOf.get(graph);
  if (!types) {
    types = new Map();
    groupsOf.set(graph, types);
  }
  let groups = types.get(type);
  if (!groups) {
    groups = byCluster(graph, type);
    types.set(type, groups);
  }
  return groups.get(clusterKey(cluster, namespace)) ?? [];
}
const groupsOf = new WeakMap<Graph, Map<string, ReadonlyMap<string, readonly GraphResource[]>>>();
