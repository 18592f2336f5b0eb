/**
 * Availability zones by name and by id. Which letter stands for which id differs between accounts; here a is
 * 1, b is 2 and so on, so that each is answered where only the other is given.
 */
const DIRECTIONS = /northeast|northwest|southeast|southwest|north|south|east|west|central/;
const SHORT: Readonly<Record<string, string>> = {
  north: "n",
  south: "s",
  east: "e",
  west: "w",
  central: "c",
  northeast: "ne",
  northwest: "nw",
  southeast: "se",
  southwest: "sw",
};

/** `us-east-2` is `use2`, `ap-southeast-1` is `apse1`, `us-gov-west-1` is `usgw1`. */
export const regionCode = (region: string): string =>
  region
    .replace("-gov-", "-g-")
    .replace(DIRECTIONS, (direction) => SHORT[direction] ?? direction)
    .replaceAll("-", "");

const FIRST_LETTER = "a".charCodeAt(0);

/** `use2-az1` for `us-east-2a`; the first zone where none is given, as AWS chooses one then. */
export function zoneId(region: string, name = `${region}a`): string {
  return `${regionCode(region)}-az${name.charCodeAt(name.length - 1) - FIRST_LETTER + 1}`;
}

export function zoneName(region: string, id = `${regionCode(region)}-az1`): string {
  const number = Number(id.slice(id.lastIndexOf("az") + 2));
  return region + String.fromCharCode(FIRST_LETTER + number - 1);
}
