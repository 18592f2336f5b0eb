/** What things cost by the list: a price, and how many of a thing a graph has. */
import type { Graph } from "../resource";

export interface Price {
  readonly item: string;
  /** US dollars. */
  readonly usd: number;
  readonly per: "hour" | "month";
  /** Where it is told. */
  readonly source: string;
  /** When the source was read last, `YYYY-MM-DD`; `unread` where it is known and wasn't read anew. */
  readonly read: string;
}

export interface Quantity {
  readonly price: Price;
  readonly count: number;
}

export interface CloudCosts {
  readonly prices: readonly Price[];
  /** What stands all the time, whether anybody comes or not. */
  readonly standing: (graph: Graph) => readonly Quantity[];
  /** What isn't priced, in words. */
  readonly left: readonly string[];
  /** US dollars for a GB that leaves the cloud for another one, and for a GB that is kept for a month. */
  readonly traffic: { readonly leaving: Price; readonly kept: Price };
}

/** Hours of a month, as both clouds' calculators count them. */
export const HOURS_A_MONTH = 730;

/** US dollars a month. */
export const monthly = ({ price, count }: Pick<Quantity, "price" | "count">): number =>
  count * price.usd * (price.per === "hour" ? HOURS_A_MONTH : 1);
