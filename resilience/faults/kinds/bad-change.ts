/**
 * A change that makes a workload's pods fail what users ask, while they pass every probe: only live traffic shows it.
 * Everywhere: a roll-out that didn't go site by site, which nothing here survives.
 */
import { addFailing, addWorkloadFailing, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct, EDGE, everywhere, partsOf, workloadNames } from "../names";

export const badChange: Kind = {
  modes: ["hard", "brownout"],
  namedBy: `SITE/WORKLOAD, ${everywhere}/WORKLOAD`,
  names: ({ sites }) =>
    distinct(
      sites.flatMap((site) =>
        workloadNames(site).flatMap((name) => [`${site.id}/${name}`, `${everywhere}/${name}`]),
      ),
    ),
  what: (name) => changed(name),
  title: ({ name }) => `A bad change of ${changed(name)}`,
  objective: "bad-change",
  generated: hardAlone,
  isHuman: true,
  effect: ({ sites }, draft, fault) => {
    const [where, name] = partsOf(fault.name);
    for (const [place, { id }] of sites.entries()) {
      if (where !== everywhere && where !== id) continue;
      // What the edge itself breaks it doesn't count as failing.
      if (name === EDGE) addFailing(draft.unseenFails, place, failing(fault));
      else addWorkloadFailing(draft.changeFails[place], name, failing(fault));
    }
  },
};

function changed(name: string): string {
  const [where, workload] = partsOf(name);
  return `${workload} ${where === everywhere ? "at every site" : `at ${where}`}`;
}
