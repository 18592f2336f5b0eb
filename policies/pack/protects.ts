/** What each rule protects, as docs/rules.md groups them. Every rule stands in one group; a test holds it to that. Pure. */

export interface Group {
  readonly title: string;
  readonly rules: readonly string[];
}

export const protects: readonly Group[] = [
  {
    title: "Places: what is lost at once, and what is left",
    rules: [
      "min-providers",
      "min-regions",
      "distinct-metros",
      "zone-spread",
      "single-point",
      "data-residency",
      "workload-parity",
      "survival-objective",
    ],
  },
  {
    title: "Pods: that they run, stay and are enough",
    rules: [
      "min-replicas",
      "disruption-budget",
      "topology-spread",
      "pod-probes",
      "pod-starts",
      "scripts-work",
      "resource-requests",
      "capacity-headroom",
      "autoscaling-works",
      "kubernetes-support",
      "image-digest",
      "registry-independence",
      "selector-match",
    ],
  },
  {
    title: "Ways: who reaches whom",
    rules: [
      "ways-open",
      "ways-closed",
      "forwarding-agrees",
      "forwarded-once",
      "edge-answers",
      "network-default-deny",
      "cross-zone-balancing",
    ],
  },
  {
    title: "Data: that it is kept, copied and stays whole",
    rules: [
      "bucket-durability",
      "store-writers-apart",
      "cross-provider-copy",
      "cross-region-copy",
      "queue-durability",
      "queue-answers",
      "stream-sizes",
      "backups-kept",
      "protect-data",
    ],
  },
  {
    title: "Names: what users are answered, and when that changes",
    rules: [
      "dns-two-authorities",
      "answer-health-checked",
      "deep-health-check",
      "checks-apart",
      "checkers-near-users",
      "failover-time",
      "provider-neutral-answers",
      "answer-set-complete",
      "certificate-lasts",
      "drain-expired",
    ],
  },
  {
    title: "Rights and secrets: who may do what",
    rules: ["rights-suffice", "rights-narrow", "no-default-provider", "no-plain-secret"],
  },
];
