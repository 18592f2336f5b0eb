/** What a rule looks at and can't read: where it says nothing of such a resource, it can't tell. Pure. */
import { type DecisiveKinds, decides, isDecisiveAbout } from "../graph/decisive";
import type { Graph } from "../graph/resource";
import { unreadablesOf } from "../graph/unreadable";
import type { Finding, Rule } from "./rule";

/** Above a template's containers whatever is hidden hides them all. */
const whole =
  /^(spec|spec\.(jobTemplate(\.spec)?|template)(\.(spec|template|template\.spec))?|spec\..*\.containers(\[\])?)$/;

/** Of Kubernetes' objects, by rule: kinds, and the settings that decide. Whatever holds such a setting decides too. */
const decisive: Readonly<Record<string, DecisiveKinds>> = {
  "autoscaling-works": [[/:HorizontalPodAutoscaler$/, /^spec\.metrics/]],
  "capacity-headroom": [
    [/^apps\//, /^spec\.replicas$|\.resources\b/],
    [/:HorizontalPodAutoscaler$/, /^spec\.(min|max)Replicas$/],
  ],
  "pod-probes": [[/^(apps\/|core\/v1:Pod$)/, /(liveness|readiness|startup)Probe|\.ports\b/]],
  "pod-starts": [
    [
      /^(apps|batch)\//,
      /\.(lifecycle|livenessProbe|readinessProbe|startupProbe|resources|terminationGracePeriodSeconds)\b|DeadlineSeconds$|timeZone$/,
    ],
    [/:ConfigMap$/, /^data\..*\.sh$/],
  ],
  "resource-requests": [[/^(apps|batch)\//, /\.resources\b|emptyDir/]],
  "ways-open": [
    [/^(apps|batch)\//, /\.ports\b/],
    [/:NetworkPolicy$/, /^spec\.(podSelector|policyTypes|ingress|egress)/],
  ],
  "ways-closed": [[/:NetworkPolicy$/, /^spec\.(podSelector|policyTypes|ingress|egress)/]],
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
  const kinds = (decisive[rule.id] ?? []).flatMap(([of, paths]) => [
    [of, paths] as const,
    [of, whole] as const,
  ]);
  const about = rule.about.filter(isDecisiveAbout);
  for (const unreadable of unreadablesOf(graph)) {
    const { resource, path } = unreadable;
    if (spoken.has(resource.urn) || !decides(unreadable, kinds, about)) continue;
    untold.set(resource.urn, (untold.get(resource.urn) ?? new Set()).add(path));
  }
  return [...untold].map(([urn, paths]) => ({
    urn,
    found: `has settings that can't be read: ${[...paths].sort().join(", ")}`,
    wanted: "settings that are plain data",
    unsure: true,
  }));
}
