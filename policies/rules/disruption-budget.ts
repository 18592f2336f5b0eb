import type { GraphResource } from "../../graph/resource";
import { intOrPercent } from "../../graph/views/quantity";
import { at, isUnknown, propertiesOf } from "../../graph/views/read";
import { isReplicated, isSystem } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

/**
 * Deployments, StatefulSets and ReplicaSets with two replicas or more (what `min-replicas` says of one replica is
 * enough): exactly one budget, which lets at least one pod go and keeps at least one; of a StatefulSet, whose
 * pods mostly are a quorum, a majority. Counted at the floor, where it is tightest. And a Deployment's own roll-out
 * doesn't take all pods at once. Not the cluster's own agents.
 */
export const disruptionBudget: Rule = {
  id: "disruption-budget",
  title: "A disruption budget that lets some pods go and keeps the others",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "Without a budget an upgrade of the nodes may take every replica at once; with one that allows no eviction the upgrade never ends.",
  mend: "Give the workload one PodDisruptionBudget, with maxUnavailable of 1 or a quarter.",
  counterparts: [
    "kube-score: deployment-has-poddisruptionbudget",
    "kube-score: statefulset-has-poddisruptionbudget",
    "kube-linter: pdb-min-available",
    "kube-linter: pdb-max-unavailable",
    "Polaris: missingPodDisruptionBudget",
    "Polaris: pdbDisruptionsIsZero",
  ],
  check: (graph) =>
    workloadsOf(graph)
      .filter((workload) => isReplicated(workload) && !isSystem(workload) && workload.floor > 1)
      .flatMap((workload) => [...judge(workload), ...rollOut(workload)]),
};

/** A roll-out doesn't ask budgets: its own settings say how many pods may go at a time. */
function rollOut({ kind, resource, floor }: WorkloadView): Finding[] {
  if (kind !== "Deployment") return [];
  const strategy = at(propertiesOf(resource), "spec", "strategy");
  const most = at(strategy, "rollingUpdate", "maxUnavailable") ?? 0;
  const isRecreate = at(strategy, "type") === "Recreate";
  const count =
    typeof most === "string" || typeof most === "number" ? intOrPercent(most, floor, "down") : undefined;
  if (!isRecreate && count !== undefined && count < floor) return [];
  const how = isRecreate ? "Recreate" : `maxUnavailable ${isUnknown(most) ? "not known yet" : most}`;
  const found = `may take all pods at once when it is rolled out (${how})`;
  const unsure = !isRecreate && isUnknown(most);
  return [{ urn: resource.urn, found, wanted: "a rolling update that keeps most of them", unsure }];
}

function judge(workload: WorkloadView): Finding[] {
  const { budgets, floor, kind, resource } = workload;
  const wanted = "one that lets a pod be evicted while the others stay";
  const [budget, ...more] = budgets;
  if (!budget) return [{ urn: resource.urn, found: "has no disruption budget", wanted }];
  if (more.length > 0) {
    const found = `has ${budgets.length} disruption budgets, and Kubernetes evicts no pod that more than one selects`;
    return [{ urn: resource.urn, found, wanted }];
  }
  const allowed = evictions(budget, floor);
  const finding = (found: string): Finding[] => [{ urn: budget.urn, found, wanted }];
  if (allowed === undefined) {
    return [
      { urn: budget.urn, found: "allows a number of evictions that can't be told", wanted, unsure: true },
    ];
  }
  if (allowed.count <= 0) return finding(`allows no eviction (${allowed.text} of ${floor} replicas)`);
  if (allowed.count >= floor) return finding(`allows all pods to go (${allowed.text} of ${floor} replicas)`);
  const kept = floor - allowed.count;
  return kind === "StatefulSet" && kept * 2 <= floor
    ? finding(`leaves ${kept} of ${floor} replicas, which is no majority (${allowed.text})`)
    : [];
}

/** How many of so many pods a budget lets go; undefined where that isn't known. A budget that says neither allows none. */
function evictions(budget: GraphResource, replicas: number): { count: number; text: string } | undefined {
  const spec = at(propertiesOf(budget), "spec");
  for (const key of ["maxUnavailable", "minAvailable"] as const) {
    const value = at(spec, key);
    if (value === undefined || value === null) continue;
    if (isUnknown(value) || (typeof value !== "string" && typeof value !== "number")) return undefined;
    const pods = intOrPercent(value, replicas);
    if (pods === undefined) return undefined;
    return { count: key === "maxUnavailable" ? pods : replicas - pods, text: `${key} ${value}` };
  }
  return { count: 0, text: "neither maxUnavailable nor minAvailable" };
}
