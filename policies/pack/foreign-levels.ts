/**
 * How hard each rule is on a program that isn't ours, by what it is meant to outlive. A rule that isn't here is about this
 * platform alone (its queues, its edges, its drains), and has nothing to say of others. Pure.
 */
import type { Level } from "../level";

export const profiles = ["single-region", "multi-region", "multi-cloud"] as const;

/** What a program is meant to outlive: the loss of a zone, of a region, of a cloud. */
export type Profile = (typeof profiles)[number];

type Chosen = Level | "disabled";

const m = "mandatory";
const a = "advisory";
const off = "disabled";

/** In the order of `profiles`. */
const table: Readonly<Record<string, readonly [Chosen, Chosen, Chosen]>> = {
  "zone-spread": [m, m, m],
  "min-replicas": [m, m, m],
  "single-point": [m, m, m],
  "backups-kept": [m, m, m],
  "selector-match": [m, m, m],
  "data-residency": [m, m, m],
  "min-regions": [off, m, m],
  "answer-health-checked": [off, m, m],
  "failover-time": [off, a, m],
  "distinct-metros": [off, a, m],
  "answer-set-complete": [off, a, a],
  "deep-health-check": [off, a, a],
  "checkers-near-users": [off, a, a],
  "cross-region-copy": [off, a, m],
  "workload-parity": [off, a, a],
  "min-providers": [off, off, m],
  "dns-two-authorities": [off, off, m],
  "provider-neutral-answers": [off, off, a],
  "cross-provider-copy": [off, off, a],
  "registry-independence": [off, off, a],
  "disruption-budget": [a, a, a],
  "topology-spread": [a, a, a],
  "pod-probes": [a, a, a],
  "resource-requests": [a, a, a],
  "capacity-headroom": [a, a, a],
  "autoscaling-works": [a, a, a],
  "kubernetes-support": [a, a, a],
  "image-digest": [a, a, a],
  "network-default-deny": [a, a, a],
  "bucket-durability": [a, a, a],
  "protect-data": [a, a, a],
  "cross-zone-balancing": [a, a, a],
  "no-default-provider": [a, a, a],
  "no-plain-secret": [a, a, a],
};

/** Of every rule; without a profile what the graph shows is told, and nothing blocks. */
export function foreignLevels(
  rules: readonly string[],
  profile: Profile | undefined,
): Readonly<Record<string, Chosen>> {
  const column = profile === undefined ? 1 : profiles.indexOf(profile);
  return Object.fromEntries(
    rules.map((rule) => {
      const chosen = table[rule]?.[column] ?? off;
      return [rule, profile === undefined && chosen === m ? a : chosen];
    }),
  );
}
