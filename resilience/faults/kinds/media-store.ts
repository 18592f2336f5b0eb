/** The stores that belong to a site. */
import { addFailing, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct } from "../names";

export const mediaStore: Kind = {
  modes: ["hard", "brownout"],
  namedBy: "SITE",
  names: ({ sites }) => distinct(sites.flatMap(({ id, ownStores }) => (ownStores.length > 0 ? [id] : []))),
  what: (name) => `the media store at ${name}`,
  objective: "media-store",
  generated: hardAlone,
  effect: ({ sites }, draft, fault) => {
    for (const store of sites.find(({ id }) => id === fault.name)?.ownStores ?? [])
      addFailing(draft.storeFails, store, failing(fault));
  },
};
