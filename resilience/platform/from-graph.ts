/** Reads the platform from a graph, once. What can't be told is taken for the worse. */

import { toldValue } from "../../graph/clouds/assumed";
import { facts, providerNames } from "../../graph/clouds/facts";
import type { Dependency } from "../../graph/dependencies";
import { drainedAt } from "../../graph/drains";
import type { Graph, GraphResource } from "../../graph/resource";
import type { RulesSettings } from "../../graph/rules-settings";
import { type SiteInGraph, siteIdOf, sitesOf } from "../../graph/sites";
import { stackSettings } from "../../graph/stack-settings";
import { trustedPart } from "../../graph/trusted";
import { balancerChecksOf } from "../../graph/views/balancer-checks";
import { clusterOfProvider, nodesWithoutZone, nodeZonesOf } from "../../graph/views/clusters";
import { copiesOf } from "../../graph/views/copies";
import { imageView } from "../../graph/views/images";
import { poolsOf } from "../../graph/views/nodes";
import { areLinked, mirrorsOf, type QueueView, queuesOf } from "../../graph/views/queues";
import { at, listAt, numberAt, textAt } from "../../graph/views/read";
import { type StoreView, storesOf, usersOf } from "../../graph/views/stores";
import { type WorkloadView, workloadsOf } from "../../graph/views/workloads";
import { isWell } from "../../graph/well";
import { type Assumptions, assumptionsWith, type Overrides, watched } from "../assumptions";
import { type Assuming, assumingOf } from "./assuming";
import { edgeConfigurationOf } from "./edge-configuration";
import { isElsewhere, platformElsewhere } from "./elsewhere";
import { expiringOf } from "./expiring";
import { authoritiesOf, routesOf } from "./from-graph-dns";
import type { CapabilityPlan, Objectives, Platform, Site, SiteQueue, SiteWorkload, Store } from "./platform";

/**
 * The platform of a graph at a moment: a drain counts until it ends, and what is hostile isn't of it.
 * @throws RangeError when the stack overrides an assumption that isn't known, or with a wrong value.
 */
export const platformOf = (graph: Graph, now: Date): Platform => readPlatform(graph, now, {}).platform;

/**
 * The platform, and what it is where something else is assumed: read anew only where what is read hangs on that.
 * @param asked what is asked of a stack that says nothing of that itself
 */
export function platformsOf(
  graph: Graph,
  now: Date,
  asked?: Objectives,
): Assuming & { readonly platform: Platform } {
  const { platform, readWith } = readPlatform(graph, now, {}, asked);
  const asIs = assumingOf(platform);
  return {
    platform,
    readWith,
    assuming: (instead) =>
      Object.keys(instead).some((name) => readWith.has(name))
        ? readPlatform(graph, now, instead, asked).platform
        : asIs.assuming(instead),
  };
}

/** @returns the platform, and the names of the assumptions that it was read with. */
function readPlatform(
  whole: Graph,
  now: Date,
  instead: Overrides,
  asked?: Objectives,
): { readonly platform: Platform; readonly readWith: ReadonlySet<string> } {
  const settings = stackSettings(whole);
  const graph = trustedPart(whole, settings?.untrusted);
  const own = assumptionsWith({ ...settings?.assumptions, ...instead });
  const { assumptions, asked: readWith } = watched(own);
  if (isElsewhere(graph)) {
    const platform = platformElsewhere(graph, assumptions, own, asked);
    return { platform, readWith };
  }
  const places = sitesOf(graph);
  const workloads = workloadsOf(graph);
  // A program registers in no fixed order; what is said of it must not depend on that.
  const stores = [...storesOf(graph)].sort(byUrn);
  const sites = places.map((place) => ({
    ...siteOf(graph, place, places, workloads, stores, settings, now, assumptions),
    nodesThatCome: nodesThatCome(graph, place, assumptions),
  }));
  const authorities = authoritiesOf(graph, assumptions);
  const objectives = settings?.objectives ?? asked;
  const platform: Platform = {
    sites,
    capabilities: capabilitiesOf(graph, sites, workloads, settings, assumptions),
    authorities,
    stores: stores.map((store) => storeOf(graph, store, stores, assumptions)),
    ...databasesIn(settings, sites),
    expiring: expiringOf(graph, sites, workloads),
    peak: settings?.peak ?? peakOf(places, workloads),
    ...(objectives ? { objectives } : {}),
    assumptions: own,
  };
  return { platform, readWith };
}

/** A site that isn't of the platform, as one that isn't trusted, has no database of it either: that can't be told. */
function databasesIn(
  settings: RulesSettings | undefined,
  sites: readonly Pick<Site, "id">[],
): Pick<Platform, "databases"> {
  const databases = Object.entries(settings?.databases ?? {}).flatMap(([name, { site, ...own }]) => {
    const place = sites.findIndex(({ id }) => id === site);
    return place < 0 ? [] : [{ name, site: place, ...own }];
  });
  return databases.length === 0 ? {} : { databases };
}

const byUrn = (a: StoreView, b: StoreView): number => (a.resource.urn < b.resource.urn ? -1 : 1);

/** A program that doesn't say what carries its peak is taken to run just that. */
function peakOf(places: readonly SiteInGraph[], all: readonly WorkloadView[]): Record<string, number> {
  const peak: Record<string, number> = {};
  for (const { id } of places) {
    const own = all.filter(({ site }) => site === id);
    const floors = new Map(own.flatMap(({ capability, floor }) => (capability ? [[capability, floor]] : [])));
    const edge = own.find(({ part }) => part === "edge");
    for (const [name, floor] of floors) peak[name] = (peak[name] ?? 0) + floor;
    if (edge) peak.edge = (peak.edge ?? 0) + edge.floor;
  }
  return peak;
}

function siteOf(
  graph: Graph,
  place: SiteInGraph,
  places: readonly SiteInGraph[],
  all: readonly WorkloadView[],
  stores: readonly StoreView[],
  settings: RulesSettings | undefined,
  now: Date,
  assumptions: Assumptions,
): Omit<Site, "nodesThatCome"> {
  const own = all.filter(({ site }) => site === place.id);
  const edge = own.find(({ part }) => part === "edge");
  const configuration = edge && edgeConfigurationOf(graph, edge);
  const health = configuration?.health;
  const queue = queuesOf(graph).find(({ site }) => site === place.id);
  const cluster = clusterAt(graph, place.id);
  const used = usedStores(graph, own, stores);
  const isOwn = (index: number) => stores[index]?.site === place.id && stores[index]?.readOnlyCopy === false;
  const drain = settings && drainedAt(settings.drain, now).has(place.id);
  return {
    ...place,
    urn: cluster?.urn ?? "",
    zones: cluster ? nodeZonesOf(graph, cluster) : [],
    nodesWithoutZone: cluster ? nodesWithoutZone(graph, cluster) : "never",
    workloads: Object.fromEntries(
      own.flatMap((workload) =>
        workload.capability ? [[workload.capability, plan(workload, assumptions)]] : [],
      ),
    ),
    ...(edge ? { edge: plan(edge, assumptions) } : {}),
    ...configuration,
    ...(edge ? balancerOf(graph, edge) : {}),
    ...(queue ? { queue: queueOf(graph, queue, places, assumptions) } : {}),
    ownStores: used.filter(isOwn),
    otherStores: used.filter((index) => !isOwn(index) && stores[index]?.readOnlyCopy === false),
    drained:
      drain === true ||
      (health !== undefined && Object.values(health.byCapability).some(({ drained }) => drained)),
  };
}

/** The slowest of the load balancers that lead to the edge; nothing where the graph holds the check of none. */
function balancerOf(graph: Graph, edge: WorkloadView): Pick<Site, "balancerSeconds"> {
  const seconds = balancerChecksOf(graph, edge).map(
    ({ intervalSeconds, timeoutSeconds, threshold }) => threshold * (intervalSeconds + timeoutSeconds),
  );
  return seconds.length === 0 ? {} : { balancerSeconds: Math.max(...seconds) };
}

/** Stores, by place, that the workloads of a site are told of. */
function usedStores(graph: Graph, own: readonly WorkloadView[], stores: readonly StoreView[]): number[] {
  const users = usersOf(graph);
  const here = new Set(own);
  return stores.flatMap((store, index) =>
    (users.get(store) ?? []).some((user) => here.has(user)) ? [index] : [],
  );
}

/** What is reserved comes, and of the rest what its cloud is taken to have; by the pool that is worst off. */
function nodesThatCome(graph: Graph, place: SiteInGraph, assumptions: Assumptions): number {
  const others = toldValue(facts[place.provider].nodesThatCome, assumptions);
  const pools = poolsOf(graph).get(clusterAt(graph, place.id)?.urn ?? "") ?? [];
  const reserved = pools.length === 0 ? 0 : Math.min(...pools.map((pool) => pool.reserved));
  return reserved + (1 - reserved) * others;
}

function clusterAt(graph: Graph, site: string): GraphResource | undefined {
  return [...clusterOfProvider(graph).values()].find(
    ({ placement }) => placement && siteIdOf(placement) === site,
  );
}

const distinct = (items: readonly string[]): string[] => [...new Set(items)].sort();

/** Labels of nodes by which pods are kept apart over zones, whatever the cloud. */
const isZoneLabel = (key: string): boolean =>
  providerNames.some((name) => {
    const { zoneLabels, faultDomainLabel } = facts[name];
    return zoneLabels.includes(key) || key === faultDomainLabel;
  });

function plan(workload: WorkloadView, assumptions: Assumptions): SiteWorkload {
  const apart = listAt(workload.pod, "topologySpreadConstraints").filter(
    (constraint) =>
      isZoneLabel(textAt(constraint, "topologyKey") ?? "") &&
      at(constraint, "whenUnsatisfiable") === "DoNotSchedule",
  );
  // It is asked for and not there.
  const well = isWell(workload.resource);
  const images = [...workload.containers, ...workload.initContainers].map(({ image }) => image);
  return {
    urn: workload.resource.urn,
    floor: well ? workload.floor : 0,
    ceiling: well ? workload.ceiling : 0,
    spread: apart.length > 0,
    // Without this, a zone that is gone still counts as one that wants its pods.
    movable: apart.every((constraint) => at(constraint, "nodeTaintsPolicy") === "Honor"),
    tolerationSeconds: tolerationOf(workload, assumptions),
    registries: distinct(images.map((image) => registryOf(image))),
  };
}

/** Kubernetes adds one where a pod says nothing. */
function tolerationOf({ pod }: WorkloadView, assumptions: Assumptions): number {
  const found = listAt(pod, "tolerations").filter((item) =>
    ["node.kubernetes.io/unreachable", "node.kubernetes.io/not-ready"].includes(textAt(item, "key") ?? ""),
  );
  // Without a number of seconds a toleration has no end: its pods stay for as long as the node is lost.
  return found.length < 2
    ? assumptions.untoldTolerationSeconds
    : Math.max(...found.map((item) => numberAt(item, "tolerationSeconds") ?? assumptions.horizonSeconds));
}

/** `<provider>-<region>` where an image's registry stands, else the registry's host; nothing of an unknown image. */
function registryOf(image: string | undefined): string {
  if (image === undefined) return "";
  const { host, provider, region } = imageView(image);
  return provider && region ? siteIdOf({ provider, region }) : host;
}

function queueOf(
  graph: Graph,
  queue: QueueView,
  places: readonly SiteInGraph[],
  assumptions: Assumptions,
): SiteQueue {
  const queues = queuesOf(graph);
  const origins = queue.streams.filter(({ mirrorOf }) => mirrorOf === undefined);
  const mirroredAt = places.flatMap((place, index) => {
    const there = queues.find((other) => other.site === place.id && other !== queue);
    const all =
      there !== undefined &&
      origins.length > 0 &&
      areLinked(queue, there) &&
      origins.every((stream) => mirrorsOf(queues, queue, stream).some((mirror) => mirror.queue === there));
    return all ? [index] : [];
  });
  const byName = [...origins].sort((a, b) => (a.name < b.name ? -1 : 1));
  const streams = byName.flatMap(({ resource, name, facts, maxBytes, maxAgeSeconds, refusesWhenFull }) =>
    facts
      ? [
          {
            urn: resource.urn,
            name,
            ...facts,
            ...(maxBytes === undefined ? {} : { maxBytes }),
            ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
            refusesWhenFull,
          },
        ]
      : [],
  );
  return { workload: plan(queue.workload, assumptions), mirroredAt, streams };
}

function storeOf(
  graph: Graph,
  store: StoreView,
  stores: readonly StoreView[],
  assumptions: Assumptions,
): Store {
  const copies = copiesOf(graph).flatMap((copy) => {
    if (copy.from !== store || !copy.to || !copy.enabled || copy.confirmed === false) return [];
    const to = stores.indexOf(copy.to);
    const job = copy.kind === "job";
    const late = job
      ? (copy.withinSeconds ?? assumptions.horizonSeconds) + assumptions.copySeconds
      : (copy.withinSeconds ?? assumptions.objectReplicationSeconds);
    return [{ to, seconds: late, urn: copy.resource.urn, job }];
  });
  return {
    urn: store.resource.urn,
    name: store.bucket ?? store.resource.name,
    provider: store.provider,
    region: store.placement ? siteIdOf(store.placement) : "",
    copies,
  };
}

function capabilitiesOf(
  graph: Graph,
  sites: readonly Site[],
  workloads: readonly WorkloadView[],
  settings: RulesSettings | undefined,
  assumptions: Assumptions,
): CapabilityPlan[] {
  const byName = new Map<string, WorkloadView>();
  for (const workload of workloads) {
    const { capability } = workload;
    if (capability && (!byName.has(capability) || workload.publicName)) byName.set(capability, workload);
  }
  // What the stack says it serves and nothing runs is down, and not out of the question.
  const promised = Object.keys(settings?.peak ?? {}).filter((name) => name !== EDGE);
  const all = distinct([...byName.keys(), ...promised]).map((name) => ({ name, workload: byName.get(name) }));
  // What annotations say at one site must hold at all: the most that any site needs, and prefers.
  const union = (name: string, list: "needs" | "prefers"): Dependency[] =>
    [
      ...new Set(
        workloads.filter(({ capability }) => capability === name).flatMap((workload) => workload[list]),
      ),
    ].sort();
  const plans = all.map(({ name, workload }) => ({
    name,
    needs: union(name, "needs"),
    prefers: union(name, "prefers"),
    ...(workload?.whenDegraded ? { whenDegraded: workload.whenDegraded } : {}),
    ...(workload?.publicName ? { host: workload.publicName } : {}),
  }));
  return plans.map((plan, index) => ({
    ...plan,
    follows: followed(plan, plans, index),
    ...routesOf(graph, plan.host, plan.name, sites, assumptions),
  }));
}

/** Its peak is told as a capability's is, and it is none. */
const EDGE = "edge";

type Plan = Pick<CapabilityPlan, "name" | "host" | "needs" | "prefers">;

/**
 * The public capability that hangs on it; else, for what takes events, the public one that makes them; else the public one
 * at the end of those that hang on it.
 */
function followed(plan: Plan, plans: readonly Plan[], own: number): number {
  if (plan.host !== undefined) return own;
  const callersOf = (name: string) =>
    plans.filter(({ needs, prefers }) => [...needs, ...prefers].includes(`capability/${name}`));
  const isPublic = ({ host }: Plan) => host !== undefined;
  const caller = callersOf(plan.name).find(isPublic);
  if (caller) return plans.indexOf(caller);
  const events = plan.needs.includes("queue")
    ? plans.findIndex(({ host, needs }) => host !== undefined && needs.includes("queue"))
    : -1;
  if (events >= 0) return events;
  const reached = new Set(callersOf(plan.name));
  for (const one of reached) for (const next of callersOf(one.name)) reached.add(next);
  const asked = [...reached].find(isPublic);
  return asked ? plans.indexOf(asked) : own;
}
