/** The pods of one capability at one site, or of its edge. */
import { both, failing } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { distinct, partsOf } from "../names";

export const workload: Kind = {
  modes: ["hard", "brownout"],
  namedBy: "SITE/WORKLOAD, such as aws-us-east-2/feed, or SITE/edge",
  names: ({ sites }) =>
    distinct(
      sites.flatMap(({ id, workloads, edge }) =>
        [...Object.keys(workloads), ...(edge ? ["edge"] : [])].map((name) => `${id}/${name}`),
      ),
    ),
  what: (name) => `workload ${partsOf(name)[1]} at ${partsOf(name)[0]}`,
  objective: "workload",
  generated: hardAlone,
  effect: ({ sites }, draft, fault) => {
    const [id, name] = partsOf(fault.name);
    const fails = draft.workloadFails[sites.findIndex((site) => site.id === id)];
    fails?.set(name, both(fails.get(name) ?? 0, failing(fault)));
  },
};
