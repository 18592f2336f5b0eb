/** Two regions of one provider at once, while its DNS and all else of it live on. */
import { hardAlone, type Kind } from "../kind";
import { regionsFail } from "../regions";

const AND = "/";

export const regions: Kind = {
  modes: ["hard"],
  namedBy: "SITE/SITE, two of one provider, whose DNS lives on",
  names: ({ sites }) => {
    const sorted = [...sites].sort((a, b) => (a.id < b.id ? -1 : 1));
    return sorted.flatMap((a, i) =>
      sorted.slice(i + 1).flatMap((b) => (a.provider === b.provider ? [`${a.id}${AND}${b.id}`] : [])),
    );
  },
  what: (name) => `sites ${name.split(AND).join(" and ")}`,
  objective: "regions",
  generated: hardAlone,
  effect: (platform, draft, fault) => {
    // What stands in a region is lost with that: each is lost by its own name.
    for (const name of fault.name.split(AND))
      regionsFail(platform, draft, { ...fault, name }, ({ id }) => id === name);
  },
};
