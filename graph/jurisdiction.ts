/** Where the law lets the data stand: a country, or the European Union as one. */
import { providerNames } from "./clouds/facts";
import { regionsOf } from "./clouds/regions";

const europeanUnion = (
  "at be bg cy cz de dk ee es fi fr gr hr hu ie it lt lu lv mt nl pl pt ro se si sk" as const
).split(" ");

/** Every jurisdiction that has a region: country codes as in the table of regions, and `eu`. */
export const jurisdictions: readonly string[] = [
  "eu",
  ...new Set(providerNames.flatMap((provider) => regionsOf(provider).map(({ country }) => country)).sort()),
];

/** @param country ISO 3166-1 alpha-2, lower case. */
export function isWithin(country: string, jurisdiction: string): boolean {
  return country === jurisdiction || (jurisdiction === "eu" && europeanUnion.includes(country));
}
