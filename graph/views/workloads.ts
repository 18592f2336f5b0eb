/** The Kubernetes workloads of a graph: what runs where, with how many replicas, and what guards it. */
import { type Dependency, keys, knownDependencies, sortDependencies } from "../dependencies";
import { presentType } from "../present-types";
import type { Graph, GraphResource, Placement, Properties } from "../resource";
import { siteOf } from "../site-id";
import { type ContainerView, container } from "./containers";
import { hostIn } from "./hosts";
import { LabelIndex } from "./labels";
import { objectName, spaceKey } from "./objects";
import { at, isUnknown, listAt, madeFrom, mapAt, numberAt, propertiesOf, textAt, textsAt } from "./read";

export { selects } from "./labels";
export { inNamespace, objectName } from "./objects";
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
  /** Lower case, without a trailing dot. */
  readonly publicName?: string;
  /** The name that its own site alone answers; written the same way. */
  readonly siteName?: string;
  readonly needs: readonly Dependency[];
  readonly prefers: readonly Dependency[];
  /** What it says it hangs on and nothing is called: such a text must not read as none. */
  readonly misspelt: readonly string[];
  readonly whenDegraded?: string;
}

const workloadType =
  /^kubernetes:(?:apps\/v1:(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)|batch\/v1:(?:Job|CronJob)|core\/v1:Pod)$/;

/** Every workload, in the order of the graph. */
export function workloadsOf(graph: Graph): readonly WorkloadView[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const scalers = byTarget(graph);
  const resources = graph.resources.filter(({ type }) => workloadType.test(presentType(type)));
  const budgets = byProtected(graph, resources);
  const known = new Set<string>(knownDependencies(capabilitiesOf(resources)));
  const found = resources.map((resource) =>
    view(graph, resource, scalers, budgets.get(resource.urn) ?? [], known),
  );
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
  scalers: ReadonlyMap<string, GraphResource>,
  budgets: readonly GraphResource[],
  known: ReadonlySet<string>,
): WorkloadView {
  const { namespace, name } = objectName(resource, graph);
  const kind = kindOf(resource);
  const properties = propertiesOf(resource);
  const template = templateOf(resource);
  const pod = mapAt(template, "spec");
  const labels = textsAt(properties, "metadata", "labels");
  const annotations = textsAt(properties, "metadata", "annotations");
  const podLabels = podLabelsOf(resource);
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
    budgets,
    ...pick("capability", labels[keys.capability]),
    ...pick("part", labels[keys.part]),
    ...pick("publicName", hostIn(annotations[keys.publicName])),
    ...pick("siteName", hostIn(annotations[keys.siteName])),
    needs: needs.known,
    prefers: prefers.known,
    misspelt: [...needs.unknown, ...prefers.unknown],
    ...pick("whenDegraded", annotations[keys.whenDegraded]),
  };
}

const BUDGET = "kubernetes:policy/v1:PodDisruptionBudget";

/** Budgets by the URN of what they protect. One whose selector isn't known yet protects what it was made from. */
function byProtected(
  graph: Graph,
  workloads: readonly GraphResource[],
): ReadonlyMap<string, readonly GraphResource[]> {
  const spaces = new Map<string, LabelIndex<GraphResource>>();
  for (const workload of workloads) {
    const key = spaceKey(workload.provider, objectName(workload, graph).namespace);
    const space = spaces.get(key) ?? new LabelIndex<GraphResource>();
    space.add(workload, podLabelsOf(workload));
    spaces.set(key, space);
  }
  // Budgets that select the same are told it as the same list.
  const byGuarded = new Map<readonly GraphResource[], GraphResource[]>();
  for (const budget of graph.byType.get(BUDGET) ?? []) {
    const space = spaces.get(spaceKey(budget.provider, objectName(budget, graph).namespace));
    const selector = at(propertiesOf(budget), "spec", "selector");
    const isTold = !isUnknown(selector) && !isUnknown(at(selector, "matchLabels"));
    const guarded = isTold ? space?.selected(selector) : madeFromThem(graph, budget, space);
    // Before it was settled, an empty selector selected none.
    const isNone = budget.type !== BUDGET && guarded === space?.all;
    if (!guarded || isNone) continue;
    const alike = byGuarded.get(guarded);
    if (alike) alike.push(budget);
    else byGuarded.set(guarded, [budget]);
  }
  const budgets = new Map<GraphResource, { list: GraphResource[]; shared: boolean }>();
  for (const [guarded, alike] of byGuarded) {
    for (const workload of guarded) {
      const known = budgets.get(workload);
      if (!known) {
        budgets.set(workload, { list: alike, shared: true });
        continue;
      }
      if (known.shared) Object.assign(known, { list: [...known.list], shared: false });
      for (const budget of alike) known.list.push(budget);
    }
  }
  return new Map([...budgets].map(([{ urn }, { list }]) => [urn, list]));
}

/** Workloads of a namespace that a budget was made from. */
function madeFromThem(
  graph: Graph,
  budget: GraphResource,
  space: LabelIndex<GraphResource> | undefined,
): readonly GraphResource[] {
  return madeFrom(budget, "spec")
    .flatMap((urn) => graph.byUrn.get(urn) ?? [])
    .filter((origin) => space?.has(origin));
}

const kindOf = ({ type }: GraphResource): WorkloadKind =>
  type.slice(type.lastIndexOf(":") + 1) as WorkloadKind;

const podLabelsOf = (workload: GraphResource): Readonly<Record<string, string>> =>
  textsAt(templateOf(workload), "metadata", "labels");

/** A pod is its own template. */
function templateOf(workload: GraphResource): Properties {
  const kind = kindOf(workload);
  const properties = propertiesOf(workload);
  if (kind === "Pod") return properties;
  return kind === "CronJob"
    ? mapAt(properties, "spec", "jobTemplate", "spec", "template")
    : mapAt(properties, "spec", "template");
}

const targetKey = (cluster: string | undefined, namespace: string, kind: string, name: string): string =>
  `${spaceKey(cluster, namespace)} ${kind} ${name}`;

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
