import { keys } from "../../graph/dependencies";
import type { Graph } from "../../graph/resource";
import { siteIdOf, sitesOf } from "../../graph/sites";
import { isUntrustedSite } from "../../graph/untrusted";
import { nameOf } from "../../graph/urn";
import { isReplicated } from "../../graph/views/workload-kinds";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import type { PackSettings } from "../pack/settings";
import { stackUrn } from "../pack/stack-urn";
import { differing, facets, settings } from "../parity/parity-facets";
import { givenName, unlikeObjects } from "../parity/parity-objects";
import { unexplained } from "../parity/replica-parity";
import type { Finding, Rule } from "../rule";

/**
 * Clusters run one platform where their workloads say so: `app.kubernetes.io/part-of`, or any label under
 * `twincloud.dev/`. Each of its workloads (by kind, namespace and name; Jobs of which Kubernetes chooses the name
 * by `app.kubernetes.io/name`) runs in all of those clusters, with the same image digests, ports, resources and
 * probes, behind the same Services inside the cluster and named by the same network policies. What clouds may
 * do differently isn't compared: registry, spread key, storage class, identity, environment, Services of type
 * LoadBalancer. Floors are compared where the stack tells its shares, as these explain differences.
 */
export const workloadParity: Rule = {
  id: "workload-parity",
  title: "Every site runs the same platform",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  beside: true,
  why: "A site that lacks a workload or runs another version of it is no second site on the day the first is lost.",
  mend: "Give the workload to every site from one definition, and let only the cloud's traits differ.",
  counterparts: [],
  check: (graph, settings) => [
    ...[...platformsOf(graph).values()].flatMap((platform) => judge(graph, platform, settings)),
    ...idleSites(graph, settings),
  ],
};

/** Workloads by what they are, then by the URN of the provider of their cluster. */
type Platform = ReadonlyMap<string, ReadonlyMap<string, WorkloadView>>;

function platformsOf(graph: Graph): ReadonlyMap<string, Platform> {
  const platforms = new Map<string, Map<string, Map<string, WorkloadView>>>();
  for (const workload of workloadsOf(graph)) {
    const name = platformOf(workload);
    if (name === undefined) continue;
    const platform = platforms.get(name) ?? new Map<string, Map<string, WorkloadView>>();
    platforms.set(name, platform);
    const key = `${workload.kind} ${workload.namespace}/${identity(workload)}`;
    const same = platform.get(key) ?? new Map<string, WorkloadView>();
    platform.set(key, same.set(workload.cluster ?? "", workload));
  }
  return platforms;
}

function platformOf({ labels }: WorkloadView): string | undefined {
  const isOurs = Object.keys(labels).some((key) => key.startsWith("twincloud.dev/"));
  return labels["app.kubernetes.io/part-of"] ?? (isOurs ? "twincloud" : undefined);
}

/** A Job of which Kubernetes chooses the name is known by its labels. */
const identity = ({ resource, labels, name }: WorkloadView): string =>
  givenName(resource) ?? labels["app.kubernetes.io/name"] ?? labels[keys.capability] ?? name;

const placeOf = (workload: WorkloadView): string => workload.site ?? nameOf(workload.cluster ?? "");

function judge(graph: Graph, platform: Platform, packSettings: PackSettings): Finding[] {
  const places = new Map<string, string>();
  for (const same of platform.values()) {
    for (const [cluster, workload] of same) places.set(cluster, placeOf(workload));
  }
  if (places.size < 2) return [];
  const compared = facets(graph);
  const workloads = [...platform.values()].flatMap((same) => {
    const each = [...same.values()];
    return [
      ...missing(each, places, same),
      ...compared.flatMap((facet) => differing(each, facet, placeOf)),
      ...byCloud(each).flatMap((of) => differing(of, settings, placeOf)),
      ...floors(graph, each, packSettings),
    ];
  });
  return [...workloads, ...unlikeObjects(graph, places)];
}

function byCloud(workloads: readonly WorkloadView[]): WorkloadView[][] {
  const clouds = new Set(workloads.map(({ placement }) => placement?.provider));
  return [...clouds].map((cloud) => workloads.filter(({ placement }) => placement?.provider === cloud));
}

function missing(
  [first]: readonly WorkloadView[],
  places: ReadonlyMap<string, string>,
  same: ReadonlyMap<string, WorkloadView>,
): Finding[] {
  const without = [...places].filter(([cluster]) => !same.has(cluster)).map(([, place]) => place);
  if (!first || without.length === 0) return [];
  const found = `runs at ${[...same.values()].map(placeOf).join(", ")} and not at ${without.join(", ")}`;
  return [{ urn: first.resource.urn, found, wanted: "the same workloads at every site" }];
}

function floors(graph: Graph, workloads: readonly WorkloadView[], { stack }: PackSettings): Finding[] {
  const [first] = workloads;
  if (!stack || !first || !isReplicated(first)) return [];
  const known = workloads.flatMap(({ site, floor }) => (site === undefined ? [] : [{ site, floor }]));
  // In an order of their own: a state has its resources in another than a preview.
  const bySite = [...known].sort((one, other) => (one.site < other.site ? -1 : 1));
  const all = bySite.map(({ site, floor }) => `${floor} at ${site}`).join(", ");
  return unexplained(known, sitesOf(graph), stack.shares).flatMap(({ site, floor }) => {
    const workload = workloads.find((each) => each.site === site);
    const found = `keeps ${floor} replicas at ${site}, which the sites' shares don't explain (${all})`;
    const wanted = "floors that are to each other as the shares that the sites may have to take";
    return workload ? [{ urn: (workload.autoscaler ?? workload.resource).urn, found, wanted }] : [];
  });
}

/** Sites that have a share of the traffic and run nothing of the platform. */
function* idleSites(graph: Graph, { stack }: PackSettings): Generator<Finding> {
  if (!stack) return;
  const busy = new Set(
    workloadsOf(graph).flatMap((each) =>
      each.placement && platformOf(each) !== undefined ? [siteIdOf(each.placement)] : [],
    ),
  );
  for (const site of Object.keys(stack.shares).filter(
    (id) => !busy.has(id) && !isUntrustedSite(stack.untrusted ?? [], id),
  )) {
    yield {
      urn: stackUrn(graph),
      found: `runs no workload at ${site}`,
      wanted: "the platform at every site",
    };
  }
}
