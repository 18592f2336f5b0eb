/** A zone of a site. */
import { addFailing, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct, partsOf } from "../names";

export const zone: Kind = {
  modes: ["hard", "brownout"],
  namedBy: "SITE/ZONE",
  names: ({ sites }) => distinct(sites.flatMap(({ id, zones }) => zones.map((name) => `${id}/${name}`))),
  what: (name) => `zone ${partsOf(name)[1]} of ${partsOf(name)[0]}`,
  objective: "zone",
  generated: hardAlone,
  effect: ({ sites }, draft, fault) => {
    const [id, name] = partsOf(fault.name);
    const place = sites.findIndex((site) => site.id === id);
    const site = sites[place];
    if (!site) return;
    if (fault.mode === "hard") draft.zonesDown[place]?.add(name);
    // Requests meet the zone as often as it has a share of the pods.
    else addFailing(draft.siteFails, place, failing(fault) / Math.max(1, site.zones.length));
  },
};
