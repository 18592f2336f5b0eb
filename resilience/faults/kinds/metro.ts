/** An urban area, with the sites of every provider in it. */
import { hardAndPartial, type Kind } from "../kind";
import { distinct, metroName } from "../names";
import { regionsFail } from "../regions";

export const metro: Kind = {
  modes: ["hard", "brownout", "brownout-front", "slow"],
  namedBy: "METRO, such as northern-virginia",
  names: ({ sites }) => distinct(sites.map((site) => metroName(site.metro))),
  spelled: metroName,
  what: (name) => `metro ${name}`,
  objective: "metro",
  generated: hardAndPartial,
  effect: (platform, draft, fault) =>
    regionsFail(platform, draft, fault, (site) => metroName(site.metro) === fault.name),
};
