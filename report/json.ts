/** `preview.json`, version 2: the fields that others may rely on. Resources and keys are sorted. */
import { coverageOf } from "../graph/coverage";
import type { Graph, GraphResource } from "../graph/resource";
import { readStackSettings } from "../graph/stack-settings";
import { isProviderNote } from "../graph/values";
import type { Verdict, Violation } from "../policies/pack/judge";
import type { Miss } from "../resilience/verdict/objectives";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import type { Changes } from "./changes-model";
import type { PreviewReport, SurvivalChanges } from "./model";
import { byUrn, jsonText, sortedKeys } from "./stable";

export const previewVersion = 2;

export function renderJson(report: PreviewReport): string {
  return jsonText({
    version: previewVersion,
    stack: report.stack,
    ...(report.judgedAt ? { judgedAt: report.judgedAt.toISOString() } : {}),
    ...settingsOf(report.graph),
    coverage: coverageOf(report.graph),
    resources: byUrn(report.graph.resources).map(resourceOf),
    ...(report.changes ? { changes: changesOf(report.changes, report.survivalChanges) } : {}),
    ...(report.policy ? { policy: policyOf(report.policy) } : {}),
    ...(report.survival ? { survival: survivalOf(report.survival) } : {}),
  });
}

/** What the stack is held to, so that a later preview can say what was loosened. Nothing of it is secret. */
function settingsOf(graph: Graph): object {
  const found = readStackSettings(graph);
  return found.kind === "settings" ? { settings: found.settings } : {};
}

function resourceOf(resource: GraphResource): object {
  const { urn, type, name, parent, provider, placement, protect, inputs, source } = resource;
  return {
    urn,
    type,
    name,
    ...(parent ? { parent } : {}),
    ...(provider ? { provider } : {}),
    ...(placement ? { placement } : {}),
    ...(protect ? { protect } : {}),
    inputs: withoutNotes(sortedKeys(inputs)),
    ...(source ? { source } : {}),
  };
}

function withoutNotes(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(withoutNotes);
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !isProviderNote(key))
        .map(([key, item]) => [key, withoutNotes(item)]),
    );
  }
  return value;
}

/** The section `policy`. */
export function policyOf({ verdict, doubts, violations, unknown, answers, exempted }: Verdict): object {
  const withSource = ({ source }: Violation) => (source ? { source } : {});
  return {
    verdict,
    ...(doubts.length > 0 ? { because: doubts } : {}),
    violations: violations.map((violation) => ({
      rule: violation.rule,
      level: violation.level,
      urn: violation.urn,
      key: violation.key,
      message: violation.message,
      ...withSource(violation),
    })),
    unknown: unknown.map((violation) => ({
      rule: violation.rule,
      level: violation.level,
      urn: violation.urn,
      because: violation.summary,
      ...withSource(violation),
    })),
    rules: answers,
    exempted,
  };
}

/** The section `survival`, without the curves, which the page has: what others may rely on. */
export function survivalOf(survival: Survival): object {
  const { verdict, because, misses, untold, calm, scenarios, yearly } = survival;
  return {
    verdict,
    because,
    misses: misses.map(missJson),
    untold: untold.map(missJson),
    calm: Object.fromEntries(
      Object.entries(calm).map(([name, { state, served }]) => [name, { state, served }]),
    ),
    scenarios: scenarios.map(scenarioJson),
    yearly: yearly.kinds,
  };
}

const missJson = ({ scenario, capability, objective, found, wanted, demand, text }: Miss): object => ({
  scenario,
  capability,
  objective,
  value: found,
  allowed: wanted,
  demand,
  text,
});

/** One scenario of the section, without its curves. */
export function scenarioJson({ verdicts, silences: _, ...scenario }: ScenarioResult): object {
  return {
    ...scenario,
    verdicts: Object.fromEntries(
      Object.entries(verdicts).map(([capability, verdict]) => [capability, withoutCurves(verdict)]),
    ),
  };
}

/** What is drawn over time: many numbers, which only the page needs. */
const curves: ReadonlySet<string> = new Set(["timeline", "lastingAt", "flows"]);

const withoutCurves = (verdict: object): object =>
  Object.fromEntries(Object.entries(verdict).filter(([key]) => !curves.has(key)));

function changesOf(changes: Changes, verdicts: SurvivalChanges | undefined): object {
  return {
    headline: changes.headline,
    ...(changes.loosened ? { loosened: changes.loosened } : {}),
    data: changes.data.map(({ urn }) => urn),
    create: changes.create,
    update: changes.update,
    replace: changes.replace,
    delete: changes.delete,
    refused: changes.refused,
    warnings: changes.warnings.map(({ urn, because }) => ({ urn, because })),
    ...(verdicts ? { verdicts: { worse: verdicts.worse.all, better: verdicts.better.all } } : {}),
    ...(changes.notes ? { notes: changes.notes } : {}),
  };
}
