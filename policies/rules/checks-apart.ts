import { toldValue } from "../../graph/clouds/assumed";
import { facts } from "../../graph/clouds/facts";
import type { Graph, GraphResource } from "../../graph/resource";
import { siteIdOf, sitesOf } from "../../graph/sites";
import { namesOf } from "../../graph/views/names";
import { authorityTitle } from "../answers/public-names";
import type { PackSettings } from "../pack/settings";
import type { Finding, Rule } from "../rule";

/** What an authority's checks find may be heeded only while the region that they are kept in is up. */
export const checksApart: Rule = {
  id: "checks-apart",
  title: "Health checks are kept where no site stands",
  level: "mandatory",
  severity: "high",
  about: ["cloud"],
  why: "Checks whose results are read in one region are blind while that region is down, which is when they are to lead users away from the site in it.",
  mend: "Keep the checks in a region without a site: set twincloud:oci.monitorRegion, and on a running stack replace the monitors as docs/runbook.md says.",
  counterparts: [],
  check(graph, settings) {
    const sites = new Set(sitesOf(graph).map(({ id }) => id));
    // Told once for each region: all checks of an authority are moved together.
    const found = new Map<string, Finding>();
    for (const { check, title } of boundChecks(graph, settings)) {
      const region = check.placement && siteIdOf(check.placement);
      if (region === undefined || !sites.has(region) || found.has(region)) continue;
      found.set(region, {
        urn: check.urn,
        found: `is kept in ${check.placement?.region}, where ${region} stands, and ${title} heeds it only while that region is up`,
        wanted: "checks kept in a region without a site",
        key: region,
      });
    }
    return [...found.values()];
  },
};

/** The checks behind answers, of authorities that need the region that a check is kept in. */
function* boundChecks(
  graph: Graph,
  { stack }: PackSettings,
): Generator<{ readonly check: GraphResource; readonly title: string }> {
  for (const { authorities } of namesOf(graph)) {
    for (const { provider, answers } of authorities) {
      if (!toldValue(facts[provider].authority.checks.needTheirRegion, stack?.assumptions)) continue;
      for (const { check } of answers)
        if (check) yield { check: check.resource, title: authorityTitle(provider) };
    }
  }
}
