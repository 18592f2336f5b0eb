import { servedOf } from "../../graph/views/serving";
import { countText, fromText, servedText } from "../answers/wording";
import { stackUrn } from "../pack/stack-urn";
import type { Rule } from "../rule";

export const minRegions: Rule = {
  id: "min-regions",
  title: "Two regions serve every public capability",
  level: "mandatory",
  severity: "critical",
  about: ["anything"],
  beside: true,
  why: "A region's control plane, network and power fail as one, and what runs in a single region is down until it is back.",
  mend: "Add a site in another region to twincloud:sites, or serve the name from a second region.",
  mendElsewhere:
    "Serve it from a second region, or say in redundancy.yaml that one is meant (profile: single-region).",
  counterparts: [],
  check: (graph, { minRegions: wanted, foreign }) =>
    servedOf(graph)
      .filter(({ sites, everywhere }) => sites.length < wanted && !(foreign && everywhere))
      .map((served) => ({
        urn: stackUrn(graph),
        found: `serves ${servedText(served)} from ${countText(served.sites.length, "region")}${fromText(served.sites, served)}`,
        wanted: `${wanted} or more regions`,
        unsure: served.untold.length > 0,
      })),
};
