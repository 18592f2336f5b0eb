/** What a stack costs a month by the list, and what its redundancy costs against the minutes that it saves. Pure. */
import { costs } from "../graph/clouds/costs";
import { providerNames } from "../graph/clouds/facts";
import { monthly, type Price } from "../graph/clouds/price";
import type { Graph } from "../graph/resource";
import { sitesOf } from "../graph/sites";
import { stackSettings } from "../graph/stack-settings";
import { storesOf } from "../graph/views/stores";
import type { Yearly } from "../resilience/yearly/yearly";
import { minutesText, yearlyTitle } from "./yearly-words";

/** What a month brings, as nothing in a graph says it. */
export interface Traffic {
  /** GB that users upload in a month. */
  readonly writtenGb: number;
  /** GB of media that are kept, once. */
  readonly keptGb: number;
}

export interface CostLine {
  readonly item: string;
  readonly count: number;
  /** US dollars a month. */
  readonly usd: number;
}

export interface Cost {
  readonly total: number;
  /** The dearest first. */
  readonly lines: readonly CostLine[];
}

export function costOf(graph: Graph, { writtenGb, keptGb }: Traffic): Cost {
  const standing = providerNames.flatMap((name) => costs[name].standing(graph));
  const sites = sitesOf(graph);
  const shares = stackSettings(graph)?.shares ?? {};
  const providers = new Set(sites.map(({ provider }) => provider));
  const moved = providerNames.flatMap((name) => {
    const { leaving, kept } = costs[name].traffic;
    const arriving = sites
      .filter(({ provider }) => provider === name)
      .reduce((sum, { id }) => sum + (shares[id] ?? 0) / 100, 0);
    const stores = storesOf(graph).filter(({ provider }) => provider === name).length;
    return [
      // What is uploaded at a site of this cloud goes to a store of another one too.
      { price: leaving, count: providers.size > 1 ? writtenGb * arriving : 0 },
      { price: kept, count: keptGb * stores },
    ];
  });
  const sums = new Map<Price, number>();
  for (const { price, count } of [...standing, ...moved]) sums.set(price, (sums.get(price) ?? 0) + count);
  const lines = [...sums]
    .filter(([, count]) => count > 0)
    .map(([price, count]) => ({ item: price.item, count, usd: monthly({ price, count }) }))
    .sort((a, b) => b.usd - a.usd);
  return { total: lines.reduce((sum, { usd }) => sum + usd, 0), lines };
}

/** Prices of which nobody has looked for more than a year whether they still hold, or at all. */
export function oldPrices(now: Date): Price[] {
  const year = 366 * 86_400_000;
  return providerNames
    .flatMap((name) => [...costs[name].prices, ...Object.values(costs[name].traffic)])
    .filter(({ read }) => !(now.getTime() - Date.parse(read) <= year));
}

export interface Compared {
  readonly cost: Cost;
  readonly yearly: Yearly;
}

export const usd = (dollars: number): string => `$${Math.round(dollars).toLocaleString("en-US")}`;

/** One stack's cost, item by item. */
export function costLines({ total, lines }: Cost): string[] {
  return [
    `${usd(total)} a month by the list, for what stands all the time`,
    ...lines.map(
      ({ item, count, usd: dollars }) =>
        `  ${usd(dollars).padStart(8)}  ${Math.round(count * 10) / 10} × ${item}`,
    ),
  ];
}

/**
 * A stack beside all of it at one site: what it costs more, and what each kind of fault costs less. The same money
 * survives all kinds, so that each is told against all of it.
 */
export function comparedLines(here: Compared, name: string, alone: Compared): string[] {
  const more = here.cost.total - alone.cost.total;
  const worst = (row: Readonly<Record<string, { readonly minutes: number | null }>> | undefined): number =>
    Math.max(0, ...Object.values(row ?? {}).map(({ minutes }) => minutes ?? 0));
  const rows = [...new Set([...Object.keys(alone.yearly.kinds), ...Object.keys(here.yearly.kinds)])]
    .map((kind) => {
      const [one, two] = [worst(alone.yearly.kinds[kind]), worst(here.yearly.kinds[kind])];
      return { kind, one, two, saved: one - two };
    })
    .filter(({ one, two }) => one >= 0.1 || two >= 0.1)
    .sort((a, b) => b.saved - a.saved);
  return [
    `all of it at ${name}, the cheapest site: ${usd(alone.cost.total)} a month; redundancy costs ${usd(more)} a month more`,
    "",
    "minutes a year, by what fails, of whichever capability loses most to it:",
    `  ${"".padEnd(34)}${"one site".padStart(10)}${"here".padStart(10)}${"saved".padStart(10)}${"$ a minute".padStart(13)}`,
    ...rows.map(
      ({ kind, one, two, saved }) =>
        `  ${yearlyTitle(kind).padEnd(34)}${[one, two, saved].map((each) => minutesText(each).padStart(10)).join("")}${(saved >= 0.1 ? usd((12 * more) / saved) : "-").padStart(13)}`,
    ),
    "$ a minute: a year of what redundancy costs more, were it paid for that kind alone. Kinds whose rate isn't known save nothing here.",
  ];
}

/** What isn't in the figures. */
export const leftOut = (): string =>
  `Not priced: ${[...new Set(providerNames.flatMap((name) => costs[name].left))].join("; ")}. List prices without discounts, in regions of the United States.`;
