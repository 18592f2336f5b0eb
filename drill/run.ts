/** One drill: the world is started, loaded, hurt, healed and looked through; gives what was found. */
import { readFileSync } from "node:fs";
import type { ProxyProtocol } from "../components/edge/doors";
import type { QueuePlan } from "../components/queue/model";
import type { Graph } from "../graph/resource";
import type { Scenario } from "../resilience/faults/scenarios";
import { platformOf } from "../resilience/platform/from-graph";
import type { Platform } from "../resilience/platform/platform";
import { requestsPerSecond } from "../resilience/play/requests";
import { injectionOf } from "./faults/inject";
import { type Lane, now, sleep } from "./frame/lane";
import { readJournal } from "./load/journal";
import {
  askedCapabilities,
  type ClientKind,
  type Demand,
  type LoadPlan,
  type SecondSummary,
  usualLoad,
} from "./load/plan";
import { readRecords } from "./load/records";
import { runLoad } from "./load/run-load";
import { truthOf } from "./load/truth";
import { authorityPlans } from "./plan/authorities";
import { imitated } from "./plan/imitated";
import { layoutOf } from "./plan/layout";
import { type ClientHabits, predictionsOf } from "./plan/predict";
import { measuredSeconds } from "./plan/schedule";
import { type DrillTimings, withDrillTimings, withEdgeTimings } from "./plan/timings";
import { withoutSecrets } from "./report/secrets";
import { comparisons } from "./verdict/compare";
import { missesIn, verdictOf } from "./verdict/judge";
import type { DrillOutcome, WorldEvent } from "./verdict/outcome";
import { countedOnce, evidenceOf } from "./world/evidence";
import { memoryOf } from "./world/memory";
import { World } from "./world/world";

/** What a drill is asked to do. */
export interface DrillOrder {
  readonly id: string;
  readonly stack: string;
  readonly graph: Graph;
  readonly queue: QueuePlan;
  readonly proxyProtocol: ProxyProtocol;
  /** On the platform that `drilledPlatform` gives. */
  readonly scenario: Scenario;
  readonly seed: number;
  readonly scale: number;
  readonly timings: DrillTimings;
  readonly shortened: readonly string[];
}

/** For who watches. */
export interface Watcher {
  step(text: string): void;
  event(event: WorldEvent): void;
  second(summary: SecondSummary, untilSeconds: number): void;
}

/** Kinds of clients, and how the model tells them apart. */
export const clientHabits: Readonly<Partial<Record<ClientKind, ClientHabits>>> = {
  short: { keeps: false, attempts: 1 },
  kept: { keeps: true, attempts: 1 },
  patient: { keeps: false, attempts: 1 },
  mobile: { keeps: true, attempts: 3 },
};

/** Seconds of load before the fault: caches are filled, connections kept, and what is usual is seen. */
const CALM_SECONDS = 25;
const MEASURED = { least: 30, most: 75 };
/** After what was lost is back: for its backlog. */
const HEALED_SECONDS = 8;
/** Until what is marked must be filled in: what a pod that was killed had to do waits 15 s for it to come back. */
const FILLED_SECONDS = 45;

/** The platform as the model and the world both have it. */
export const drilledPlatform = (graph: Graph, timings: DrillTimings, at: Date): Platform =>
  withDrillTimings(platformOf(withEdgeTimings(graph, timings), at), timings);

/** @throws Error where the world can't be started, with the part's own words. */
export async function runDrill(lane: Lane, order: DrillOrder, watcher: Watcher): Promise<DrillOutcome> {
  const { scenario, timings } = order;
  const startedAt = new Date();
  const graph = withEdgeTimings(order.graph, timings);
  const platform = drilledPlatform(order.graph, timings, startedAt);
  const minServedShare = platform.objectives?.minServedShare ?? 0.99;
  const predictions = predictionsOf(
    platform,
    scenario,
    clientHabits as Record<string, ClientHabits>,
    minServedShare,
  );
  const predicted = Object.values(predictions).flatMap((kinds) =>
    Object.values(kinds).map(({ rtoSeconds }) => rtoSeconds),
  );
  const endAt = measuredSeconds(scenario, predicted, MEASURED);
  const injections = scenario.faults.map((timed) => ({
    ...timed,
    injection: injectionOf(timed.fault, platform),
  }));
  const sites = layoutOf(graph, platform);

  const began = now();
  const events: WorldEvent[] = [];
  let faultAt = Number.POSITIVE_INFINITY;
  const happened = (kind: WorldEvent["kind"], text: string, at = wall()) => {
    const event = { at: Math.round((at - faultAt) * 10) / 10, kind, text };
    events.push(event);
    watcher.event(event);
  };
  let failure: Error | undefined;
  const fail = (error: Error) => {
    failure ??= error;
  };
  const hosts = platform.capabilities.flatMap(({ host }) => host ?? []);
  const world = await World.start(
    lane,
    {
      sites,
      hosts,
      queue: order.queue,
      authorities: authorityPlans(platform, sites),
      proxyProtocol: order.proxyProtocol,
    },
    (step) => watcher.step(step),
    fail,
    (provider, { at, host, answered }) => {
      if (at >= faultAt) happened("authority", answerText(provider, host, answered), at);
    },
  );
  await world.settled(60);
  const worldSeconds = now() - began;

  faultAt = Math.round(wall()) + CALM_SECONDS;
  watcher.step("load");
  const plan = loadPlan(lane, order, platform, world, faultAt);
  const load = await runLoad(plan, `${lane.dir}/load.log`, (summary) => watcher.second(summary, endAt), fail);
  const begins = injections.map(({ start, injection }) => ({
    at: start,
    text: injection.what,
    act: () => injection.begin(world),
  }));
  const ends = injections.flatMap(({ end, injection }) =>
    end === undefined ? [] : [{ at: end, text: `over: ${injection.what}`, act: () => injection.end(world) }],
  );
  // What ends when another begins has ended by then: the other may be of the same pods.
  for (const { at, text, act } of [...ends, ...begins].sort((a, b) => a.at - b.at)) {
    await waitUntil(faultAt + at, () => failure);
    happened("fault", text);
    await act();
  }
  await waitUntil(faultAt + endAt, () => failure);
  for (const { end, injection } of injections) if (end === undefined) await injection.end(world);
  happened("world", "what was lost comes back");
  await waitUntil(faultAt + endAt + HEALED_SECONDS, () => failure);
  const memoryBytes = memoryOf();
  await load.stop();
  const drillSeconds = now() - began - worldSeconds;

  watcher.step("what was acknowledged is looked for");
  const checking = now();
  // Who asks again is served late; the model knows of one patience alone.
  const records = readRecords(plan.recordsFile).map((record) => ({
    ...record,
    ok: record.ok && record.seconds <= timings.patienceSeconds,
  }));
  const journal = readJournal(plan.journalFile);
  const providers = [...new Set(sites.map(({ provider }) => provider))];
  const truthNow = async () => {
    const truth = truthOf({
      journal,
      providers,
      ...(await evidenceOf(world)),
      faults: scenario.faults.map(({ start }) => start),
      rpoSeconds: platform.objectives?.maxRpoSeconds?.engagement ?? 0,
    });
    return { ...truth, invariants: [...truth.invariants, await countedOnce(world)] };
  };
  // What is marked is filled in, and what is behind is read, in its own time.
  let truth = await truthNow();
  while (truth.invariants.some(({ held }) => !held) && now() - checking < FILLED_SECONDS) {
    await sleep(2000);
    truth = await truthNow();
  }
  const { all, capabilities } = comparisons(predictions, records, {
    faultAt: 0,
    endAt,
    minServedShare,
    changes: [
      ...new Set(scenario.faults.flatMap(({ start, end }) => [start, ...(end === undefined ? [] : [end])])),
    ],
  });
  const misses = missesIn({ capabilities, journal: truth }, objectivesOf(platform, scenario));
  const found = { all, capabilities, invariants: truth.invariants, misses };
  const outcome: DrillOutcome = {
    id: order.id,
    scenario: scenario.id,
    happened: `${scenario.title}.`,
    stack: order.stack,
    seed: order.seed,
    scale: order.scale,
    startedAt: startedAt.toISOString(),
    requestsPerSecond: Object.values(plan.demand).reduce((sum, demand) => sum + (demand?.perSecond ?? 0), 0),
    endedAt: endAt,
    shortened: order.shortened,
    imitated,
    lacking: world.lacking(),
    journal: truth,
    events,
    verdict: verdictOf(found),
    spent: { worldSeconds, drillSeconds, checkSeconds: now() - checking, memoryBytes },
    ...found,
  };
  return withoutSecrets(outcome, world.secrets);
}

/** Seconds since 1970. */
const wall = (): number => Date.now() / 1000;

async function waitUntil(time: number, failure: () => Error | undefined): Promise<void> {
  for (;;) {
    const error = failure();
    if (error) throw error;
    const left = time - wall();
    if (left <= 0) return;
    await sleep(Math.min(left, 0.25) * 1000);
  }
}

const answerText = (
  provider: string,
  host: string,
  answered: readonly { address: string; share: number }[],
) =>
  `${provider} answers ${host} with ${answered.map(({ address, share }) => `${address} ${Math.round(share * 100)} %`).join(", ") || "nothing"}`;

function loadPlan(lane: Lane, order: DrillOrder, platform: Platform, world: World, t0: number): LoadPlan {
  const { assumptions, capabilities } = platform;
  const { timings } = order;
  const demand: Partial<Record<string, Demand>> = {};
  for (const { name, host } of capabilities)
    if (host !== undefined && askedCapabilities.some((asked) => asked === name))
      demand[name] = { host, perSecond: requestsPerSecond(platform, name, assumptions.demandShare) };
  const [first, second] = world.plan.authorities.map(({ address, port }) => ({ address, port }));
  if (!first) throw new Error("no authority answers for the platform's names");
  return {
    ...usualLoad,
    t0,
    seed: order.seed,
    demand,
    kinds: { short: 0.2, kept: 0.45, patient: 0.05, mobile: 0.3 },
    countReads: 0.8,
    trust: { ca: readFileSync(world.certificates.ca, "utf8") },
    resolvers: {
      count: 60,
      authorities: second ? [first, second] : [first],
      firstAuthorityShare: assumptions.firstAuthorityShare,
      retrySeconds: assumptions.resolverRetrySeconds / timings.dnsFactor,
      avoidSeconds: 30,
      busy: true,
    },
    patienceSeconds: timings.patienceSeconds,
    clients: {
      ...usualLoad.clients,
      spacingSeconds: timings.spacingSeconds,
      sessionSeconds: timings.sessionSeconds,
    },
    recordsFile: `${lane.dir}/requests.ndjson`,
    journalFile: `${lane.dir}/journal.ndjson`,
  };
}

function objectivesOf({ objectives }: Platform, { kind }: Scenario) {
  // What the objectives don't name is held to none of theirs.
  const covered = objectives?.survive.includes(kind as never) === true;
  return {
    maxRtoSeconds: covered
      ? (objectives?.maxRtoSeconds ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY,
    ...(covered && objectives?.maxLostSeconds ? { maxLostSeconds: objectives.maxLostSeconds } : {}),
  };
}
