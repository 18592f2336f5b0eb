import type { Graph } from "../../graph/resource";
import { type SiteInGraph, sitesOf } from "../../graph/sites";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import { isWell } from "../../graph/well";
import { worstShare } from "../../graph/worst-share";
import { nodesShort } from "../node-capacity";
import type { PackSettings } from "../pack/settings";
import { stackUrn } from "../pack/stack-urn";
import type { Finding, Rule } from "../rule";
import { unreadWorkloads } from "../unread-workloads";

/**
 * Where the stack tells its peak (replicas that carry all traffic, by capability, and `edge`): after losing any one
 * site, metro or provider each site that is left gets traffic as its share is to the others', and must hold its
 * part of the objectives' shares of the peak: at once by its floor, then by its ceiling. So a site can't make up for
 * another: clients go where DNS sends them. A site that is drained counts, as its drain can be lifted. That something
 * is left at all is for `min-providers`, `min-regions` and `distinct-metros` to say.
 *
 * And the nodes of every cluster of the graph hold what the pods on it request, at the floors and at the
 * ceilings (node-capacity.ts). What can't be told of nodes is a finding where the stack tells its peak, and
 * is passed over in a program that isn't ours. What runs pods and can't be read is told (unread-workloads.ts).
 */
export const capacityHeadroom: Rule = {
  id: "capacity-headroom",
  title: "What is left after a loss carries the traffic",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  beside: true,
  why: "Failing over to sites that are sized for their own traffic turns the loss of one into the overload of all.",
  mend: "Raise the workload's floor or ceiling at the sites that are left, or the nodes that may run there.",
  counterparts: [],
  check: (graph, settings) => [
    ...(settings.stack ? replicasShort(graph, settings) : []),
    ...nodesShort(graph, settings.stack !== undefined),
    ...unreadWorkloads(graph),
  ],
};

function* replicasShort(graph: Graph, settings: PackSettings): Generator<Finding> {
  const sites = sitesOf(graph);
  const bySite = servingAt(graph);
  for (const [serves, peak] of Object.entries(settings.stack?.peak ?? {})) {
    for (const site of sites) {
      const workloads = bySite.get(`${site.id} ${serves}`) ?? [];
      yield* shortAt(graph, site, { serves, peak, workloads }, settings);
    }
  }
}

/** Workloads by site and by what they serve: a capability, or a part such as the edge. */
function servingAt(graph: Graph): ReadonlyMap<string, readonly WorkloadView[]> {
  const found = new Map<string, WorkloadView[]>();
  for (const workload of workloadsOf(graph)) {
    for (const serves of [workload.capability, workload.part]) {
      if (serves === undefined || workload.site === undefined) continue;
      const key = `${workload.site} ${serves}`;
      const group = found.get(key);
      if (group) group.push(workload);
      else found.set(key, [workload]);
    }
  }
  return found;
}

interface Serving {
  readonly serves: string;
  readonly peak: number;
  readonly workloads: readonly WorkloadView[];
}

function* shortAt(
  graph: Graph,
  site: SiteInGraph,
  { serves, peak, workloads }: Serving,
  { stack, capacity }: PackSettings,
): Generator<Finding> {
  const { share, loss } = worstShare(site, sitesOf(graph), stack?.shares ?? {});
  for (const [bound, objective, has] of [
    ["floor", capacity.atOnce, "runs at least"],
    ["ceiling", capacity.then, "runs at most"],
  ] as const) {
    const needed = Math.ceil(peak * objective * share - 1e-9);
    // As strong as the weakest of what it takes.
    const carried = (workload: WorkloadView) => (isWell(workload.resource) ? workload[bound] : 0);
    const weakest = [...workloads].sort((a, b) => carried(a) - carried(b))[0];
    const replicas = weakest ? carried(weakest) : 0;
    if (replicas >= needed) continue;
    const never = weakest && !isWell(weakest.resource) ? ` (${weakest.name} never became well)` : "";
    const when = loss ? `after losing the ${loss.kind} ${loss.name}` : "at all times";
    yield {
      urn: (weakest?.autoscaler ?? weakest?.resource)?.urn ?? stackUrn(graph),
      found: `${has} ${replicas} of ${serves} at ${site.id}${never}, which gets ${percent(share)} of the traffic ${when}`,
      wanted: `a ${bound} of ${needed} or more, for ${percent(objective)} of the peak of ${peak}`,
    };
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
