/** The Kubernetes workloads of a graph: what runs where, with how many replicas, and what guards it. */
import { type Dependency, keys, knownDependencies, sortDependencies } from "../dependencies";
import type { Graph, GraphResource, Placement, Properties, Value } from "../resource";
import { siteOf } from "../site-id";
import { type ContainerView, container } from "./containers";
import { at, isUnknown, listAt, madeFrom, mapAt, numberAt, propertiesOf, textAt, textsAt } from "./read";

export type { ContainerView };

/** `Pod` and `ReplicaSet`: those that the program makes itself, which nothing rolls or replaces as a Deployment's. */
export type WorkloadKind =
  | "Deployment"
  | "StatefulSet"
  | "DaemonSet"
  | "Job"
  | "CronJob"
  | "ReplicaSet"
  | "Pod";

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
  /** What it says it hangs on and nothing is called: such a text must not read as none. */
  readonly misspelt: readonly string[];
  readonly whenDegraded?: string;
}

const workloadType =
  /^kubernetes:(?:apps\/v1:(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)|batch\/v1:(?:Job|CronJob)|core\/v1:Pod)$/;

const NAMESPACE = "kubernetes:core/v1:Namespace";

/**
 * The name and namespace of a Kubernetes object; `default` where none is given. Where only a deployment will
 * know the name, the resource's own stands for it.
 * @param graph tells the namespace that an unknown one was made from.
 */
export function objectName(resource: GraphResource, graph?: Graph): { namespace: string; name: string } {
  const { inputs, outputs } = resource;
  const metadata = (key: string) => textAt(inputs, "metadata", key) ?? textAt(outputs, "metadata", key);
  const name = metadata("name") ?? resource.name;
  const namespace = metadata("namespace");
  if (namespace !== undefined) return { namespace, name };
  const from = madeFrom(resource, "metadata")
    .map((urn) => graph?.byUrn.get(urn))
    .find((made) => made?.type === NAMESPACE);
  return { namespace: from ? objectName(from).name : "default", name };
}

/** Every workload, in the order of the graph. */
export function workloadsOf(graph: Graph): readonly WorkloadView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const scalers = byTarget(graph);
  const budgets = byCluster(graph, "kubernetes:policy/v1:PodDisruptionBudget");
  const resources = graph.resources.filter(({ type }) => workloadType.test(type));
  const known = new Set<string>(knownDependencies(capabilitiesOf(resources)));
  const found = resources.map((resource) => {
    const kind = resource.type.slice(resource.type.lastIndexOf(":") + 1) as WorkloadKind;
    return view(graph, resource, kind, scalers, budgets, known);
  });
  views.set(graph, found);
  return found;
}

/** What the graph's own workloads serve: nothing else can be hung on. */
function capabilitiesOf(resources: readonly GraphResource[]): Set<string> {
  const labels = resources.map((resource) => textsAt(propertiesOf(resource), "metadata", "labels"));
  return new Set(labels.flatMap((own) => own[keys.capability] ?? []));
}
const views = new WeakMap<Graph, readonly WorkloadView[]>();

function view(
  graph: Graph,
  resource: GraphResource,
  kind: WorkloadKind,
  scalers: ReadonlyMap<string, GraphResource>,
  budgets: ReadonlyMap<string, readonly GraphResource[]>,
  known: ReadonlySet<string>,
): WorkloadView {
  const { namespace, name } = objectName(resource, graph);
  const properties = propertiesOf(resource);
  const template = templateOf(kind, properties);
  const pod = mapAt(template, "spec");
  const labels = textsAt(properties, "metadata", "labels");
  const annotations = textsAt(properties, "metadata", "annotations");
  const podLabels = textsAt(template, "metadata", "labels");
  const autoscaler = scalers.get(targetKey(resource.provider, namespace, kind, name));
  const isOne = kind === "Job" || kind === "CronJob" || kind === "Pod";
  const asked = isOne ? 1 : (numberAt(properties, "spec", "replicas") ?? 1);
  const site = siteOf(resource.placement);
  const needs = sortDependencies(annotations[keys.needs], known);
  const prefers = sortDependencies(annotations[keys.prefers], known);
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
      protects(budget, resource, podLabels),
    ),
    ...pick("capability", labels[keys.capability]),
    ...pick("part", labels[keys.part]),
    ...pick("publicName", annotations[keys.publicName]),
    needs: needs.known,
    prefers: prefers.known,
    misspelt: [...needs.unknown, ...prefers.unknown],
    ...pick("whenDegraded", annotations[keys.whenDegraded]),
  };
}

/** A budget whose selector isn't known yet protects what it was made from. */
function protects(
  budget: GraphResource,
  { urn }: GraphResource,
  podLabels: Readonly<Record<string, string>>,
): boolean {
  const selector = at(propertiesOf(budget), "spec", "selector");
  const isTold = !isUnknown(selector) && !isUnknown(at(selector, "matchLabels"));
  return isTold ? selects(selector, podLabels) : madeFrom(budget, "spec").includes(urn);
}

/** A pod is its own template. */
function templateOf(kind: WorkloadKind, properties: Properties): Properties {
  if (kind === "Pod") return properties;
  return kind === "CronJob"
    ? mapAt(properties, "spec", "jobTemplate", "spec", "template")
    : mapAt(properties, "spec", "template");
}

/** Whether a label selector selects pods with these labels. An empty selector selects all, one not known yet none. */
export function selects(selector: Value | undefined, labels: Readonly<Record<string, string>>): boolean {
  if (selector === undefined || selector === null) return false;
  if (isUnknown(selector) || isUnknown(at(selector, "matchLabels"))) return false;
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
      const { kind, name } = scaleTarget(graph, scaler);
      const { namespace } = objectName(scaler, graph);
      targets.set(targetKey(scaler.provider, namespace, kind, name), scaler);
    }
  }
  return targets;
}

/** What an autoscaler scales; where the name isn't known yet, what it was made from tells. */
export function scaleTarget(graph: Graph, scaler: GraphResource): { kind: string; name: string } {
  const target = mapAt(propertiesOf(scaler), "spec", "scaleTargetRef");
  const kind = textAt(target, "kind") ?? "";
  const name = textAt(target, "name");
  if (name !== undefined) return { kind, name };
  const from = madeFrom(scaler, "spec")
    .map((urn) => graph.byUrn.get(urn))
    .find((made) => made?.type.endsWith(`:${kind}`));
  return { kind, name: from ? objectName(from, graph).name : "" };
}

/** Objects of a type by cluster and namespace: see `inNamespace`. */
function byCluster(graph: Graph, type: string): ReadonlyMap<string, readonly GraphResource[]> {
  const groups = new Map<string, GraphResource[]>();
  for (const resource of graph.byType.get(type) ?? []) {
    const key = clusterKey(resource.provider, objectName(resource, graph).namespace);
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
