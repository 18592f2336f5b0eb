import { servedOf } from "../../graph/views/serving";
import type { Rule } from "../rule";
import { countText, fromText, servedText } from "../served-text";
import { stackUrn } from "../stack-urn";

export const minRegions: Rule = {
  id: "min-regions",
  title: "Two regions serve every public capability",
  level: "mandatory",
  severity: "critical",
  why: "A region's control plane, network and power fail as one, and what runs in a single region is down until it is back.",
  mend: "Add a site in another region to twincloud:sites, or serve the name from a second region.",
  counterparts: [],
  check: (graph, { minRegions: wanted }) =>
    servedOf(graph)
      .filter(({ sites }) => sites.length < wanted)
      .map((served) => ({
        urn: stackUrn(graph),
        found: `serves ${servedText(served)} from ${countText(served.sites.length, "region")}${fromText(served.sites, served)}`,
        wanted: `${wanted} or more regions`,
      })),
};
