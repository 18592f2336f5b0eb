/** Everything that is said of a graph's survival: the section `survival` of preview.json, and its charts' data. */
import { doubtsAbout } from "../../graph/doubts";
import type { Graph } from "../../graph/resource";
import { singleFaults } from "../faults/faults";
import type { Incident } from "../faults/incident";
import { type Scenario, scenarioOf } from "../faults/scenarios";
import { platformsOf } from "../platform/from-graph";
import type { Objectives, Site } from "../platform/platform";
import { untoldOf } from "../platform/untold";
import { type Yearly, yearlyOf } from "../yearly/yearly";
import { answerOf, type SurvivalAnswer } from "./answer";
import { demandsOf, isWorse, type Miss, missesCalm, missesOf } from "./objectives";
import { type ScenarioResult, Survey } from "./survey";
import type { Verdicts } from "./verdicts";

export interface Survival extends SurvivalAnswer {
  /** While nothing fails. */
  readonly calm: Verdicts;
  /** In the order of the verdicts' flows. */
  readonly sites: readonly SurvivalSite[];
  readonly scenarios: readonly ScenarioResult[];
  /** What it is held to; absent where no objectives are stated. */
  readonly objectives?: Objectives;
  /** Share of the peak that users demand in these verdicts, 0 to 1. Misses name their own. */
  readonly demand: number;
  /** Minutes that a year is expected to cost. */
  readonly yearly: Yearly;
}

export interface SurvivalSite {
  readonly id: string;
  readonly drained: boolean;
  /** Where it stands. */
  readonly place?: Pick<Site, "provider" | "metro">;
  /** Ids of the sites to which its edge hands on what it can't serve. */
  readonly peers?: readonly string[];
}

export interface SurvivalOptions {
  readonly now: Date;
  readonly incidents?: readonly Incident[];
}

/**
 * Every single fault and every incident on a graph.
 * @throws RangeError when the stack overrides an assumption wrongly.
 */
export function survivalOf(graph: Graph, { now, incidents = [] }: SurvivalOptions): Survival {
  return survivalOn(surveyOf(graph, now), incidents);
}

interface Kept {
  readonly at: number;
  readonly asked: Objectives | undefined;
  readonly survey: Survey;
}

const surveys = new WeakMap<Graph, Kept>();

/**
 * The survey of a graph at a moment; the last one of each graph is kept, as a rule and a report ask the same.
 * @param asked what is asked of a stack that says nothing of that itself
 * @throws RangeError when the stack overrides an assumption wrongly.
 */
export function surveyOf(graph: Graph, now: Date, asked?: Objectives): Survey {
  const known = surveys.get(graph);
  if (known?.at === now.getTime() && known.asked === asked) return known.survey;
  const platforms = platformsOf(graph, now, asked);
  const unread = { untold: untoldOf(graph), doubts: doubtsAbout(graph) };
  const survey = new Survey(platforms.platform, unread, platforms);
  surveys.set(graph, { at: now.getTime(), asked, survey });
  return survey;
}

const calmScenario: Scenario = { id: "calm", kind: "calm", title: "Nothing fails", faults: [] };

/** What can be said before anything fails, without playing any fault. */
export function calmOf(survey: Survey): SurvivalAnswer {
  const { platform, unread } = survey;
  const calm = survey.verdicts(calmScenario);
  const misses = platform.objectives ? missesCalm(calm, platform.assumptions.demandShare) : [];
  return answerOf({ platform, calm, misses, ...unread });
}

/** Every single fault and every incident, and what the objectives make of them, at each demand that they name. */
export function survivalOn(survey: Survey, incidents: readonly Incident[] = []): Survival {
  const { platform, unread } = survey;
  const scenarios = [
    ...survey.singles(),
    ...incidents.flatMap((incident) => incidentResults(survey, incident)),
  ];
  // Outages of the past are held to nothing: no objective names them.
  const asked = singleFaults(platform).map(scenarioOf);
  const calm = survey.verdicts(calmScenario);
  const { objectives } = platform;
  const own = platform.assumptions.demandShare;
  const misses = !objectives
    ? []
    : demandsOf(objectives, own).flatMap((demand) => {
        const at = survey.atDemand(demand);
        return [
          ...missesCalm(at.verdicts(calmScenario), demand),
          ...asked
            .filter(({ kind }) => objectives.survive.includes(kind))
            .flatMap((scenario) => missesOf(objectives, scenario, at.verdicts(scenario), demand)),
        ];
      });
  const sites = platform.sites.map(({ id, drained, forwarding, provider, metro }) => {
    const peers = Object.values(forwarding?.byCapability ?? {}).flatMap((one) => one.peers);
    return { id, drained, place: { provider, metro }, peers: [...new Set(peers.map(({ site }) => site))] };
  });
  const answer = answerOf({ platform, calm, misses: worstOf(misses), ...unread });
  return {
    ...answer,
    calm,
    sites,
    scenarios,
    ...(objectives ? { objectives } : {}),
    demand: own,
    yearly: yearlyOn(survey),
  };
}

/** What a year is expected to cost, at the demands that the objectives name. */
export function yearlyOn(survey: Survey): Yearly {
  const { platform, unread } = survey;
  const demands = platform.objectives?.demand ?? [platform.assumptions.demandShare];
  const played = demands.map((demand) => {
    const at = survey.atDemand(demand);
    return {
      demand,
      calm: at.verdicts(calmScenario),
      verdicts: (scenario: Scenario) => at.verdicts(scenario),
    };
  });
  return yearlyOf(platform, played, unread.untold);
}

/** As it was and, where that differs, as it would hurt this platform most. */
export function incidentResults(survey: Survey, incident: Incident): ScenarioResult[] {
  const moved = survey.transposed(incident);
  return [survey.incident(incident), ...(moved ? [moved] : [])];
}

/** Of several demands the one at which an objective is missed most. */
function worstOf(misses: readonly Miss[]): Miss[] {
  const worst = new Map<string, Miss>();
  for (const miss of misses) {
    const key = `${miss.scenario} ${miss.capability} ${miss.objective}`;
    const known = worst.get(key);
    if (!known || isWorse(miss, known)) worst.set(key, miss);
  }
  return [...worst.values()];
}
