/** The network between two providers. */
import { hardAlone, type Kind } from "../kind";
import { linkName, providersOf } from "../names";

export const link: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER-PROVIDER, such as aws-oci",
  names: ({ sites }) => {
    const served = providersOf(sites);
    return served.flatMap((a, i) => served.slice(i + 1).map((b) => linkName(a, b)));
  },
  what: (name) => `the link ${name}`,
  objective: "link",
  generated: hardAlone,
  effect: (_, draft, { name }) => void draft.linksDown.add(name),
};
