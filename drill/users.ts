/** Who asks the platform of a drill, how often, and how they look for it. */
import { readFileSync } from "node:fs";
import { requestsPerSecond } from "../resilience/play/requests";
import { type ClientKind, type Demand, type LoadPlan, usualLoad } from "./load/plan";
import type { ClientHabits } from "./plan/predict";
import type { Standing } from "./standing";

/** Kinds of clients, and how the model tells them apart. */
export const clientHabits: Readonly<Partial<Record<ClientKind, ClientHabits>>> = {
  short: { keeps: false, attempts: 1 },
  kept: { keeps: true, attempts: 1 },
  patient: { keeps: false, attempts: 1 },
  mobile: { keeps: true, attempts: 3 },
  raced: { keeps: true, attempts: 1, races: true },
};

/** Names of a drill's files. */
export interface LoadFiles {
  readonly records: string;
  readonly journal: string;
}

/** What a load is, beside the world that it is for. */
export interface LoadOrder {
  readonly seed: number;
  /** Seconds since 1970 from which its times count. */
  readonly t0: number;
  /** Of the peak, that users ask for. */
  readonly demandShare: number;
}

export function loadPlan(
  standing: Standing,
  { seed, t0, demandShare }: LoadOrder,
  files: LoadFiles,
): LoadPlan {
  const { platform, world, order } = standing;
  const { assumptions, capabilities } = platform;
  const { timings } = order;
  const { asks, lighter } = order.programs;
  const demand: Record<string, Demand> = {};
  for (const { name, host } of capabilities)
    if (host !== undefined && asks[name] !== undefined)
      demand[name] = { asks: asks[name], host, perSecond: requestsPerSecond(platform, name, demandShare) };
  const [first, second] = world.plan.authorities.map(({ address, port }) => ({ address, port }));
  if (!first) throw new Error("no authority answers for the platform's names");
  return {
    ...usualLoad,
    t0,
    seed,
    demand,
    kinds: { short: 0.2, kept: 0.4, patient: 0.05, mobile: 0.25, raced: 0.1 },
    countReads: lighter?.share ?? 0,
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
    recordsFile: files.records,
    journalFile: files.journal,
  };
}
