import type { Graph, GraphResource, Properties, Value } from "../../graph/resource";
import { clusterOfProvider, enforcesPolicies } from "../../graph/views/clusters";
import { namedInNamespace } from "../../graph/views/objects";
import { at, booleanAt, isUnknown, listAt, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { isSystem } from "../../graph/views/workload-kinds";
import { inNamespace, type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

const POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const NAMESPACE = "kubernetes:core/v1:Namespace";
type Direction = "Ingress" | "Egress";
const directions: readonly Direction[] = ["Ingress", "Egress"];

/**
 * Every namespace in which the program runs pods, but the cluster's own and those whose pods use the node's
 * network, which no policy reaches: policies that select all pods deny what isn't allowed, in and out, and none lets
 * everything through. And where the cluster is in the graph, something in it enforces policies: clouds'
 * clusters accept them and do nothing until they are told to.
 */
export const networkDefaultDeny: Rule = {
  id: "network-default-deny",
  title: "Every namespace denies traffic by default",
  level: "mandatory",
  severity: "medium",
  about: ["workloads"],
  why: "One pod that is taken over or runs wild should not reach every other workload of its site, and through it the other cloud.",
  mend: "Add a NetworkPolicy with an empty podSelector, both policyTypes and no rules to the namespace, and open what is needed by further policies.",
  counterparts: [
    "kube-score: pod-networkpolicy",
    "kube-linter: non-isolated-pod",
    "Polaris: missingNetworkPolicy",
  ],
  check: (graph) => [...namespaces(graph), ...enforcement(graph)],
};

function* namespaces(graph: Graph): Generator<Finding> {
  for (const { cluster, namespace, resource } of spacesWithPods(graph)) {
    const { urn } = namedInNamespace(graph, NAMESPACE, cluster, "default", namespace) ?? resource;
    const general = inNamespace(graph, POLICY, cluster, namespace).filter(selectsAll);
    const open = directions.filter((direction) => !general.some((policy) => denies(policy, direction)));
    if (open.length > 0) {
      const found = `lets pods of the namespace ${namespace} have any ${open.join(" and ")} traffic`;
      yield { urn, found, wanted: "a default-deny policy for Ingress and Egress" };
    }
    for (const policy of general) {
      for (const direction of directions.filter((each) => rulesOf(policy, each).some(isOpen))) {
        const found = `lets through all ${direction} traffic of the namespace ${namespace}, whatever the other policies deny`;
        yield { urn: policy.urn, found, wanted: "rules that name peers and ports" };
      }
    }
  }
}

/** A workload of each namespace that has pods with a network of their own. */
function spacesWithPods(graph: Graph): Iterable<WorkloadView> {
  const spaces = new Map<string, WorkloadView>();
  // The order in which a program's resources are registered differs from run to run.
  for (const workload of [...workloadsOf(graph)].sort((a, b) => (a.resource.urn < b.resource.urn ? -1 : 1))) {
    const key = `${workload.cluster} ${workload.namespace}`;
    if (isSystem(workload) || booleanAt(workload.pod, "hostNetwork") === true || spaces.has(key)) continue;
    spaces.set(key, workload);
  }
  return spaces.values();
}

const specOf = (policy: GraphResource): Properties => mapAt(propertiesOf(policy), "spec");

function selectsAll(policy: GraphResource): boolean {
  const selector = specOf(policy).podSelector;
  if (isUnknown(selector)) return false;
  return (
    Object.keys(mapAt(selector, "matchLabels")).length === 0 &&
    listAt(selector, "matchExpressions").length === 0
  );
}

const rulesOf = (policy: GraphResource, direction: Direction): readonly Value[] =>
  listAt(specOf(policy), direction.toLowerCase());

function denies(policy: GraphResource, direction: Direction): boolean {
  const types = listAt(specOf(policy), "policyTypes");
  // Without types a policy is about Ingress, and about Egress if it has rules for it.
  const isAbout =
    types.length > 0
      ? types.includes(direction)
      : direction === "Ingress" || specOf(policy).egress !== undefined;
  return isAbout && !rulesOf(policy, direction).some(isOpen);
}

/** A rule that names neither peers nor ports allows everything. */
const isOpen = (rule: Value): boolean =>
  !isUnknown(rule) &&
  ["from", "to", "ports"].every((key) => listAt(rule, key).length === 0 && !isUnknown(at(rule, key)));

/** Clusters of the graph that have policies and nothing to enforce them. */
function* enforcement(graph: Graph): Generator<Finding> {
  const clusters = clusterOfProvider(graph);
  const withPolicies = new Set((graph.byType.get(POLICY) ?? []).map(({ provider }) => provider ?? ""));
  const enforced = enforcingProviders(graph);
  for (const provider of withPolicies) {
    const cluster = clusters.get(provider);
    if (!cluster || enforced.has(provider) || enforcesPolicies(graph, cluster, provider)) continue;
    const found = "has network policies that nothing enforces";
    yield { urn: cluster.urn, found, wanted: "the VPC CNI's controller switched on, or Calico or Cilium" };
  }
}

const agents = /calico|cilium|antrea|tigera/;

/** Kubernetes providers on whose clusters an agent that enforces policies runs. */
function enforcingProviders(graph: Graph): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { kind, name, containers, cluster } of workloadsOf(graph)) {
    const texts = [name, ...containers.map(({ image }) => image ?? "")];
    if (kind === "DaemonSet" && texts.some((text) => agents.test(text))) found.add(cluster ?? "");
  }
  for (const release of graph.byType.get("kubernetes:helm.sh/v3:Release") ?? []) {
    if (agents.test(textAt(propertiesOf(release), "chart") ?? "")) found.add(release.provider ?? "");
  }
  return found;
}
