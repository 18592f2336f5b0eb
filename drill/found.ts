/** What a drill has found: what was measured beside what was predicted, and what became of what was acknowledged. */
import type { Scenario, TimedFault } from "../resilience/faults/scenarios";
import type { Platform } from "../resilience/platform/platform";
import { now, sleep } from "./frame/lane";
import { clientsOf } from "./load/crowds";
import { readJournal } from "./load/journal";
import type { LoadPlan, RequestRecord } from "./load/plan";
import { readRecords } from "./load/records";
import { truthOf } from "./load/truth";
import { imitated } from "./plan/imitated";
import type { Predictions } from "./plan/predict";
import { withoutSecrets } from "./report/secrets";
import type { Standing } from "./standing";
import { clientHabits } from "./users";
import { comparisons } from "./verdict/compare";
import { missesIn, verdictOf } from "./verdict/judge";
import type { DrillOutcome, Spent, WorldEvent } from "./verdict/outcome";
import type { Crowd } from "./verdict/read-rto";
import { countedOnce, evidenceOf } from "./world/evidence";

/** A drill as it went. */
export interface Endured {
  readonly id: string;
  readonly scenario: Scenario;
  /** What it was made of, each as it was done. */
  readonly faults: readonly TimedFault[];
  readonly seed: number;
  /** Of the peak, that users asked for. */
  readonly demand: number;
  readonly shortened: readonly string[];
  readonly startedAt: Date;
  readonly plan: LoadPlan;
  readonly predictions: Predictions;
  readonly events: readonly WorldEvent[];
  /** Seconds since 1970. */
  readonly faultAt: number;
  /** Seconds since the fault until which was measured. */
  readonly endAt: number;
  readonly spent: Omit<Spent, "checkSeconds">;
}

/** Few ask for some capabilities, and most of them stay connected. */
function crowdOf(plan: LoadPlan, { capability, kind }: RequestRecord): { crowd?: Crowd } {
  const clients = clientHabits[kind]?.keeps ? clientsOf(plan, capability, kind) : 0;
  return clients > 0 ? { crowd: { id: `${capability} ${kind}`, clients } } : {};
}

/** Until what is marked must be filled in: what a pod that was killed had to do waits 15 s for it to come back. */
const FILLED_SECONDS = 45;

/** Reads what a drill has left in its files and in the world. */
export async function foundOf(standing: Standing, endured: Endured): Promise<DrillOutcome> {
  const { platform, world, order } = standing;
  const { scenario, faults, plan, predictions, endAt } = endured;
  const checking = now();
  const sinceFault = <T extends { readonly at: number }>(entry: T, from: number): T => ({
    ...entry,
    at: entry.at + from - endured.faultAt,
  });
  // Who asks again is served late; the model knows of one patience alone.
  const records = readRecords(plan.recordsFile).map((record) => ({
    ...sinceFault(record, plan.t0),
    ok: record.ok && record.seconds <= order.timings.patienceSeconds,
    ...crowdOf(plan, record),
  }));
  const journal = readJournal(plan.journalFile).map((entry) => sinceFault(entry, plan.t0));
  const earlier = standing.acknowledged.map((entry) => sinceFault(entry, 0));
  const providers = [...new Set(world.plan.sites.map(({ provider }) => provider))];
  const truthNow = async () => {
    const truth = truthOf({
      journal,
      earlier,
      providers,
      ...(await evidenceOf(world, order.programs)),
      faults: faults.map(({ start }) => start),
      rpoSeconds: Math.max(
        0,
        ...order.programs.tells.map((name) => platform.objectives?.maxRpoSeconds?.[name] ?? 0),
      ),
    });
    return { ...truth, invariants: [...truth.invariants, await countedOnce(world, order.programs)] };
  };
  // What is marked is filled in, and what is behind is read, in its own time.
  let truth = await truthNow();
  while (truth.invariants.some(({ held }) => !held) && now() - checking < FILLED_SECONDS) {
    await sleep(2000);
    truth = await truthNow();
  }
  for (const entry of journal)
    if (entry.what === "upload") standing.acknowledged.push({ ...entry, at: entry.at + endured.faultAt });
  const marks = faults.flatMap(({ start, end }) => [start, ...(end === undefined ? [] : [end])]);
  const { all, capabilities } = comparisons(predictions, records, {
    faultAt: 0,
    endAt,
    minServedShare: platform.objectives?.minServedShare ?? 0.99,
    changes: [...new Set(marks)],
  });
  const misses = missesIn({ capabilities, journal: truth }, objectivesOf(platform, scenario));
  const found = { all, capabilities, invariants: truth.invariants, misses };
  const outcome: DrillOutcome = {
    id: endured.id,
    scenario: scenario.id,
    happened: `${scenario.title}.`,
    stack: order.stack,
    seed: endured.seed,
    demand: endured.demand,
    scale: order.scale,
    startedAt: endured.startedAt.toISOString(),
    requestsPerSecond: Object.values(plan.demand).reduce((sum, demand) => sum + (demand?.perSecond ?? 0), 0),
    endedAt: endAt,
    shortened: endured.shortened,
    imitated,
    lacking: world.lacking(),
    journal: truth,
    events: endured.events,
    verdict: verdictOf(found),
    spent: { ...endured.spent, checkSeconds: now() - checking },
    ...found,
  };
  return withoutSecrets(outcome, world.secrets);
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
