/** The queue of a site. */
import { addFailing, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct } from "../names";

export const queue: Kind = {
  modes: ["hard", "brownout"],
  namedBy: "SITE",
  names: ({ sites }) => distinct(sites.flatMap((site) => (site.queue ? [site.id] : []))),
  what: (name) => `the queue at ${name}`,
  objective: "queue",
  generated: hardAlone,
  effect: ({ sites }, draft, fault) => {
    const place = sites.findIndex(({ id }) => id === fault.name);
    if (place >= 0) addFailing(draft.queueFails, place, failing(fault));
  },
};
