import { type Graph, type GraphResource, UNKNOWN, type Value } from "../../graph/resource";
import { at, isUnknown, listAt, madeFrom, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { selected, workloadsIn } from "../../graph/views/selection";
import { isSystem } from "../../graph/views/workload-kinds";
import { inNamespace, objectName, scaleTarget, selects, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";
import { serviceTargets } from "../service-targets";

const SERVICE = "kubernetes:core/v1:Service";

/**
 * Services, budgets, network policies (what they select, and the pods that they let in or out), autoscalers, what
 * makes pods, and what leads to a Service by its name (service-targets.ts): what they name is there, in the same
 * cluster. Left out are the cluster's own namespaces, of which the graph doesn't show all pods, Services whose
 * endpoints the program gives itself, and peers in namespaces without workloads of this program. What isn't
 * known yet is told by what it was made from.
 */
export const selectorMatch: Rule = {
  id: "selector-match",
  title: "Every selector and target matches something",
  level: "mandatory",
  severity: "high",
  why: "A budget, policy or autoscaler whose selector matches nothing looks like protection and is none, and nothing reports it.",
  mend: "Take the selector from the same labels as the pods, and the target's name from the object itself.",
  counterparts: [
    "kube-linter: dangling-service",
    "kube-linter: dangling-horizontalpodautoscaler",
    "kube-linter: dangling-networkpolicy",
    "kube-linter: dangling-networkpolicypeer-podselector",
    "kube-linter: dangling-ingress",
    "kube-score: service-targets-pod",
    "kube-score: networkpolicy-targets-pod",
    "kube-score: horizontalpodautoscaler-has-target",
  ],
  check: (graph) => [
    ...services(graph),
    ...owners(graph),
    ...budgets(graph),
    ...policies(graph),
    ...autoscalers(graph),
    ...serviceTargets(graph),
    ...dependencies(graph),
  ],
};

const isIn = (resource: GraphResource, graph: Graph): string => objectName(resource, graph).namespace;
const ofType = (graph: Graph, type: string): GraphResource[] =>
  (graph.byType.get(type) ?? []).filter((resource) => !isSystem({ namespace: isIn(resource, graph) }));
const hasUnknown = (value: Value | undefined): boolean => JSON.stringify(value ?? null).includes(UNKNOWN);

/** Whether a selector in the spec selects pods; one that isn't known yet does if it was made from a workload. */
function matches(graph: Graph, resource: GraphResource, selector: Value | undefined): boolean {
  if (hasUnknown(selector)) {
    const types = new Set(workloadsOf(graph).map((workload) => workload.resource.type));
    return madeFrom(resource, "spec").some((urn) => types.has(graph.byUrn.get(urn)?.type ?? ""));
  }
  return selected(graph, resource.provider, isIn(resource, graph), selector).length > 0;
}

const text = (selector: Value | undefined): string => JSON.stringify(selector ?? null);

function* services(graph: Graph): Generator<Finding> {
  for (const service of ofType(graph, SERVICE)) {
    const selector = at(propertiesOf(service), "spec", "selector");
    const namespace = isIn(service, graph);
    if (isNone(selector)) {
      if (textAt(propertiesOf(service), "spec", "type") === "ExternalName" || hasEndpoints(graph, service))
        continue;
      yield {
        urn: service.urn,
        found: "selects no pods and has no endpoints of its own",
        wanted: "the labels of pods",
      };
      continue;
    }
    if (!matches(graph, service, isUnknown(selector) ? selector : { matchLabels: selector })) {
      const found = `selects ${text(selector)} in ${namespace}, which no pod has`;
      yield { urn: service.urn, found, wanted: "the labels of the pods that it leads to" };
      continue;
    }
    yield* namedPorts(graph, service, selector, namespace);
  }
}

function isNone(selector: Value | undefined): selector is undefined {
  return !selector || (!isUnknown(selector) && Object.keys(mapAt(selector)).length === 0);
}

/** Whether the program itself says where a Service without a selector leads. */
function hasEndpoints(graph: Graph, service: GraphResource): boolean {
  const { namespace, name } = objectName(service, graph);
  const beside = (type: string) => inNamespace(graph, type, service.provider, namespace);
  return (
    beside("kubernetes:core/v1:Endpoints").some((item) => objectName(item, graph).name === name) ||
    beside("kubernetes:discovery.k8s.io/v1:EndpointSlice").some(
      (item) => textAt(propertiesOf(item), "metadata", "labels", "kubernetes.io/service-name") === name,
    )
  );
}

/** A port that a Service leads to by name, on pods none of which has it. */
function* namedPorts(
  graph: Graph,
  service: GraphResource,
  selector: Value,
  namespace: string,
): Generator<Finding> {
  const workloads = selected(graph, service.provider, namespace, { matchLabels: selector });
  const names = new Set(
    workloads.flatMap(({ containers, initContainers }) =>
      [...containers, ...initContainers].flatMap(({ raw }) =>
        listAt(raw, "ports").map((port) => at(port, "name")),
      ),
    ),
  );
  for (const port of listAt(propertiesOf(service), "spec", "ports")) {
    const target = textAt(port, "targetPort");
    if (target === undefined || /^\d+$/.test(target) || names.has(target) || workloads.length === 0) continue;
    yield {
      urn: service.urn,
      found: `leads to the port ${target}, which its pods don't have`,
      wanted: "a port of the pods",
    };
  }
}

/** What makes pods must know them again; Jobs see to that themselves. */
function* owners(graph: Graph): Generator<Finding> {
  for (const { resource, kind, podLabels } of workloadsOf(graph)) {
    if (kind === "Job" || kind === "CronJob" || kind === "Pod") continue;
    const selector = at(propertiesOf(resource), "spec", "selector");
    if (hasUnknown(selector) || selects(selector, podLabels)) continue;
    const found = `looks for its pods by ${text(selector)}, which they don't have`;
    yield { urn: resource.urn, found, wanted: "the labels of its own pods" };
  }
}

function* budgets(graph: Graph): Generator<Finding> {
  for (const budget of ofType(graph, "kubernetes:policy/v1:PodDisruptionBudget")) {
    const selector = at(propertiesOf(budget), "spec", "selector");
    if (matches(graph, budget, selector)) continue;
    const found = `protects ${text(selector)} in ${isIn(budget, graph)}, which no pod has`;
    yield { urn: budget.urn, found, wanted: "the labels of the pods that it protects" };
  }
}

function* policies(graph: Graph): Generator<Finding> {
  for (const policy of ofType(graph, "kubernetes:networking.k8s.io/v1:NetworkPolicy")) {
    const selector = at(propertiesOf(policy), "spec", "podSelector");
    const wanted = "labels that pods have";
    const namespace = isIn(policy, graph);
    if (!isAll(selector) && !matches(graph, policy, selector)) {
      const found = `is about ${text(selector)} in ${namespace}, which no pod has`;
      yield { urn: policy.urn, found, wanted };
    }
    for (const { peer, way } of peersOf(policy)) {
      const pods = at(peer, "podSelector");
      const space = spaceOf(peer, namespace);
      if (isAll(pods) || space === undefined || isSystem({ namespace: space })) continue;
      if (hasUnknown(pods) || workloadsIn(graph, policy.provider, space).length === 0) continue;
      if (selected(graph, policy.provider, space, pods).length > 0) continue;
      yield { urn: policy.urn, found: `lets ${way} ${text(pods)} in ${space}, which no pod has`, wanted };
    }
  }
}

function isAll(selector: Value | undefined): boolean {
  if (selector === undefined || selector === null) return true;
  if (isUnknown(selector)) return false;
  return (
    Object.keys(mapAt(selector, "matchLabels")).length + listAt(selector, "matchExpressions").length === 0
  );
}

function peersOf(policy: GraphResource): { peer: Value; way: string }[] {
  const spec = at(propertiesOf(policy), "spec");
  const peers = (rules: string, list: string, way: string) =>
    listAt(spec, rules).flatMap((rule) => listAt(rule, list).map((peer) => ({ peer, way })));
  return [...peers("ingress", "from", "in"), ...peers("egress", "to", "out to")];
}

/** The one namespace that a peer means; undefined where it means several or none. */
function spaceOf(peer: Value, own: string): string | undefined {
  const selector = at(peer, "namespaceSelector");
  if (selector === undefined || selector === null) return own;
  return textAt(selector, "matchLabels", "kubernetes.io/metadata.name");
}

/** What an autoscaler can scale of what the graph can show: custom kinds can't be told. */
const scalable = new Set(["Deployment", "StatefulSet", "ReplicaSet"]);

function* autoscalers(graph: Graph): Generator<Finding> {
  for (const version of ["v2", "v1"]) {
    for (const scaler of ofType(graph, `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`)) {
      const target = scaleTarget(graph, scaler);
      if (!scalable.has(target.kind)) continue;
      const there = workloadsIn(graph, scaler.provider, isIn(scaler, graph));
      if (there.some(({ kind, name }) => kind === target.kind && name === target.name)) continue;
      const found = `scales the ${target.kind} ${target.name || "of a name not known yet"} in ${isIn(scaler, graph)}, which isn't there`;
      yield { urn: scaler.urn, found, wanted: "the name of a workload beside it" };
    }
  }
}

/** A workload's own note of what it hangs on, which rules and verdicts read. */
function* dependencies(graph: Graph): Generator<Finding> {
  for (const { resource, misspelt } of workloadsOf(graph)) {
    if (misspelt.length === 0) continue;
    const found = `says that it hangs on ${misspelt.join(", ")}, which nothing is called`;
    yield { urn: resource.urn, found, wanted: "a dependency that is known" };
  }
}
