/**
 * What a program serves to its users, and from which sites: its public names, by the workloads that are labelled
 * with them, else by what the names lead to; a program without names by its entrances or, without those, by what
 * computes. Storage alone serves nobody.
 */
import { allReaders, readerOf } from "../clouds";
import { isRegional } from "../placement";
import { presentType } from "../present-types";
import type { Graph, GraphResource } from "../resource";
import { type SiteInGraph, siteIdOf } from "../sites";
import { type AnswerView, namesOf } from "./names";
import { perGraph } from "./per-graph";
import { madeFrom, propertiesOf, textAt, textsAt } from "./read";
import { type WorkloadView, workloadsOf } from "./workloads";

export interface Served {
  /** Lower case, without a trailing dot; undefined for a program without public names. */
  readonly host?: string;
  readonly capability?: string;
  /** In the order of their ids. */
  readonly sites: readonly SiteInGraph[];
  /** What serves it too, of which the region can't be told. */
  readonly untold: readonly GraphResource[];
  /** What users reach of it stands in no region, and serves what it keeps of stores by itself, as a content network does. */
  readonly everywhere?: true;
}

/** Everything that is served; empty for a program that serves nobody. */
export function servedOf(graph: Graph): readonly Served[] {
  const cached = views.get(graph);
  if (cached) return cached;
  const served = firstOf(
    () => byWorkloads(graph),
    () => byNames(graph),
    () => pooled(entrancesOf(graph), graph),
    () => pooled(servingOf(graph), graph),
  );
  views.set(graph, served);
  return served;
}
const views = new WeakMap<Graph, readonly Served[]>();

function firstOf(...ways: readonly (() => readonly Served[])[]): readonly Served[] {
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

type WorkloadsByHost = ReadonlyMap<string, readonly WorkloadView[]>;

/** Workloads that are labelled with a public name, by that name; both in the order of their names. */
export const publicWorkloads: (graph: Graph) => WorkloadsByHost = perGraph((graph) =>
  byHost(graph, ({ publicName }) => publicName),
);

/**
 * Workloads by the name that their own site alone answers: one that apps ask for which choose sites by themselves. What is
 * a public name as well is none of these, whatever a workload says.
 */
export const siteWorkloads: (graph: Graph) => WorkloadsByHost = perGraph((graph) => {
  const found = byHost(graph, ({ siteName }) => siteName);
  const own = [...found].filter(([host]) => !publicWorkloads(graph).has(host));
  return own.length === found.size ? found : new Map(own);
});

function byHost(graph: Graph, hostOf: (workload: WorkloadView) => string | undefined): WorkloadsByHost {
  const workloads = new Map<string, WorkloadView[]>();
  // The order in which a program's resources are registered differs from run to run.
  for (const workload of [...workloadsOf(graph)].sort(byUrn)) {
    const host = hostOf(workload);
    if (host === undefined || workload.ceiling === 0) continue;
    const found = workloads.get(host);
    if (found) found.push(workload);
    else workloads.set(host, [workload]);
  }
  return new Map([...workloads].sort(([a], [b]) => (a < b ? -1 : 1)));
}
const byUrn = (a: WorkloadView, b: WorkloadView): number => (a.resource.urn < b.resource.urn ? -1 : 1);

function byWorkloads(graph: Graph): Served[] {
  return [...publicWorkloads(graph)].map(([host, workloads]) => {
    const capability = workloads.find((workload) => workload.capability)?.capability;
    return {
      host,
      ...(capability === undefined ? {} : { capability }),
      ...places(
        workloads.map(({ resource }) => resource),
        graph,
      ),
    };
  });
}

function byNames(graph: Graph): Served[] {
  return namesOf(graph).flatMap(({ host, authorities }) => {
    const answers = authorities.flatMap((authority) => authority.answers.filter(({ disabled }) => !disabled));
    const endpoints = new Set(answers.flatMap((answer) => endpointsOf(graph, answer)));
    return endpoints.size === 0 ? [] : [{ host, ...places([...endpoints], graph) }];
  });
}

/** What of this program an answer leads to. */
export function endpointsOf(graph: Graph, { resource, address, target }: AnswerView): GraphResource[] {
  if (address.resource) return [address.resource];
  if (target === undefined) return [];
  const inputs = readerOf(resource)?.dns.answerInputs ?? [];
  const made = inputs.flatMap((input) => madeFrom(resource, input));
  return made.flatMap((urn) => graph.byUrn.get(urn) ?? []).filter(answersPeople);
}

function pooled(resources: readonly GraphResource[], graph: Graph): Served[] {
  return resources.length === 0 ? [] : [places(resources, graph)];
}

function places(
  resources: readonly GraphResource[],
  graph: Graph,
): Pick<Served, "sites" | "untold" | "everywhere"> {
  const sites = new Map<string, SiteInGraph>();
  const untold: GraphResource[] = [];
  const everywhere = resources.some((resource) => {
    const origins = isRegional(resource) ? [] : originsOf(graph, resource);
    return (
      origins.length > 0 && origins.every(({ type }) => readerOf({ type })?.data.holding.has(type) === true)
    );
  });
  for (const resource of resources) {
    const behind = isRegional(resource) ? [resource] : originsOf(graph, resource);
    if (behind.length === 0) untold.push(resource);
    for (const { placement } of behind) {
      if (placement) sites.set(siteIdOf(placement), { id: siteIdOf(placement), ...placement });
    }
    untold.push(...behind.filter(({ placement }) => !placement));
  }
  return {
    sites: [...sites.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    untold,
    ...(everywhere ? { everywhere } : {}),
  };
}

/** What stands behind an entrance that stands nowhere, such as a content delivery network's. */
export function originsOf(graph: Graph, entrance: GraphResource): GraphResource[] {
  const inputs = readerOf(entrance)?.serving.originInputs ?? [];
  const urns = inputs.flatMap((input) => madeFrom(entrance, input));
  return urns.flatMap((urn) => graph.byUrn.get(urn) ?? []).filter(isRegional);
}

/** Every entrance, in the order of the graph. */
export function entrancesOf(graph: Graph): readonly GraphResource[] {
  return graph.resources.filter(isEntrance);
}

/** Whether users come in here from outside. */
export function isEntrance(resource: GraphResource): boolean {
  if (resource.type === "kubernetes:core/v1:Service") {
    const properties = propertiesOf(resource);
    const annotations = textsAt(properties, "metadata", "annotations");
    return textAt(properties, "spec", "type") === "LoadBalancer" && !asksForInside(annotations);
  }
  if (presentType(resource.type) === "kubernetes:networking.k8s.io/v1:Ingress") return true;
  const serving = readerOf(resource)?.serving;
  return serving?.entranceTypes.has(resource.type) === true && !serving.isInside(resource);
}

/** Whether a Service's load balancer is asked, in any cloud's words, to be reached from inside only. */
const asksForInside = (annotations: Readonly<Record<string, string>>): boolean =>
  allReaders().some(({ serving }) =>
    serving.insideAnnotations.some(([key, value]) => annotations[key] === value),
  );

/** What a public name may lead to: an entrance, or what is none by itself. */
const answersPeople = (resource: GraphResource): boolean =>
  readerOf(resource)?.serving.namedTypes.has(resource.type) === true || isEntrance(resource);

/** What computes, but for functions that the program's own work calls and nobody else. */
export function servingOf(graph: Graph): GraphResource[] {
  const named = (chosen: (resource: GraphResource) => boolean | undefined): ReadonlySet<string> =>
    new Set(
      graph.resources
        .filter(chosen)
        .flatMap(({ propertyDependencies }) => Object.values(propertyDependencies).flat()),
    );
  const byWork = named((resource) => readerOf(resource)?.serving.callers.has(resource.type));
  const byOthers = named((resource) => readerOf(resource)?.serving.opens(resource));
  const isCalled = ({ type }: GraphResource) => readerOf({ type })?.serving.calledTypes.has(type) === true;
  return graph.resources.filter(
    (resource) =>
      computes(resource) && !(isCalled(resource) && byWork.has(resource.urn) && !byOthers.has(resource.urn)),
  );
}

const kubernetesComputes = new Set(
  ["DaemonSet", "Deployment", "StatefulSet"].map((kind) => `kubernetes:apps/v1:${kind}`),
);

/** Whether it runs what serves users, or may. */
export const computes = ({ type }: Pick<GraphResource, "type">): boolean =>
  kubernetesComputes.has(presentType(type)) || readerOf({ type })?.serving.computeTypes.has(type) === true;
