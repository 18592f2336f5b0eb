/** Parts of the world between which lie oceans or deserts: who stands in the same one is near. */
const countries = {
  "North America": "ca mx us",
  "South America": "br cl co",
  "Europe, the Middle East or Africa": "ae be bh ch de dk es fi fr gb ie il it ma nl no pl sa se za",
  "Asia or the Pacific": "au hk id in jp kr my nz sg th tw",
} as const;

export type Area = keyof typeof countries;

export const areas = Object.keys(countries) as readonly Area[];

const areaByCountry = new Map(
  areas.flatMap((area) => countries[area].split(" ").map((country) => [country, area] as const)),
);

/**
 * Where a country lies, or the Union as one (`eu`); undefined for one that isn't known.
 * @param country ISO 3166-1 alpha-2, lower case, or a jurisdiction
 */
export function areaOf(country: string): Area | undefined {
  return country === "eu" ? "Europe, the Middle East or Africa" : areaByCountry.get(country);
}
