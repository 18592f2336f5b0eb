/** The objectives of redundancy.yaml: what they may say, and what a program is asked for by them. Pure. */
import { survivableNames } from "../../graph/rules-settings";
import type { Objectives } from "../../resilience/platform/platform";
import type { Profile } from "./foreign-levels";

export interface RedundancyObjectives {
  /** Kinds of fault; those of the profile without it. */
  readonly survive?: readonly string[];
  readonly maxRtoSeconds?: number;
  readonly minServedShare?: number;
  /** By capability. */
  readonly maxRpoSeconds?: Readonly<Record<string, number>>;
  readonly capacity?: Objectives["capacity"];
}

const RTO_SECONDS = 120;

const share = (description: string) => ({ type: "number", minimum: 0, maximum: 1, description });

export const objectivesSchema = {
  type: "object",
  additionalProperties: false,
  properties: {
    survive: {
      type: "array",
      items: { enum: [...survivableNames] },
      description:
        "what survive holds it to: zone for single-region; site and metro besides for multi-region; provider and dns-authority besides for multi-cloud",
    },
    maxRtoSeconds: {
      type: "number",
      minimum: 1,
      description: `seconds from a fault to the answers without it; ${RTO_SECONDS} without it`,
    },
    minServedShare: share("share of the requests from which on service is back; 0.99 without it"),
    maxRpoSeconds: {
      type: "object",
      additionalProperties: { type: "number", minimum: 0 },
      description: "seconds of accepted data that a fault may cost, by capability",
    },
    capacity: {
      type: "object",
      additionalProperties: false,
      required: ["atOnce", "withinSeconds", "then"],
      properties: {
        atOnce: share("share of the peak that what is left carries at once"),
        withinSeconds: { type: "number", minimum: 1 },
        then: share("share of the peak that it carries after that"),
      },
      description: "nothing is asked of the peak without it",
    },
  },
};

/** What each profile is meant to outlive, each what the one before it does and more. */
const outlives: Readonly<Record<Profile, readonly string[]>> = {
  "single-region": ["zone"],
  "multi-region": ["zone", "site", "metro"],
  "multi-cloud": ["zone", "site", "metro", "provider", "dns-authority"],
};

/** Undefined where nothing says what it is to outlive. */
export function objectivesAsked(
  redundancy: { readonly profile?: Profile; readonly objectives: RedundancyObjectives } | undefined,
): Objectives | undefined {
  const { profile, objectives = {} } = redundancy ?? {};
  const survive = objectives.survive ?? (profile && outlives[profile]);
  if (survive === undefined) return undefined;
  const { maxRtoSeconds = RTO_SECONDS, minServedShare, maxRpoSeconds = {}, capacity } = objectives;
  return {
    survive,
    maxRtoSeconds,
    ...(minServedShare === undefined ? {} : { minServedShare }),
    maxRpoSeconds,
    maxStalenessSeconds: {},
    ...(capacity ? { capacity } : {}),
  };
}

/**
 * @param place what the map is called in errors
 * @param problems a line for each
 */
export function readObjectives(value: unknown, place: string, problems: string[]): RedundancyObjectives {
  if (value === undefined || value === null) return {};
  if (!isMap(value)) {
    problems.push(`${place}: found ${JSON.stringify(value)}; wanted a map`);
    return {};
  }
  const names = Object.keys(objectivesSchema.properties);
  for (const key of Object.keys(value).filter((name) => !names.includes(name)))
    problems.push(`${place}.${key}: is not known here; wanted ${names.join(", ")}`);
  const number = (of: unknown, name: string, least: number, most = Number.POSITIVE_INFINITY) => {
    if (of === undefined || of === null) return undefined;
    if (typeof of === "number" && of >= least && of <= most) return of;
    const to = most === Number.POSITIVE_INFINITY ? ` of at least ${least}` : ` from ${least} to ${most}`;
    problems.push(`${place}.${name}: found ${JSON.stringify(of)}; wanted a number${to}`);
    return undefined;
  };
  const { survive } = value;
  const isKinds = Array.isArray(survive) && survive.every((one) => survivableNames.includes(one));
  if (survive !== undefined && survive !== null && !isKinds)
    problems.push(
      `${place}.survive: found ${JSON.stringify(survive)}; wanted a list of ${survivableNames.join(", ")}`,
    );
  const maxRtoSeconds = number(value.maxRtoSeconds, "maxRtoSeconds", 1);
  const minServedShare = number(value.minServedShare, "minServedShare", 0, 1);
  const rpo = mapOr(value.maxRpoSeconds, `${place}.maxRpoSeconds`, problems);
  const maxRpoSeconds = Object.fromEntries(
    Object.entries(rpo).map(([name, of]) => [name, number(of, `maxRpoSeconds.${name}`, 0) ?? 0]),
  );
  const capacity = capacityIn(value.capacity);
  return {
    ...(isKinds ? { survive: survive as string[] } : {}),
    ...(maxRtoSeconds === undefined ? {} : { maxRtoSeconds }),
    ...(minServedShare === undefined ? {} : { minServedShare }),
    ...(value.maxRpoSeconds ? { maxRpoSeconds } : {}),
    ...(capacity ? { capacity } : {}),
  };

  function capacityIn(given: unknown): Objectives["capacity"] {
    if (given === undefined || given === null) return undefined;
    const found = mapOr(given, `${place}.capacity`, problems);
    for (const key of Object.keys(found).filter(
      (name) => !["atOnce", "withinSeconds", "then"].includes(name),
    ))
      problems.push(`${place}.capacity.${key}: is not known here; wanted atOnce, withinSeconds, then`);
    const needed = (name: string, least: number, most?: number): number => {
      if (found[name] === undefined)
        problems.push(`${place}.capacity.${name}: is missing; wanted atOnce, withinSeconds and then`);
      return number(found[name], `capacity.${name}`, least, most) ?? least;
    };
    return {
      atOnce: needed("atOnce", 0, 1),
      withinSeconds: needed("withinSeconds", 1),
      // A map was wanted: that is told already.
      then: needed("then", 0, 1),
    };
  }
}

function mapOr(value: unknown, place: string, problems: string[]): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (isMap(value)) return value;
  problems.push(`${place}: found ${JSON.stringify(value)}; wanted a map`);
  return {};
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
