/** What a rule looks at and can't read: where it says nothing of such a resource, it can't tell. Pure. */
import { readerOf } from "../graph/clouds";
import { presentType } from "../graph/present-types";
import type { Graph, GraphResource } from "../graph/resource";
import { unreadablesOf } from "../graph/unreadable";
import type { Finding, Rule } from "./rule";

/** Of Kubernetes' objects, by rule: kinds, and the settings that decide. Whatever holds such a setting decides too. */
const decisive: Readonly<Record<string, readonly (readonly [kinds: RegExp, path: RegExp])[]>> = {
  "autoscaling-works": [[/:HorizontalPodAutoscaler$/, /^spec\.metrics/]],
  "capacity-headroom": [
    [/^apps\//, /^spec\.replicas$|\.resources\b/],
    [/:HorizontalPodAutoscaler$/, /^spec\.(min|max)Replicas$/],
  ],
  "pod-probes": [[/^(apps\/|core\/v1:Pod$)/, /(liveness|readiness|startup)Probe/]],
  "selector-match": [
    [/:Service$/, /^spec\.(selector|ports)/],
    [/:NetworkPolicy$/, /^spec\.(podSelector|policyTypes|ingress|egress)/],
    [/:(HorizontalPodAutoscaler|PodDisruptionBudget)$/, /^spec\.(scaleTargetRef|selector)/],
  ],
  "network-default-deny": [[/:NetworkPolicy$/, /^spec\.(podSelector|policyTypes|ingress|egress)/]],
  "topology-spread": [[/^(apps|batch)\//, /topologySpreadConstraints|tolerations/]],
  "workload-parity": [[/^(apps|batch)\//, /\.(image|ports|resources|livenessProbe|readinessProbe)\b/]],
  "disruption-budget": [[/:PodDisruptionBudget$/, /^spec/]],
};

/** Findings for what none of `found` is about. */
export function unreadableFor(graph: Graph, rule: Rule, found: readonly Finding[]): Finding[] {
  const spoken = new Set(found.map(({ urn }) => urn));
  const untold = new Map<string, Set<string>>();
  for (const { resource, path } of unreadablesOf(graph)) {
    if (spoken.has(resource.urn) || !decides(rule, resource, path)) continue;
    untold.set(resource.urn, (untold.get(resource.urn) ?? new Set()).add(path));
  }
  return [...untold].map(([urn, paths]) => ({
    urn,
    found: `has settings that can't be read: ${[...paths].sort().join(", ")}`,
    wanted: "settings that are plain data",
    unsure: true,
  }));
}

function decides(rule: Rule, resource: GraphResource, path: string): boolean {
  const type = presentType(resource.type);
  if (type.startsWith("kubernetes:")) {
    const kind = type.slice("kubernetes:".length);
    return (decisive[rule.id] ?? []).some(([kinds, paths]) => kinds.test(kind) && holds(paths, path));
  }
  const input = /^[^.[]*/.exec(path)?.[0] ?? "";
  const inputs = readerOf(resource)?.decisive;
  return rule.about.some(
    (subject) =>
      (subject === "names" || subject === "networks") &&
      inputs?.[subject].get(resource.type)?.includes(input),
  );
}

/** Above a template's containers whatever is hidden hides them all. */
const whole =
  /^(spec|spec\.(jobTemplate(\.spec)?|template)(\.(spec|template|template\.spec))?|spec\..*\.containers(\[\])?)$/;
const holds = (paths: RegExp, path: string): boolean => paths.test(path) || whole.test(path);
