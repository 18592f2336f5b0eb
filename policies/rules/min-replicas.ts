import { at, isUnknown, numberAt, propertiesOf } from "../../graph/views/read";
import { isReplicated, isSystem } from "../../graph/views/workload-kinds";
import type { WorkloadView } from "../../graph/views/workloads";
import { workloadsOf } from "../../graph/views/workloads";
import { countText } from "../answers/wording";
import type { Finding, Rule } from "../rule";

/**
 * Deployments and StatefulSets, and the ReplicaSets and Pods that a program makes itself: never fewer than three,
 * whoever decides, the manifest or the autoscaler. Not the cluster's own agents (`kube-system` and its like), of
 * which a leader works and another waits; not DaemonSets, which run on every node; not Jobs, which end.
 */
export const minReplicas: Rule = {
  id: "min-replicas",
  title: "Three replicas at every site",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "With two replicas a single eviction or lost zone leaves one, and every roll-out passes through that state.",
  mend: "Raise the autoscaler's minReplicas, or spec.replicas where there is no autoscaler, to three or more.",
  counterparts: [
    "kube-linter: minimum-three-replicas",
    "kube-linter: hpa-minimum-three-replicas",
    "Polaris: deploymentMissingReplicas",
    "Polaris: hpaMinAvailability",
  ],
  // By default one a zone, so that a budget can allow an eviction while two still serve.
  check: (graph, { replicas }) =>
    workloadsOf(graph)
      .filter((workload) => isReplicated(workload) && !isSystem(workload))
      .flatMap((workload) => shortOf(workload, replicas)),
};

const words = ["none", "one", "two", "three"];

function shortOf(workload: WorkloadView, least: number): Finding[] {
  const wanted = `${words[least] ?? least} or more`;
  const { kind, floor, resource, autoscaler } = workload;
  if (kind === "Pod") {
    return [
      {
        urn: resource.urn,
        found: "is a single pod that nothing replaces",
        wanted: `a Deployment of ${wanted}`,
      },
    ];
  }
  const scaled = autoscaler && at(propertiesOf(autoscaler), "spec", "minReplicas");
  const asked = at(propertiesOf(resource), "spec", "replicas");
  if (isUnknown(autoscaler ? scaled : asked)) {
    return [
      {
        urn: (autoscaler ?? resource).urn,
        found: "runs a number of replicas that isn't known yet",
        wanted,
        unsure: true,
      },
    ];
  }
  if (floor < least) {
    const by = autoscaler ? "lets its autoscaler go down to" : "runs";
    return [{ urn: (autoscaler ?? resource).urn, found: `${by} ${countText(floor, "replica")}`, wanted }];
  }
  // Each deploy sets the number again, until the autoscaler notices.
  const sets = autoscaler && !leavesReplicas(workload) ? numberAt(asked) : undefined;
  return sets === undefined || sets >= least
    ? []
    : [
        {
          urn: resource.urn,
          found: `asks for ${countText(sets, "replica")} itself, which a deploy sets again while the autoscaler's floor is ${floor}`,
          wanted: "no number beside the autoscaler's",
        },
      ];
}

const leavesReplicas = ({ resource }: WorkloadView): boolean =>
  resource.ignoreChanges.some((path) => path === "*" || path === "spec" || path === "spec.replicas");
