import { findRegion, zoneLabelsOf } from "../../graph/clouds/regions";
import type { Graph, Value } from "../../graph/resource";
import { at, listAt, mapAt, numberAt, textAt } from "../../graph/views/read";
import { selected } from "../../graph/views/selection";
import { isReplicated, isSystem } from "../../graph/views/workload-kinds";
import { selects, type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { Finding, Rule } from "../rule";

const MOST_ZONES = 3;
const LOST_NODE = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];
/** What Kubernetes gives every pod that says nothing of it. */
const DEFAULT_TOLERATION = 300;

/**
 * Deployments, StatefulSets and ReplicaSets with two replicas or more: a hard spread over zones (fault domains in
 * OCI's regions with one availability domain, where the zone label has one value), narrow enough that no zone
 * holds the most of them, by a selector that matches their pods and no others; and nothing that keeps pods of a lost zone from
 * going elsewhere: taints not honoured, more domains asked for than are left, tolerations of lost nodes for longer
 * than half the time to recover. Not the cluster's own agents, DaemonSets and Jobs.
 */
export const topologySpread: Rule = {
  id: "topology-spread",
  title: "Pods are spread over zones, and leave a lost one",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "Replicas that the scheduler may stack in one zone are lost together, and a spread that counts the lost zone keeps their successors Pending until it is back.",
  mend: "Spread over the zone label with maxSkew 1, DoNotSchedule, nodeTaintsPolicy Honor and the pods' own labels, and tolerate not-ready and unreachable nodes for seconds.",
  counterparts: ["Polaris: topologySpreadConstraint", "kube-linter: no-anti-affinity"],
  check: (graph, { maxRtoSeconds, foreign }) =>
    workloadsOf(graph)
      .filter((workload) => isReplicated(workload) && !isSystem(workload) && workload.floor > 1)
      .flatMap((workload) => {
        const constraints = listAt(workload.pod, "topologySpreadConstraints");
        // Of another's program that there is no word of zones is one finding; how softly they are kept is its choice.
        if (foreign) {
          const keys = zoneLabelsOf(regionOf(workload));
          const isSpread = constraints.some((constraint) => keys.includes(keyOf(constraint)));
          const [first] = isSpread ? [] : overZones(workload, constraints);
          return first ? [{ urn: workload.resource.urn, ...first }] : [];
        }
        const problems = [
          ...overZones(workload, constraints),
          ...constraints.flatMap((constraint) => stranding(workload, constraint)),
          ...constraints.filter(isHard).flatMap((constraint) => mixing(graph, workload, constraint)),
          ...LOST_NODE.flatMap((key) => staying(workload, key, maxRtoSeconds / 2)),
        ];
        return problems.map((problem): Finding => ({ urn: workload.resource.urn, ...problem }));
      }),
};

type Problem = Pick<Finding, "found" | "wanted" | "unsure">;

const regionOf = ({ placement }: WorkloadView) =>
  placement && findRegion(placement.provider, placement.region);

const isHard = (constraint: Value): boolean => textAt(constraint, "whenUnsatisfiable") !== "ScheduleAnyway";
const keyOf = (constraint: Value): string => textAt(constraint, "topologyKey") ?? "an unknown label";

function overZones(workload: WorkloadView, constraints: readonly Value[]): Problem[] {
  const region = regionOf(workload);
  const keys = zoneLabelsOf(region);
  const over = constraints.filter((constraint) => keys.includes(keyOf(constraint)));
  const wanted = `a hard spread (DoNotSchedule) over ${keys[0]}`;
  if (over.length === 0) {
    const others = constraints.map(keyOf);
    return [
      {
        found: others.length > 0 ? `is spread over ${others.join(", ")} only` : "is not spread over zones",
        wanted,
      },
    ];
  }
  const hard = over.filter(isHard);
  if (hard.length === 0)
    return [{ found: "is spread over zones only as far as is convenient (ScheduleAnyway)", wanted }];
  const zones = region?.zones.length ?? MOST_ZONES;
  const skews = hard.map((constraint) => numberAt(constraint, "maxSkew"));
  const skew = Math.min(...skews.map((each) => each ?? Number.POSITIVE_INFINITY));
  if (skew < 1) return [{ found: `has a maxSkew of ${skew}, which Kubernetes refuses`, wanted: "maxSkew 1" }];
  const most = mostInOneZone(workload.floor, zones, skew);
  const fair = Math.max(Math.ceil(workload.floor / zones), Math.floor(workload.floor / 2));
  return most > fair
    ? [
        {
          found: `may have ${most} of its ${workload.floor} replicas in one zone (maxSkew ${skew})`,
          wanted: "maxSkew 1",
        },
      ]
    : [];
}

/** The most pods that a zone can hold while no other has more than `skew` fewer. */
function mostInOneZone(replicas: number, zones: number, skew: number): number {
  if (skew >= replicas) return replicas;
  return Math.max(skew, Math.floor((replicas + (zones - 1) * skew) / zones));
}

function stranding(workload: WorkloadView, constraint: Value): Problem[] {
  const key = keyOf(constraint);
  const selector = at(constraint, "labelSelector");
  const problems: Problem[] = [];
  if (!selects(selector, workload.podLabels)) {
    const labels = JSON.stringify(mapAt(selector, "matchLabels"));
    problems.push({
      found: `spreads over ${key} by a selector (${labels}) that doesn't match its own pods`,
      wanted: "the labels of its pods",
    });
  }
  if (!isHard(constraint)) return problems;
  if (textAt(constraint, "nodeTaintsPolicy") !== "Honor") {
    const found = `counts the tainted nodes of a lost ${key} when it spreads, which strands pods until they are back`;
    problems.push({ found, wanted: "nodeTaintsPolicy: Honor" });
  }
  const domains = numberAt(constraint, "minDomains") ?? 1;
  const region = regionOf(workload);
  const left = (region?.zones.length ?? MOST_ZONES) - 1;
  if (domains > left && zoneLabelsOf(region).includes(key)) {
    const found = `asks for ${domains} zones (minDomains), which strands pods when one is lost`;
    problems.push({ found, wanted: `${left} or fewer` });
  }
  return problems;
}

/** Of a namespace whose workloads share their labels, each would name all others. */
const MOST_NAMES = 10;

/** A spread that counts other workloads' pods evens out the sum of them, and none by itself. */
function mixing(graph: Graph, workload: WorkloadView, constraint: Value): Problem[] {
  const { cluster, namespace, resource } = workload;
  const counted = selected(graph, cluster, namespace, at(constraint, "labelSelector"));
  const others = counted.filter((each) => isReplicated(each) && each.resource !== resource);
  if (others.length === 0) return [];
  const named = others.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = others.length > named.length ? ` and ${others.length - named.length} more` : "";
  const names = `${named.join(", ")}${more}`;
  const found = `spreads over ${keyOf(constraint)} by a selector that counts the pods of ${names} too`;
  return [{ found, wanted: "the labels that only its own pods have" }];
}

/** How long a pod stays bound to a node that is gone. */
function staying({ pod }: WorkloadView, key: string, most: number): Problem[] {
  const tolerated = listAt(pod, "tolerations")
    .filter((toleration) => {
      const effect = textAt(toleration, "effect");
      const name = textAt(toleration, "key");
      return (effect === undefined || effect === "NoExecute") && (name === undefined || name === key);
    })
    .map((toleration) => at(toleration, "tolerationSeconds"))
    .map((seconds) =>
      seconds === undefined || seconds === null ? Number.POSITIVE_INFINITY : numberAt(seconds),
    );
  const told = tolerated.filter((seconds) => seconds !== undefined);
  const wanted = `a toleration of ${most} s or less`;
  if (tolerated.length === 0) {
    return [
      {
        found: `stays ${DEFAULT_TOLERATION} s, Kubernetes' default, on a node that is ${short(key)}`,
        wanted,
      },
    ];
  }
  // Kubernetes takes the shortest of those that match.
  const seconds = Math.min(...told);
  if (told.length > 0 && seconds <= most) return [];
  const time = Number.isFinite(seconds)
    ? `${seconds} s`
    : told.length > 0
      ? "for ever"
      : "a time not known yet";
  const unsure = told.length === 0;
  return [{ found: `stays ${time} on a node that is ${short(key)}`, wanted, unsure }];
}

const short = (key: string): string => key.slice(key.indexOf("/") + 1);
