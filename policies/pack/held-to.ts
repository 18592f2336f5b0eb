/** What a graph is held to: a stack of ours by its own settings, another program by its redundancy.yaml. Pure. */
import { isOurs } from "../../graph/doubts";
import type { Graph } from "../../graph/resource";
import type { Rule } from "../rule";
import type { Exemption } from "./exemptions";
import { foreignLevels } from "./foreign-levels";
import { judge, type Verdict } from "./judge";
import type { Redundancy } from "./redundancy";
import type { RedundancyObjectives } from "./redundancy-objectives";
import { type PackConfig, type PackSettings, packSettings } from "./settings";

/** Of what isn't said for a program that isn't ours: two of everything. */
const two = { replicas: 2, zones: 2 } as const;

/**
 * @param rules ids of all rules
 * @param config what `--policy-pack-config` sets, before the file
 * @param ours whether it is a stack of this program: as it shows, or because this program has just made it
 */
export function settingsFor(
  graph: Graph,
  now: Date,
  rules: readonly string[],
  redundancy?: Redundancy,
  config: PackConfig = {},
  ours = isOurs(graph),
): PackSettings {
  if (ours) return packSettings(graph, now, config);
  const { profile, regions, providers, zones, replicas, jurisdiction, objectives } = redundancy ?? {
    objectives: {} as RedundancyObjectives,
  };
  const { maxRtoSeconds, capacity } = objectives;
  const own: PackConfig = {
    ...two,
    ...(regions === undefined ? {} : { minRegions: regions }),
    ...(providers === undefined ? {} : { minProviders: providers }),
    ...(zones === undefined ? {} : { zones }),
    ...(replicas === undefined ? {} : { replicas }),
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(maxRtoSeconds === undefined ? {} : { maxRtoSeconds }),
    ...(capacity ? { capacity } : {}),
  };
  const levels = { ...foreignLevels(rules, profile), ...redundancy?.levels, ...config.levels };
  return {
    ...packSettings(graph, now, { ...own, ...config, levels }),
    foreign: true,
    ...(redundancy ? { exemptionsFile: redundancy.file, baseline: redundancy.baseline } : {}),
  };
}

/** @param exemptions this checkout's own: those of a program that isn't ours stand in its redundancy.yaml */
export function judgeHeld(
  graph: Graph,
  rules: readonly Rule[],
  settings: PackSettings,
  exemptions: readonly Exemption[],
  redundancy?: Redundancy,
): Verdict {
  const held = settings.foreign ? [...exemptions, ...(redundancy?.exemptions ?? [])] : exemptions;
  return judge(graph, rules, settings, held);
}
