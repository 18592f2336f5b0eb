/** Stack files with more sites than anyone has, to see how time grows. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, stringify } from "yaml";
import { regionsOf } from "../../graph/clouds/regions";
import { isWithin } from "../../graph/jurisdiction";
import { fixtureFile } from "../fixtures/stacks";

/** The Union is the jurisdiction with the most regions in the table: 15. */
export const MOST_SITES = regionsIn("eu").length;

function regionsIn(jurisdiction: string) {
  return (["oci", "aws"] as const).flatMap((provider) =>
    regionsOf(provider)
      .filter(({ country }) => isWithin(country, jurisdiction))
      .map((region) => ({ provider, region })),
  );
}

/** Writes prod's stack file with `sites` sites of the Union, half of each provider as far as they go. */
export function writeManySites(folder: string, sites: number): string {
  const stack = parse(readFileSync(fixtureFile("prod"), "utf8"));
  const all = regionsIn("eu");
  const oci = all.filter(({ provider }) => provider === "oci");
  const aws = all.filter(({ provider }) => provider === "aws");
  const half = Math.max(Math.floor(sites / 2), sites - oci.length);
  const chosen = [...aws.slice(0, half), ...oci.slice(0, sites - Math.min(half, aws.length))];
  if (chosen.length !== sites) throw new Error(`there are ${all.length} regions for ${sites} sites`);
  const share = Math.floor(100 / sites);
  stack.config["twincloud:jurisdiction"] = "eu";
  stack.config["twincloud:sites"] = chosen.map(({ provider, region }, i) => ({
    provider,
    region: region.name,
    share: i === 0 ? 100 - share * (sites - 1) : share,
    cidr: `10.${10 + i}.0.0/16`,
  }));
  const ociSettings = stack.config["twincloud:oci"];
  ociSettings.homeRegion = "eu-frankfurt-1";
  ociSettings.monitorRegion = "eu-frankfurt-1";
  ociSettings.nodeImageIds = Object.fromEntries(
    oci.map(({ region }) => [region.name, `ocid1.image.oc1.${region.name}.${"a".repeat(60)}`]),
  );
  const file = path.join(folder, `Pulumi.sites${sites}.yaml`);
  writeFileSync(file, stringify(stack));
  return file;
}
