import { servedOf } from "../../graph/views/serving";
import { fromText, servedText } from "../answers/wording";
import { stackUrn } from "../pack/stack-urn";
import type { Rule } from "../rule";

/** Regions of two providers may stand in one metro, as Ashburn and us-east-1 do, and share its power and fibre. */
export const distinctMetros: Rule = {
  id: "distinct-metros",
  title: "No single metro holds every site of a capability",
  level: "mandatory",
  severity: "critical",
  about: ["cloud"],
  beside: true,
  why: "Regions of different providers in one metro share its grid, its fibre and its weather, so that one storm takes them all.",
  mend: "Move a site to a region of another metro: change its region in twincloud:sites.",
  mendElsewhere: "Move one of its regions to another metro.",
  counterparts: [],
  // What stands in one region is min-regions' matter, and a pack that allows one region allows one metro.
  check: (graph) =>
    servedOf(graph).flatMap((served) => {
      const { sites } = served;
      const metros = new Set(sites.map(({ metro }) => metro));
      if (sites.length < 2 || metros.size > 1) return [];
      return [
        {
          urn: stackUrn(graph),
          found: `serves ${servedText(served)} from one metro, ${[...metros].join()}${fromText(sites, served)}`,
          wanted: "sites that the loss of any one metro leaves standing in another",
          unsure: served.untold.length > 0,
        },
      ];
    }),
};
