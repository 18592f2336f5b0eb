import { presentType } from "../../graph/present-types";
import type { Graph, GraphResource, Value } from "../../graph/resource";
import { namedInNamespace, objectName, spaceKey } from "../../graph/views/objects";
import { perGraph } from "../../graph/views/per-graph";
import { at, isUnknown, listAt, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { selected, workloadNamed } from "../../graph/views/selection";
import { isReplicated } from "../../graph/views/workload-kinds";
import { scaleTarget, selects, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";
import { policyTargets } from "../selectors/policy-targets";
import {
  declarePorts,
  hasUnknown,
  havePort,
  matches,
  namespaceOf,
  ownObjects,
  selectorText,
} from "../selectors/selected-pods";
import { serviceTargets, targetGroups } from "../selectors/service-targets";

const SERVICE = "kubernetes:core/v1:Service";

/**
 * Services and their ports, budgets, network policies (policy-targets.ts), autoscalers, what makes pods, and what
 * leads to a Service by its name (service-targets.ts): what they name is there, in the same cluster; a capability
 * that listens has a Service, and a target group of AWS has something that fills it. Left out are the cluster's own
 * namespaces, of which the graph doesn't show all pods, Services whose endpoints the program gives itself, and peers
 * in namespaces without workloads of this program. What isn't known yet is told by what it was made from.
 */
export const selectorMatch: Rule = {
  id: "selector-match",
  title: "Every selector and target matches something",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
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
    ...policyTargets(graph),
    ...autoscalers(graph),
    ...serviceTargets(graph),
    ...targetGroups(graph),
    ...unreachable(graph),
    ...dependencies(graph),
  ],
};

function* services(graph: Graph): Generator<Finding> {
  for (const service of ownObjects(graph, SERVICE)) {
    const selector = at(propertiesOf(service), "spec", "selector");
    const namespace = namespaceOf(service, graph);
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
      const found = `selects ${selectorText(selector)} in ${namespace}, which no pod has`;
      yield { urn: service.urn, found, wanted: "the labels of the pods that it leads to" };
      continue;
    }
    yield* ports(graph, service, selector, namespace);
  }
}

function isNone(selector: Value | undefined): selector is undefined {
  return !selector || (!isUnknown(selector) && Object.keys(mapAt(selector)).length === 0);
}

/** Whether the program itself says where a Service without a selector leads. */
function hasEndpoints(graph: Graph, service: GraphResource): boolean {
  const { namespace, name } = objectName(service, graph);
  return (
    namedInNamespace(graph, "kubernetes:core/v1:Endpoints", service.provider, namespace, name) !==
      undefined || slicedServices(graph).has(`${spaceKey(service.provider, namespace)} ${name}`)
  );
}

/** Services by cluster, namespace and name that slices of endpoints say they are of. */
const slicedServices = perGraph(
  (graph) =>
    new Set(
      (graph.byType.get("kubernetes:discovery.k8s.io/v1:EndpointSlice") ?? []).map((slice) => {
        const service = textAt(propertiesOf(slice), "metadata", "labels", "kubernetes.io/service-name");
        return `${spaceKey(slice.provider, namespaceOf(slice, graph))} ${service}`;
      }),
    ),
);

/** Ports that a Service leads to and that none of its pods has; pods that declare no ports may have any. */
function* ports(
  graph: Graph,
  service: GraphResource,
  selector: Value,
  namespace: string,
): Generator<Finding> {
  const pods = selected(graph, service.provider, namespace, { matchLabels: selector });
  const spec = at(propertiesOf(service), "spec");
  if (
    listAt(spec, "ports").length === 0 &&
    !isUnknown(at(spec, "ports")) &&
    at(spec, "clusterIP") !== "None"
  ) {
    yield { urn: service.urn, found: "leads to no port", wanted: "a port of the pods" };
  }
  for (const port of listAt(spec, "ports")) {
    const target = at(port, "targetPort") ?? at(port, "port");
    if (target === undefined || isUnknown(target) || havePort(pods, target)) continue;
    const found = `leads to the port ${target}, which its pods don't have`;
    yield { urn: service.urn, found, wanted: "a port of the pods" };
  }
}

/** What makes pods must know them again; Jobs see to that themselves. */
function* owners(graph: Graph): Generator<Finding> {
  for (const { resource, kind, podLabels } of workloadsOf(graph)) {
    if (kind === "Job" || kind === "CronJob" || kind === "Pod") continue;
    const selector = at(propertiesOf(resource), "spec", "selector");
    // Kinds of before took the pods' own labels where they were told none.
    const isDefault = selector === undefined && presentType(resource.type) !== resource.type;
    if (isDefault || hasUnknown(selector) || selects(selector, podLabels)) continue;
    const found = `looks for its pods by ${selectorText(selector)}, which they don't have`;
    yield { urn: resource.urn, found, wanted: "the labels of its own pods" };
  }
}

function* budgets(graph: Graph): Generator<Finding> {
  for (const budget of ownObjects(graph, "kubernetes:policy/v1:PodDisruptionBudget")) {
    const selector = at(propertiesOf(budget), "spec", "selector");
    if (matches(graph, budget, selector)) continue;
    const found = `protects ${selectorText(selector)} in ${namespaceOf(budget, graph)}, which no pod has`;
    yield { urn: budget.urn, found, wanted: "the labels of the pods that it protects" };
  }
}

/** What an autoscaler can scale of what the graph can show: custom kinds can't be told. */
const scalable = new Set(["Deployment", "StatefulSet", "ReplicaSet"]);

function* autoscalers(graph: Graph): Generator<Finding> {
  for (const version of ["v2", "v1"]) {
    for (const scaler of ownObjects(graph, `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`)) {
      const target = scaleTarget(graph, scaler);
      if (!scalable.has(target.kind)) continue;
      const namespace = namespaceOf(scaler, graph);
      if (workloadNamed(graph, scaler.provider, namespace, target.kind, target.name)) continue;
      const found = `scales the ${target.kind} ${target.name || "of a name not known yet"} in ${namespace}, which isn't there`;
      yield { urn: scaler.urn, found, wanted: "the name of a workload beside it" };
    }
  }
}

/** A capability that listens is called by others, who find it by a Service. */
function* unreachable(graph: Graph): Generator<Finding> {
  // Services that select the same are told it as the same list.
  const led = new Set(
    ownObjects(graph, SERVICE).flatMap((service) => {
      const selector = at(propertiesOf(service), "spec", "selector");
      if (isNone(selector) || hasUnknown(selector)) return [];
      return [selected(graph, service.provider, namespaceOf(service, graph), { matchLabels: selector })];
    }),
  );
  const reached = new Set([...led].flatMap((pods) => pods.map(({ resource }) => resource.urn)));
  for (const workload of workloadsOf(graph)) {
    if (workload.capability === undefined || reached.has(workload.resource.urn)) continue;
    if (!isReplicated(workload) || !declarePorts([workload])) continue;
    const found = `serves ${workload.capability}, and no Service leads to it`;
    yield { urn: workload.resource.urn, found, wanted: "a Service that selects its pods" };
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
