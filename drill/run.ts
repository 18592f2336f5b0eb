/** One drill in a standing world: it is loaded, hurt, healed and looked through; gives what was found. */
import { type Scenario, unfolded } from "../resilience/faults/scenarios";
import { requestsPerSecond } from "../resilience/play/requests";
import { injectionsOf } from "./faults/inject";
import { foundOf } from "./found";
import { now, sleep } from "./frame/lane";
import { withLeaders } from "./leaders";
import type { SecondSummary } from "./load/plan";
import { partSeed, seeded } from "./load/random";
import { runLoad } from "./load/run-load";
import { type ClientHabits, predictionsOf } from "./plan/predict";
import { measuredSeconds } from "./plan/schedule";
import type { Standing } from "./standing";
import { clientHabits, loadPlan } from "./users";
import { calmOf } from "./verdict/calm";
import type { DrillOutcome, WorldEvent } from "./verdict/outcome";
import { memoryOf } from "./world/memory";

/** What is to happen. */
export interface DrillOrder {
  /** Of its files. */
  readonly id: string;
  /** On the standing world's platform. */
  readonly scenario: Scenario;
  /** Chooses the moment of the fault, too. */
  readonly seed: number;
  readonly shortened: readonly string[];
  /** Share of the peak that users ask for; the stack's where absent. */
  readonly demand?: number;
}

/** For who watches. */
export interface Watcher {
  step(text: string): void;
  event(event: WorldEvent): void;
  /** @param summary its `at` counts from the fault, or from when it is due */
  second(summary: SecondSummary, untilSeconds: number): void;
}

/** All was not well before the fault: nothing was injected. */
export class NotCalm extends Error {}

/** Seconds of load before the fault: caches are filled, connections kept, and what is usual is seen. */
const CALM_SECONDS = { least: 20, spread: 10, most: 75 };
const MEASURED = { least: 30, most: 75 };
/** After what was lost is back: for its backlog. */
const HEALED_SECONDS = 8;

/**
 * @throws NotCalm where all wasn't well before the fault, with what failed
 * @throws Error where a part ends that nobody ended
 */
export async function runDrill(
  standing: Standing,
  order: DrillOrder,
  watcher: Watcher,
): Promise<DrillOutcome> {
  const { scenario } = order;
  const { world, lane } = standing;
  const { demand = standing.platform.assumptions.demandShare } = order;
  const known = await withLeaders(standing.platform, scenario, world, standing.order.programs.family);
  const platform = { ...known, assumptions: { ...known.assumptions, demandShare: demand } };
  const startedAt = new Date();
  const minServedShare = platform.objectives?.minServedShare ?? 0.99;
  const predictions = predictionsOf(
    platform,
    scenario,
    clientHabits as Record<string, ClientHabits>,
    minServedShare,
    standing.order.programs.lighter,
  );
  const awaited = Object.entries(predictions).flatMap(([name, kinds]) => {
    const perSecond = requestsPerSecond(platform, name, demand);
    return Object.values(kinds).map(({ rtoSeconds }) => ({ rtoSeconds, requestsPerSecond: perSecond }));
  });
  const faults = unfolded(platform, scenario.faults);
  const endAt = measuredSeconds(faults, awaited, MEASURED);
  const injections = injectionsOf(scenario.faults, platform);

  watcher.step("load");
  const began = now();
  const t0 = Math.round(wall());
  const seconds: SecondSummary[] = [];
  let faultAt = Number.POSITIVE_INFINITY;
  const moment = CALM_SECONDS.least + CALM_SECONDS.spread * seeded(partSeed(order.seed, "moment"))();
  const dir = `${lane.dir}/drills/${order.id}`;
  lane.file(`drills/${order.id}/load.log`, "");
  const plan = loadPlan(
    standing,
    { seed: order.seed, t0, demandShare: demand },
    {
      records: `${dir}/requests.ndjson`,
      journal: `${dir}/journal.ndjson`,
    },
  );
  const load = await runLoad(
    plan,
    `${dir}/load.log`,
    (summary) => {
      seconds.push(summary);
      const since = Number.isFinite(faultAt) ? t0 + summary.at - faultAt : summary.at - moment;
      watcher.second({ ...summary, at: since }, endAt);
    },
    standing.fail,
  );
  const failure = () => standing.failure;
  await waitUntil(t0 + moment, failure);
  // What an earlier drill made sick comes home by what users are served.
  const calmNow = async () => {
    const calm = calmOf(seconds, minServedShare);
    const away = calm.isCalm ? await world.handingOn() : [];
    return away.length === 0
      ? calm
      : { isCalm: false, because: `${away.join(", ")} still hands requests on` };
  };
  let calm = await calmNow();
  while (!calm.isCalm && wall() < t0 + CALM_SECONDS.most) {
    await waitUntil(wall() + 1, failure);
    calm = await calmNow();
  }
  if (!calm.isCalm) {
    await load.stop();
    throw new NotCalm(`not drilled, as all was not well before: ${calm.because}`);
  }

  faultAt = wall();
  const events: WorldEvent[] = [];
  const happened = (kind: WorldEvent["kind"], text: string, at = wall()) => {
    const event = { at: Math.round((at - faultAt) * 10) / 10, kind, text };
    events.push(event);
    watcher.event(event);
  };
  standing.answered = (provider, { at, host, answered }) =>
    happened("authority", answerText(provider, host, answered), at);
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
    await waitUntil(faultAt + at, failure);
    happened("fault", text);
    await act();
  }
  await waitUntil(faultAt + endAt, failure);
  for (const { end, injection } of injections) if (end === undefined) await injection.end(world);
  happened("world", "what was lost comes back");
  await waitUntil(faultAt + endAt + HEALED_SECONDS, failure);
  const memoryBytes = memoryOf();
  await load.stop();
  standing.answered = () => undefined;
  watcher.step("what was acknowledged is looked for");
  const spent = { worldSeconds: standing.worldSeconds, drillSeconds: now() - began, memoryBytes };
  return foundOf(standing, {
    ...order,
    demand,
    faults,
    startedAt,
    plan,
    predictions,
    events,
    faultAt,
    endAt,
    spent,
  });
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
