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

/** A stack without what survives some kinds of faults. */
export interface Form extends Compared {
  /** `oci-us-ashburn-1`, `AWS`. */
  readonly name: string;
}

export interface Forms {
  /** All of it at the cheapest site. */
  readonly site: Form;
  /** All of it at the sites of the cheapest cloud; absent where that is one site, or where there is but one cloud. */
  readonly cloud?: Form;
}

/** What a kind of fault would take all of, if the stack were of that form. Of other kinds nothing stands for itself alone. */
const formOf: Readonly<Record<string, keyof Forms>> = {
  site: "site",
  metro: "site",
  regions: "site",
  provider: "cloud",
  "provider-blind": "cloud",
};

/**
 * A stack beside smaller forms of it: for each kind of fault what could be dropped a month if it were not to be survived,
 * and the minutes that are saved for that. The same money survives all kinds of a form: it is not to be added up.
 */
export function comparedLines(here: Compared, { site, cloud = site }: Forms): string[] {
  const forms = { site, cloud };
  const more = (form: Form): number => here.cost.total - form.cost.total;
  const kinds = new Set([here, site, cloud].flatMap(({ yearly }) => Object.keys(yearly.kinds)));
  const rows = [...kinds].flatMap((kind) => {
    const form = formIn(forms, kind);
    const [now, without] = [worstOf(here, kind), form && worstOf(form, kind)];
    return Math.max(now, without ?? 0) >= NOTED ? [{ kind, form, now, without }] : [];
  });
  const saved = ({ now, without = now }: (typeof rows)[number]) => without - now;
  const row = (title: string, cells: readonly string[]) =>
    `  ${title.padEnd(32)}${cells.map((cell, place) => cell.padStart(widths[place] ?? 0)).join("")}`;
  return [
    `all of it at ${site.name}, the cheapest site: ${usd(site.cost.total)} a month; redundancy costs ${usd(more(site))} a month more`,
    ...(cloud === site
      ? []
      : [
          `all of it on ${cloud.name}, the cheapest cloud: ${usd(cloud.cost.total)} a month; the other cloud costs ${usd(more(cloud))} a month more`,
        ]),
    "",
    "by kind of fault: what could be dropped if it weren't to be survived, and the minutes a year of whichever capability loses most to it:",
    row("", ["$ a month", "without", "here", "saved", "$ a min"]),
    ...rows
      .sort((a, b) => saved(b) - saved(a) || b.now - a.now)
      .map((one) => {
        const { kind, form, now, without } = one;
        if (!form || without === undefined)
          return row(yearlyTitle(kind), ["can't tell", "?", minutesText(now), "?", "?"]);
        const each = saved(one) >= NOTED ? usd((12 * more(form)) / saved(one)) : "-";
        return row(yearlyTitle(kind), [
          usd(more(form)),
          ...[without, now, saved(one)].map(minutesText),
          each,
        ]);
      }),
    "can't tell: nothing that has a price here stands for that kind alone. The same money survives several kinds: don't add it up. Kinds whose rate isn't known save nothing here.",
  ];
}

const widths = [11, 9, 8, 8, 10];
/** Fewer minutes a year are told as none. */
const NOTED = 0.1;

function formIn(forms: Required<Forms>, kind: string): Form | undefined {
  const name = formOf[kind.split(":")[0] ?? ""];
  return name && forms[name];
}

/** Minutes of the capability that loses most to a kind. */
const worstOf = ({ yearly }: Compared, kind: string): number =>
  Math.max(0, ...Object.values(yearly.kinds[kind] ?? {}).map(({ minutes }) => minutes ?? 0));

/** What isn't in the figures. */
export const leftOut = (): string =>
  `Not priced: ${[...new Set(providerNames.flatMap((name) => costs[name].left))].join("; ")}. List prices without discounts, in regions of the United States.`;
