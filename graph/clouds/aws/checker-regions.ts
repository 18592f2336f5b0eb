/** The regions that Route 53's health checkers stand in, and which of them are near whom. */
import { type Area, areaOf } from "../../areas";
import type { CheckerPlace } from "../authority";
import { awsRegions } from "./regions";

/** AWS's documentation. */
export const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
] as const;

export type CheckerRegion = (typeof checkerRegions)[number];

/**
 * The fewest that Route 53 takes, the users' own first: a checker abroad judges the way across an ocean, and as a
 * check is green while more than 18 % of the checkers say so, one that still gets through keeps a site in DNS that no
 * user reaches.
 *
 * Where there is but one, in Europe and in South America, the other two are the nearest that come by ways of their own,
 * so that no single cut leaves the near one alone. There a site that is dead is left out as soon as anywhere; when an
 * ocean is cut the check stays green; and a failure that only users nearby see stays unseen, as two of three call the
 * site well: AWS has nothing better to offer.
 */
const nearest: Readonly<Record<Area, readonly [CheckerRegion, CheckerRegion, CheckerRegion]>> = {
  "North America": ["us-east-1", "us-west-1", "us-west-2"],
  "South America": ["sa-east-1", "us-east-1", "eu-west-1"],
  "Europe, the Middle East or Africa": ["eu-west-1", "us-east-1", "ap-southeast-1"],
  "Asia or the Pacific": ["ap-southeast-1", "ap-southeast-2", "ap-northeast-1"],
};

/**
 * Where to check from for users of a jurisdiction.
 * @throws RangeError for a country of which no area is known
 */
export function checkersNear(jurisdiction: string): readonly CheckerRegion[] {
  const area = areaOf(jurisdiction);
  if (area === undefined) {
    throw new RangeError(
      `no health checkers are known near ${JSON.stringify(jurisdiction)}: its area is added in graph/areas.ts`,
    );
  }
  return nearest[area];
}

export function checkerPlace(name: string): CheckerPlace | undefined {
  const region = awsRegions.find((each) => each.name === name);
  return region && { country: region.country, metro: region.metro, operator: "aws", region: name };
}
