/** What the page shows, as plain data: read from the report once, for the HTML and for the script in it. */
import { authorityTitle } from "../../graph/clouds/titles";
import { sitesOf } from "../../graph/sites";
import { namesOf } from "../../graph/views/names";
import { numberAt } from "../../graph/views/read";
import { metroName } from "../../resilience/faults/faults";
import type { ScenarioResult } from "../../resilience/verdict/survival";
import type { Verdict } from "../../resilience/verdict/verdicts";
import type { PreviewReport } from "../model";

export interface PageSite {
  readonly id: string;
  readonly provider: string;
  readonly metro: string;
  /** Percent of the traffic while nothing fails. */
  readonly share: number;
}

export type PageVerdict = Pick<
  Verdict,
  "state" | "rtoSeconds" | "rpoSeconds" | "capacity" | "stalenessSeconds" | "because" | "timeline"
>;

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

export function pageData(report: PreviewReport): PageData {
  const { graph, survival } = report;
  const authorities = [
    ...new Set(namesOf(graph).flatMap(({ authorities }) => authorities.map((a) => a.provider))),
  ];
  const sites = sitesOf(graph).map(({ id, provider, metro }) => ({
    id,
    provider,
    metro,
    share: numberAt(graph.stackOutputs, "twincloud", "shares", id) ?? 0,
  }));
  return {
    stack: report.stack,
    sites,
    authorities: authorities.sort().map((id) => ({ id, name: authorityTitle(id) })),
    capabilities: [...new Set(survival?.scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)) ?? [])],
    scenarios: survival?.scenarios.map((scenario) => scenarioOf(scenario, sites)) ?? [],
  };
}

function scenarioOf(
  { id, kind, title, faults, verdicts }: ScenarioResult,
  sites: readonly PageSite[],
): PageScenario {
  const failing = faults.filter(({ mode }) => mode !== "control-plane-only");
  const takes = (site: PageSite) =>
    failing.some(
      ({ kind, name }) =>
        (kind === "site" && name === site.id) ||
        (kind === "provider" && name === site.provider) ||
        (kind === "metro" && name === metroName(site.metro)),
    );
  const silent = failing.filter(
    ({ kind, mode }) => kind === "dns-authority" || (kind === "provider" && mode === "hard"),
  );
  return {
    id,
    kind,
    title,
    sites: sites.filter(takes).map((site) => site.id),
    authorities: silent.map(({ name }) => name),
    verdicts: Object.fromEntries(
      Object.entries(verdicts).map(([name, verdict]) => [name, pageVerdict(verdict)]),
    ),
  };
}

function pageVerdict(verdict: Verdict): PageVerdict {
  const { state, rtoSeconds, rpoSeconds, capacity, stalenessSeconds, because, timeline } = verdict;
  return {
    state,
    rtoSeconds,
    rpoSeconds,
    capacity,
    stalenessSeconds,
    because,
    timeline: timeline.map(([seconds, share]) => [round(seconds, 1), round(share, 4)] as const),
  };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));
