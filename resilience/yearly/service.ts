/** One figure for all that users see: the mean of the capabilities that have a name of their own. */
import type { Platform } from "../platform/platform";
import type { Spread } from "./spread";
import type { Yearly } from "./yearly";

/** Minutes a year; undefined where no such capability's can be told. What they call is in them. */
export function serviceMinutes({ total }: Yearly, { capabilities }: Platform): Spread | undefined {
  const figures = capabilities.flatMap(({ name, host }) => {
    const { minutes, low, high } = total[name] ?? {};
    const isTold = typeof minutes === "number" && typeof low === "number" && typeof high === "number";
    return host !== undefined && isTold ? [{ value: minutes, low, high }] : [];
  });
  if (figures.length === 0) return undefined;
  const mean = (end: keyof Spread): number =>
    figures.reduce((total, figure) => total + figure[end], 0) / figures.length;
  return { value: mean("value"), low: mean("low"), high: mean("high") };
}
