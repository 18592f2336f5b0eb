/** The pods of one capability at one site, or of its edge. */
import { addWorkloadFailing, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct, partsOf, workloadNames } from "../names";

export const workload: Kind = {
  modes: ["hard", "brownout"],
  namedBy: "SITE/WORKLOAD, such as aws-us-east-2/feed, or SITE/edge",
  names: ({ sites }) =>
    distinct(sites.flatMap((site) => workloadNames(site).map((name) => `${site.id}/${name}`))),
  what: (name) => `workload ${partsOf(name)[1]} at ${partsOf(name)[0]}`,
  objective: "workload",
  generated: hardAlone,
  effect: ({ sites }, draft, fault) => {
    const [id, name] = partsOf(fault.name);
    const place = sites.findIndex((site) => site.id === id);
    addWorkloadFailing(draft.workloadFails[place], name, failing(fault));
  },
};
