/** Whether network policies are about pods that are there, and let through what is. Pure. */
import type { Graph, GraphResource, Value } from "../../graph/resource";
import { at, isUnknown, listAt, mapAt, propertiesOf, textAt } from "../../graph/views/read";
import { hasSelected, selected, workloadsIn } from "../../graph/views/selection";
import { isSystem } from "../../graph/views/workload-kinds";
import type { Finding } from "../rule";
import {
  declarePorts,
  hasUnknown,
  havePort,
  matches,
  namespaceOf,
  ownObjects,
  selectorText,
} from "./selected-pods";

/** What is wrong with what policies select, open, and let in or out. */
export function* policyTargets(graph: Graph): Generator<Finding> {
  for (const policy of ownObjects(graph, "kubernetes:networking.k8s.io/v1:NetworkPolicy")) {
    const selector = at(propertiesOf(policy), "spec", "podSelector");
    const wanted = "labels that pods have";
    const namespace = namespaceOf(policy, graph);
    if (!isAll(selector) && !matches(graph, policy, selector)) {
      const found = `is about ${selectorText(selector)} in ${namespace}, which no pod has`;
      yield { urn: policy.urn, found, wanted };
    }
    yield* idleRules(policy);
    yield* openPorts(graph, policy, selector, namespace);
    for (const { peer, way } of peersOf(policy)) {
      const pods = at(peer, "podSelector");
      const space = spaceOf(peer, namespace);
      if (isAll(pods) || space === undefined || isSystem({ namespace: space })) continue;
      if (hasUnknown(pods) || workloadsIn(graph, policy.provider, space).length === 0) continue;
      if (hasSelected(graph, policy.provider, space, pods)) continue;
      yield {
        urn: policy.urn,
        found: `lets ${way} ${selectorText(pods)} in ${space}, which no pod has`,
        wanted,
      };
    }
  }
}

/** Rules that open nothing, as the policy says that it isn't about their direction. */
function* idleRules(policy: GraphResource): Generator<Finding> {
  const spec = at(propertiesOf(policy), "spec");
  const types = listAt(spec, "policyTypes");
  for (const direction of ["Ingress", "Egress"]) {
    const isIdle = types.length > 0 && !types.includes(direction) && !types.some(isUnknown);
    if (!isIdle || listAt(spec, direction.toLowerCase()).length === 0) continue;
    const found = `has rules for ${direction} that don't count, as its policyTypes leave it out`;
    yield { urn: policy.urn, found, wanted: `${direction} among its policyTypes` };
  }
}

/** Ports that a policy opens on pods none of which has them. */
function* openPorts(
  graph: Graph,
  policy: GraphResource,
  selector: Value | undefined,
  namespace: string,
): Generator<Finding> {
  if (isAll(selector) || hasUnknown(selector)) return;
  const pods = selected(graph, policy.provider, namespace, selector);
  if (!declarePorts(pods)) return;
  for (const rule of listAt(propertiesOf(policy), "spec", "ingress")) {
    for (const port of listAt(rule, "ports").map((each) => at(each, "port"))) {
      if (port === undefined || isUnknown(port) || havePort(pods, port)) continue;
      const found = `opens the port ${port} of pods that don't have it`;
      yield { urn: policy.urn, found, wanted: "ports of the pods" };
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
