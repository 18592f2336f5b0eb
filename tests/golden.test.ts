/**
 * The smallest frozen stack whole; of the large one what the small one lacks; and the sites of one provider held
 * against each other, so that what each of them repeats needn't be agreed on again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { differences, type Golden, goldenOf, goldenText } from "./support/golden";
import { stackGraph } from "./support/graphs";
import { rolesOf, siteIds, siteShape } from "./support/site-shape";

const update = process.env.UPDATE_GOLDEN === "1";
/** More would hide the message above them. */
const LINES_SHOWN = 60;

function shown(lines: readonly string[]): string {
  const left = lines.length - LINES_SHOWN;
  return [...lines.slice(0, LINES_SHOWN), ...(left > 0 ? [`… and ${left} lines more`] : [])].join("\n");
}

/** What of prod has no counterpart in staging: shared by its sites, or there only because they are several. */
function lacking(): Golden {
  const [staging, prod] = [stackGraph("staging"), stackGraph("prod")];
  const known = new Set(rolesOf(goldenOf(staging), siteIds(staging)).values());
  const golden = goldenOf(prod);
  const roles = rolesOf(golden, siteIds(prod));
  return Object.fromEntries(Object.entries(golden).filter(([urn]) => !known.has(roles.get(urn) ?? "")));
}

const agreed: Readonly<Record<string, () => Golden>> = {
  staging: () => goldenOf(stackGraph("staging")),
  "prod-beside-staging": lacking,
};

describe("the graph of", () => {
  it.each(Object.entries(agreed))(
    "%s is the one that was last agreed on (UPDATE_GOLDEN=1 agrees on today's)",
    (name, graph) => {
      const file = path.resolve(__dirname, `expected/${name}.json`);
      const found = graph();
      if (update) writeFileSync(file, goldenText(found));
      expect(shown(differences(JSON.parse(readFileSync(file, "utf8")), found))).toBe("");
    },
  );
});

describe("the sites of one provider", () => {
  const prod = stackGraph("prod");
  const sites = siteIds(prod);
  const pairs = sites.flatMap((site, i) =>
    sites
      .slice(i + 1)
      .filter((other) => other.split("-")[0] === site.split("-")[0])
      .map((other): [string, string] => [site, other]),
  );

  it("stand in pairs in prod", () => {
    expect(pairs).toHaveLength(2);
  });

  it.each(pairs)("%s and %s are the same but for names, figures and ids", (one, other) => {
    const shape = siteShape(prod, one);
    expect(Object.keys(shape).length).toBeGreaterThan(200);
    expect(shown(differences(shape, siteShape(prod, other)))).toBe("");
  });
});
