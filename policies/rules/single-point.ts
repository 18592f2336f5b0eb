import { allReaders } from "../../graph/clouds";
import type { Rule } from "../rule";

/** What runs beside Kubernetes: databases, tasks, machines and pools of them, caches, search, brokers, functions. */
export const singlePoint: Rule = {
  id: "single-point",
  title: "No service hangs on a single machine, task or zone",
  level: "mandatory",
  severity: "high",
  about: ["services"],
  why: "What there is one of is down with its machine or its zone, and for as long as it takes to make it again.",
  mend: "Give it a second one in another zone, which takes over by itself.",
  counterparts: [
    "AWS Config: rds-multi-az-support",
    "AWS Config: elasticache-repl-grp-auto-failover-enabled",
    "Checkov: CKV_AWS_157",
  ],
  check: (graph, { replicas }) =>
    allReaders().flatMap(({ services }) =>
      [...services.alone(graph, replicas)].map(({ resource, found, wanted, unsure }) => ({
        urn: resource.urn,
        found,
        wanted,
        ...(unsure ? { unsure } : {}),
      })),
    ),
};
