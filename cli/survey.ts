/** The survival verdicts of this checkout's model and incidents on a graph. */
import type { Graph } from "../graph/resource";
import { InputError } from "../report/input-error";
import type { Incident } from "../resilience/faults/incident";
import { loadIncidents } from "../resilience/faults/load-incidents";
import type { Objectives } from "../resilience/platform/platform";
import type { Survey } from "../resilience/verdict/survey";
import { type Survival, surveyOf, survivalOn } from "../resilience/verdict/survival";
import { withTipping } from "../resilience/verdict/tipping";

/**
 * A graph made ready to be asked what survives.
 * @param asked what is asked of a stack that says nothing of that itself
 * @throws InputError when the stack overrides an assumption wrongly.
 */
export function surveyGraph(graph: Graph, now = new Date(), asked?: Objectives): Survey {
  try {
    return surveyOf(graph, now, asked);
  } catch (error) {
    throw error instanceof RangeError ? new InputError(`twincloud:assumptions: ${error.message}`) : error;
  }
}

let incidents: readonly Incident[] | undefined;

/** The outages of the past that are replayed; read once. */
export function knownIncidents(): readonly Incident[] {
  incidents ??= loadIncidents();
  return incidents;
}

/** Every single fault and every incident; undefined where the graph has no site to ask about. */
export function survivalVerdict(graph: Graph, now = new Date(), asked?: Objectives): Survival | undefined {
  const survey = surveyGraph(graph, now, asked);
  return survey.platform.sites.length === 0 ? undefined : survivalOn(survey, knownIncidents());
}

/** The same, and at which assumptions the verdicts turn: seconds of work, for which a preview doesn't wait. */
export const survivalSurveyed = (survey: Survey): Survival =>
  withTipping(survey, survivalOn(survey, knownIncidents()));
