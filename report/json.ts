/** `preview.json`, version 1: the fields that others may rely on. Resources and keys are sorted. */
import type { GraphResource } from "../graph/resource";
import { isProviderNote } from "../graph/values";
import type { Verdict } from "../policies/pack/judge";
import type { ScenarioResult, Survival } from "../resilience/verdict/survival";
import type { Changes } from "./changes-model";
import type { PreviewReport, SurvivalChanges } from "./model";
import { byUrn, jsonText, sortedKeys } from "./stable";

export const previewVersion = 1;

export function renderJson(report: PreviewReport): string {
  return jsonText({
    version: previewVersion,
    stack: report.stack,
    resources: byUrn(report.graph.resources).map(resourceOf),
    ...(report.changes ? { changes: changesOf(report.changes, report.survivalChanges) } : {}),
    ...(report.policy ? { policy: policyOf(report.policy) } : {}),
    ...(report.survival ? { survival: survivalOf(report.survival) } : {}),
  });
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
export function policyOf({ violations, exempted }: Verdict): object {
  return {
    violations: violations.map(({ rule, level, urn, message, source }) => ({
      rule,
      level,
      urn,
      message,
      ...(source ? { source } : {}),
    })),
    exempted,
  };
}

/** The section `survival`, without the curves, which the page has: what others may rely on. */
export function survivalOf({ objectivesMet, misses, scenarios }: Survival): object {
  return {
    objectivesMet,
    misses,
    scenarios: scenarios.map(scenarioJson),
  };
}

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
