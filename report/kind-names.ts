/** In the order in which a report lists them. */
export const kindNames = [
  "network",
  "addresses and load balancers",
  "cluster",
  "identity and keys",
  "storage",
  "registry",
  "namespaces",
  "access",
  "configuration",
  "network policies",
  "services",
  "workloads",
  "autoscalers",
  "disruption budgets",
  "custom resources",
  "routing",
  "alarms",
  "logs",
  "certificates",
] as const;

export type Kind = (typeof kindNames)[number];
