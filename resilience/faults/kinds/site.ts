/** A region of a provider in which a site stands. */
import { hardAndPartial, type Kind } from "../kind";
import { distinct } from "../names";
import { regionsFail } from "../regions";

export const site: Kind = {
  modes: ["hard", "brownout", "brownout-front", "slow", "control"],
  namedBy: "SITE, such as oci-us-ashburn-1",
  names: ({ sites }) => distinct(sites.map(({ id }) => id)),
  what: (name) => `site ${name}`,
  objective: "site",
  generated: hardAndPartial,
  effect: (platform, draft, fault) => regionsFail(platform, draft, fault, ({ id }) => id === fault.name),
};
