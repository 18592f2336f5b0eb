/**
 * A site that comes back after a long loss: its pods start at their floors with empty caches, and users come back to it
 * as soon as DNS does.
 */
import { fault as faultOf } from "../fault";
import { hardAlone, type Kind } from "../kind";
import { distinct } from "../names";

export const comesBack: Kind = {
  modes: ["hard"],
  namedBy: "SITE that is lost for long, and then back",
  names: ({ sites }) => distinct(sites.map(({ id }) => id)),
  what: (name) => `site ${name}`,
  title: ({ name }) => `Return of site ${name} after a long loss`,
  objective: "return",
  generated: hardAlone,
  effect: ({ sites }, draft, { name }) => {
    for (const [place, { id }] of sites.entries()) if (id === name) draft.cold[place] = true;
  },
  unfold: ({ assumptions }, { fault, start, end }) => {
    const back = end ?? start + assumptions.returnAfterSeconds;
    return [
      { fault: faultOf("site", fault.name), start, end: back },
      { fault, start: back, end: back + assumptions.warmAfterSeconds },
    ];
  },
};
