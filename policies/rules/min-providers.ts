import { servedOf } from "../../graph/views/serving";
import { countText, fromText, servedText } from "../answers/wording";
import { stackUrn } from "../pack/stack-urn";
import type { Rule } from "../rule";

export const minProviders: Rule = {
  id: "min-providers",
  title: "Two providers serve every public capability",
  level: "mandatory",
  severity: "critical",
  about: ["anything"],
  beside: true,
  why: "A provider can fail as a whole, by its API, its network, its identity service or its bill, and takes every region of it along.",
  mend: "Add a site of another provider to twincloud:sites, or serve the name from a second provider.",
  mendElsewhere: "Serve the name from a second provider.",
  counterparts: [],
  check: (graph, { minProviders: wanted }) =>
    servedOf(graph).flatMap((served) => {
      const providers = [...new Set(served.sites.map(({ provider }) => provider))];
      if (providers.length >= wanted) return [];
      const names = providers.length === 0 ? "" : `, ${providers.join(", ")}`;
      return [
        {
          urn: stackUrn(graph),
          found: `serves ${servedText(served)} from ${countText(providers.length, "provider")}${names}${fromText(served.sites, served)}`,
          wanted: `${wanted} or more providers`,
          unsure: served.untold.length > 0,
        },
      ];
    }),
};
