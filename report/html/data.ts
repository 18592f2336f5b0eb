/** What the page shows, as plain data: read from the report once, for the HTML and for the script in it. */
import { authorityTitle, providerTitle } from "../../graph/clouds/titles";
import type { Graph } from "../../graph/resource";
import { sitesOf } from "../../graph/sites";
import { stackSettings } from "../../graph/stack-settings";
import { namesOf } from "../../graph/views/names";
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";
import type { Verdict, Verdicts } from "../../resilience/verdict/verdicts";
import { aloneText, scenarioText } from "../headline";
import { kindTitle } from "../kind-titles";
import type { PreviewReport } from "../model";
import { Curves, type SiteCurves } from "./curves";
import { type Mark, marksOf } from "./marks";
import { hardestSurvived, missesBy } from "./opening";

export interface PageSite {
  readonly id: string;
  /** How people call its provider. */
  readonly provider: string;
  readonly metro: string;
  /** Percent of the traffic that arrives while nothing fails; by the settings where nothing else is known. */
  readonly share?: number;
  readonly drained: boolean;
}

/** What the page shows of a verdict as it is. */
const shown = [
  "state",
  "rtoSeconds",
  "served",
  "rpoSeconds",
  "capacity",
  "stalenessSeconds",
  "because",
  "lastingAt",
] as const satisfies readonly (keyof Verdict)[];

export type PageVerdict = Pick<Verdict, (typeof shown)[number]> & {
  /** Until when it is played, seconds. */
  readonly end: number;
  /** Of the resources behind it, `file:line` and name, as places in the page's evidence. */
  readonly evidence: readonly number[];
  /** By site, in the order of the page's; what is served at all of them is what users have. */
  readonly flows: readonly SiteCurves[];
};

type PageVerdicts = Readonly<Record<string, PageVerdict>>;

export interface PageScenario {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  /** Authorities that are silent from a second on, until another, or for good. */
  readonly silences: readonly (readonly [authority: string, from: number, to: number | null])[];
  /** An outage of the past where nothing of this stack stood. */
  readonly touchesNothing: boolean;
  /** Whether the objectives name its kind. */
  readonly covered: boolean;
  /** What of the map it hits, and when. */
  readonly marks: readonly Mark[];
  /** What users go through, as a half sentence. */
  readonly course: string;
  /** Whose requests that sentence counts. */
  readonly who?: string;
  /** What the same would do to a platform of one site. */
  readonly alone?: string;
  /** Seconds until service must be back; absent where no objective covers it. */
  readonly allowed?: number;
  /** By capability, what is missed; absent where nothing is. */
  readonly misses?: Readonly<Record<string, readonly string[]>>;
  /** Capabilities of which it can't be told whether they miss. */
  readonly untold?: readonly string[];
  readonly verdicts: PageVerdicts;
}

export interface PageData {
  readonly stack: string;
  readonly sites: readonly PageSite[];
  /** Providers whose DNS answers for the names, by how users know them. */
  readonly authorities: readonly { readonly id: string; readonly name: string }[];
  readonly capabilities: readonly string[];
  /** While nothing fails; empty where nothing is said of survival. */
  readonly calm: PageVerdicts;
  readonly scenarios: readonly PageScenario[];
  /** The scenario that the page opens on; empty where nothing is to be shown. */
  readonly open: string;
  /** Pairs of sites whose edges hand requests on to each other. */
  readonly peers: readonly (readonly [from: string, to: string])[];
  readonly evidence: readonly string[];
  /** Seconds that faults may take which an objective covers; absent where none does. */
  readonly allowed?: number;
  /** What people call the kinds of the scenarios. */
  readonly kinds: Readonly<Record<string, string>>;
  /** What flows name: shares of all requests over time, as seconds and share by turns. */
  readonly curves: readonly (readonly number[])[];
}

export function pageData(report: PreviewReport): PageData {
  const { graph, survival } = report;
  const authorities = new Set(
    namesOf(graph).flatMap(({ authorities }) => authorities.map(({ provider }) => provider)),
  );
  const shares = stackSettings(graph)?.shares ?? {};
  const drained = new Set(survival?.sites.filter((site) => site.drained).map(({ id }) => id));
  const inGraph = placesOf(graph, survival);
  const order = inGraph.map(({ id }) => placeOf(survival, id));
  const sites = inGraph.map(({ id, provider, metro }, index): PageSite => {
    const share = arrivingAtRest(survival, order[index] ?? -1) ?? shares[id];
    return {
      id,
      provider: providerTitle(provider),
      metro,
      ...(share === undefined ? {} : { share }),
      drained: drained.has(id),
    };
  });
  const curves = new Curves();
  const evidence = new Evidence(graph);
  const verdictsOf = (verdicts: Verdicts): PageVerdicts =>
    Object.fromEntries(
      Object.entries(verdicts).map(([name, verdict]) => [
        name,
        pageVerdict(verdict, order, curves, evidence),
      ]),
    );
  const places = { sites: inGraph, authorities: [...authorities] };
  return {
    stack: report.stack,
    sites,
    authorities: [...authorities].sort().map((id) => ({ id, name: authorityTitle(id) })),
    capabilities: Object.keys(survival?.calm ?? {}),
    calm: verdictsOf(survival?.calm ?? {}),
    scenarios:
      survival?.scenarios.map((scenario) => ({
        ...scenarioOf(scenario, verdictsOf),
        marks: marksOf(scenario.faults, places),
        ...scenarioText(survival, scenario),
        ...aloneOf(scenario),
        ...missesBy(survival, scenario.id),
      })) ?? [],
    open: survival ? hardestSurvived(survival) : "",
    peers: survival?.sites.flatMap(({ id, peers = [] }) => peers.map((peer) => [id, peer] as const)) ?? [],
    evidence: evidence.all,
    ...(survival?.objectives ? { allowed: survival.objectives.maxRtoSeconds } : {}),
    kinds: Object.fromEntries(survival?.scenarios.map(({ kind }) => [kind, kindTitle(kind)]) ?? []),
    curves: curves.all,
  };
}

interface SitePlace {
  readonly id: string;
  readonly provider: string;
  readonly metro: string;
}

/** Sites by their clusters; in a program without any, wherever something serves. */
function placesOf(graph: Graph, survival: Survival | undefined): readonly SitePlace[] {
  const clusters = sitesOf(graph);
  if (clusters.length > 0) return clusters;
  return survival?.sites.flatMap(({ id, place }) => (place ? [{ id, ...place }] : [])) ?? [];
}

function aloneOf(scenario: ScenarioResult): { readonly alone?: string } {
  const [alone] = aloneText(scenario);
  return alone === undefined ? {} : { alone };
}

const placeOf = (survival: Survival | undefined, site: string): number =>
  survival?.sites.findIndex(({ id }) => id === site) ?? -1;

/** Percent of the first capability's traffic, as the page shows it before anything is chosen. */
function arrivingAtRest(survival: Survival | undefined, place: number): number | undefined {
  const [first] = Object.values(survival?.calm ?? {});
  const share = first?.flows[place]?.arriving.at(-1)?.[1];
  return share === undefined ? undefined : 100 * share;
}

function scenarioOf(
  { id, kind, title, silences, verdicts, covered, touchesNothing = false }: ScenarioResult,
  verdictsOf: (verdicts: Verdicts) => PageVerdicts,
): Omit<PageScenario, "marks" | "course"> {
  return {
    id,
    kind,
    title,
    touchesNothing,
    covered,
    silences: silences.map(({ provider, startSeconds, endSeconds }) => [
      provider,
      startSeconds,
      endSeconds ?? null,
    ]),
    verdicts: verdictsOf(verdicts),
  };
}

/** Where the resources behind verdicts are made, each once. */
class Evidence {
  readonly all: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #sources: ReadonlyMap<string, string>;

  constructor(graph: Graph) {
    this.#sources = new Map(
      graph.resources.map(({ urn, name, source }) => [
        urn,
        source ? `${name} (${source.file}:${source.line})` : name,
      ]),
    );
  }

  place(urn: string): number {
    const text = this.#sources.get(urn) ?? urn;
    const place = this.#places.get(text) ?? this.all.push(text) - 1;
    this.#places.set(text, place);
    return place;
  }
}

/** More of one verdict are left to preview.json. */
const MOST_EVIDENCE = 6;

function pageVerdict(
  verdict: Verdict,
  order: readonly number[],
  curves: Curves,
  evidence: Evidence,
): PageVerdict {
  const own = Object.fromEntries(shown.map((key) => [key, verdict[key]]));
  return {
    ...(own as Pick<Verdict, (typeof shown)[number]>),
    because: [...verdict.because, ...(verdict.tipping ?? []).map(({ text }) => `Objectives ${text}.`)],
    evidence: verdict.evidence.slice(0, MOST_EVIDENCE).map((urn) => evidence.place(urn)),
    end: verdict.timeline.at(-1)?.[0] ?? 0,
    flows: curves.ofSites(order.map((place) => verdict.flows[place])),
  };
}
