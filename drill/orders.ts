/** What is drilled, in which order: from what was asked for. */
import { knownIncidents } from "../cli/survey";
import { InputError } from "../report/input-error";
import type { Fault } from "../resilience/faults/fault";
import { FaultError, parseTimedFaults, singleFaults } from "../resilience/faults/faults";
import { replay, transposed } from "../resilience/faults/replay";
import { inTime, type Scenario, scenarioOf } from "../resilience/faults/scenarios";
import type { Platform } from "../resilience/platform/platform";
import { oneOfEach } from "./each-kind";
import { type Explored, exploredOf } from "./explore/scenario";
import { injectionsOf } from "./faults/inject";
import { compressed } from "./plan/schedule";
import type { DrillOrder } from "./run";

export interface Wanted {
  /** One drill of all of them. */
  readonly fault: readonly string[];
  readonly incident?: string;
  /** A drill of each. */
  readonly each: readonly string[];
  /** One of each kind. */
  readonly all?: boolean;
  /** All that can be drilled. */
  readonly every?: boolean;
  /** So many scenarios of a seed. */
  readonly explore?: number;
  readonly repeat: number;
  readonly seed: number;
}

/** Stretches of a scenario that are longer are shortened to this. */
const MOST_SECONDS = 45;

/**
 * @param platform with the drill's times
 * @throws FaultError, InputError for what isn't known or can't be drilled
 */
export function ordersOf(wanted: Wanted, platform: Platform): DrillOrder[] {
  const { explore } = wanted;
  if (explore !== undefined) {
    const faults = drillableFaults(platform);
    return Array.from({ length: explore }, (_, number) =>
      exploredOrder(exploredOf(faults, wanted.seed, number, explore)),
    );
  }
  const scenarios = scenariosOf(wanted, platform).map((scenario) => compressed(scenario, MOST_SECONDS));
  for (const { scenario } of scenarios) mustBeDrillable(scenario, platform);
  const orders = scenarios.flatMap((scheduled) =>
    Array.from({ length: wanted.repeat }, (_, time) => ({ ...scheduled, time })),
  );
  // Requests of their own for each: an upload that is sent again under its id is no new one.
  return orders.map(({ scenario, shortened, time }, index) => ({
    id: idOf(scenario, wanted.repeat > 1 ? time + 1 : undefined),
    scenario,
    shortened,
    seed: wanted.seed + index,
  }));
}

/** Every single fault that can be drilled. */
export const drillableFaults = (platform: Platform): Fault[] =>
  singleFaults(platform).filter((fault) => canBeDrilled(scenarioOf(fault), platform));

/** What was explored, as it is drilled. */
export const exploredOrder = ({ scenario, demand, seed }: Explored): DrillOrder => ({
  ...compressed(scenario, MOST_SECONDS),
  id: `${idOf(scenario, undefined)}-${seed}`,
  demand,
  seed,
});

function scenariosOf({ fault, each, all, every, incident, seed }: Wanted, platform: Platform): Scenario[] {
  if (every) return drillableFaults(platform).map(scenarioOf);
  if (all) return oneOfEach(drillableFaults(platform), seed, doneFor(platform)).map(scenarioOf);
  if (each.length > 0) return each.map((text) => scenarioFrom([text], platform));
  return [incident === undefined ? scenarioFrom(fault, platform) : incidentFrom(incident, platform)];
}

/** In words: faults of other names may do the same. */
const doneFor = (platform: Platform) => (fault: Fault) =>
  injectionsOf(scenarioOf(fault).faults, platform)
    .map(({ start, end, injection: { what } }) => `${start} ${end} ${what}`)
    .join();

/** @throws FaultError naming what can't be drilled, and why */
function mustBeDrillable({ faults }: Scenario, platform: Platform): void {
  injectionsOf(faults, platform);
}

function canBeDrilled(scenario: Scenario, platform: Platform): boolean {
  try {
    mustBeDrillable(scenario, platform);
    return true;
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

function scenarioFrom(faults: readonly string[], platform: Platform): Scenario {
  const timed = faults.flatMap((text) => parseTimedFaults(text, platform));
  const [only] = timed;
  return only && timed.length === 1 && only.start === 0 && only.end === undefined
    ? scenarioOf(only.fault)
    : inTime(timed);
}

function incidentFrom(incident: string, platform: Platform): Scenario {
  const known = knownIncidents();
  const found = known.find(({ id }) => id === incident);
  if (!found)
    throw new InputError([
      `--incident ${incident}: isn't known; known are ${known.map(({ id }) => id).join(", ")}`,
    ]);
  const asItWas = replay(found, platform).scenario;
  if (asItWas.faults.length > 0) return asItWas;
  const moved = transposed(found, platform)[0];
  if (!moved) throw new InputError([`--incident ${incident}: nothing of it could hit this platform`]);
  return moved;
}

/** A folder's name. */
function idOf({ id }: Scenario, time: number | undefined): string {
  const name = id.replace(/[^A-Za-z0-9.-]+/g, "-").slice(0, 80);
  return time === undefined ? name : `${name}-${time}`;
}
