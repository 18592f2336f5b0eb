import { type Area, areaOf } from "../../graph/areas";
import { type AssumptionValue, toldValue } from "../../graph/clouds/assumed";
import type { AuthorityTraits } from "../../graph/clouds/authority";
import { facts, providerNames } from "../../graph/clouds/facts";
import { siteIdOf } from "../../graph/site-id";
import type { CheckView } from "../../graph/views/checks";
import { checksOfName } from "../answers/probing-checks";
import { publicNames } from "../answers/public-names";
import type { PackSettings } from "../pack/settings";
import { unique } from "../pack/unique";
import type { Finding, Rule } from "../rule";

/** Places near the users from which a check should choose all of its own, where its authority has that many. */
const ENOUGH = 3;

export const checkersNearUsers: Rule = {
  id: "checkers-near-users",
  title: "Health checks look from where the users are",
  level: "mandatory",
  severity: "high",
  about: ["names"],
  why: "Checkers abroad judge the way across an ocean: a fault there turns every address red at once, and what only users nearby can't reach stays green.",
  mend: "Check from places in the users' own part of the world, and from three or more of them where the authority has them.",
  counterparts: [],
  check: (graph, settings) =>
    unique(
      publicNames(graph).flatMap((name) =>
        checksOfName(graph, name).flatMap((check) => farAway(check, settings)),
      ),
    ),
};

function farAway(check: CheckView, settings: PackSettings): Finding[] {
  const users = usersOf(check, settings);
  const traits = facts[check.authority].authority;
  const { called, places, allUnlessNamed } = traits.checkers;
  // One that names no place where who chooses isn't told is found by deep-health-check.
  const named = check.vantageNames.length > 0 ? check.vantageNames : allUnlessNamed ? (places ?? []) : [];
  if (users.size === 0 || named.length === 0) return [];
  const isNear = (place: string): boolean | undefined => {
    const area = areaOfPlace(traits, place);
    return area && users.has(area);
  };
  const at = (found: string, wanted: string, level?: "advisory", unsure = false): Finding[] => [
    { urn: check.resource.urn, found, wanted, unsure, ...(level ? { level } : {}) },
  ];
  const where = [...users].join(", or ");
  const offered = (places ?? []).filter(isNear);
  const unknown = named.filter((place) => isNear(place) === undefined);
  const near = named.filter(isNear);
  if (near.length === 0) {
    if (unknown.length > 0) {
      return at(
        `looks from ${named.join(", ")}, and where ${unknown.join(", ")} ${unknown.length === 1 ? "stands" : "stand"} can't be told`,
        `${called} that are known to stand in ${where}`,
        "advisory",
        true,
      );
    }
    // Where there is none, nothing better can be asked for.
    if (places !== undefined && offered.length === 0) return [];
    const such = offered.length > 0 ? `, such as ${offered.join(", ")}` : "";
    return at(`looks from ${named.join(", ")}, none of them in ${where}`, `${called} there${such}`);
  }
  const far = named.filter((place) => isNear(place) === false);
  const enough = places === undefined ? named.length : offered.length;
  if (enough < ENOUGH || !keepsGreen(far.length / named.length, traits, settings.stack?.assumptions))
    return [];
  return at(
    `looks from ${far.join(", ")} too, outside ${where}, which keep it green when users there are cut off`,
    `${called} there alone`,
    "advisory",
  );
}

/** Whether a check stays green where only this share of its checkers calls what it asks well. */
function keepsGreen(
  share: number,
  { checks: { agreement } }: AuthorityTraits,
  overrides: Readonly<Record<string, AssumptionValue>> | undefined,
): boolean {
  return "healthyAbove" in agreement
    ? share > toldValue(agreement.healthyAbove, overrides)
    : 1 - share < toldValue(agreement.unhealthyFrom, overrides);
}

const areaOfPlace = ({ checkers }: AuthorityTraits, place: string): Area | undefined => {
  const country = checkers.placeOf?.(place)?.country;
  return country === undefined ? undefined : areaOf(country);
};

/** Where the users are: within the jurisdiction, else taken to be where the addresses that are asked stand. */
function usersOf({ targets }: CheckView, { jurisdiction }: PackSettings): ReadonlySet<Area> {
  const countries =
    jurisdiction === undefined ? targets.flatMap(({ site }) => countriesOf(site)) : [jurisdiction];
  return new Set(countries.flatMap((country) => areaOf(country) ?? []));
}

const countriesOf = (site: string | undefined): string[] =>
  providerNames.flatMap((provider) =>
    facts[provider].regions
      .filter((region) => siteIdOf({ provider, region: region.name }) === site)
      .map(({ country }) => country),
  );
