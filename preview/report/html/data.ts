/** What the page shows, as plain data: read from the report once, for the HTML and for the script in it. */
import { sitesOf } from "../../../graph/sites";
import { namesOf } from "../../../graph/views/names";
import { numberAt } from "../../../graph/views/read";
import type { CapabilityVerdict, PreviewReport, SurvivalScenario } from "../model";

export interface PageSite {
  readonly id: string;
  readonly provider: string;
  readonly metro: string;
  /** Percent of the traffic while nothing fails. */
  readonly share: number;
}

export interface PageVerdict extends Omit<CapabilityVerdict, "evidence"> {}

export interface PageScenario {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Sites and authorities that the faults take away or hurt. */
  readonly sites: readonly string[];
  readonly authorities: readonly string[];
  readonly verdicts: Readonly<Record<string, PageVerdict>>;
}

export interface PageData {
  readonly stack: string;
  readonly sites: readonly PageSite[];
  /** Providers whose DNS answers for the names, by how users know them. */
  readonly authorities: readonly { readonly id: string; readonly name: string }[];
  readonly capabilities: readonly string[];
  readonly scenarios: readonly PageScenario[];
}

const authorityNames: Readonly<Record<string, string>> = { aws: "Route 53", oci: "OCI DNS" };

export function pageData(report: PreviewReport): PageData {
  const { graph, survival } = report;
  const authorities = [
    ...new Set(namesOf(graph).flatMap(({ authorities }) => authorities.map((a) => a.provider))),
  ];
  return {
    stack: report.stack,
    sites: sitesOf(graph).map(({ id, provider, metro }) => ({
      id,
      provider,
      metro,
      share: numberAt(graph.stackOutputs, "twincloud", "shares", id) ?? 0,
    })),
    authorities: authorities.sort().map((id) => ({ id, name: authorityNames[id] ?? id })),
    capabilities: [...new Set(survival?.scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)) ?? [])],
    scenarios: survival?.scenarios.map(scenarioOf) ?? [],
  };
}

function scenarioOf({ id, kind, title, affected, verdicts }: SurvivalScenario): PageScenario {
  return {
    id,
    kind,
    title,
    sites: affected?.sites ?? [],
    authorities: affected?.authorities ?? [],
    verdicts: Object.fromEntries(
      Object.entries(verdicts).map(([capability, { evidence: _, ...verdict }]) => [capability, verdict]),
    ),
  };
}
