/** A provider's DNS that answers nobody. */
import { authorityTitle } from "../../../graph/clouds/titles";
import { answering } from "../authorities";
import { markOf } from "../draft";
import { hardAlone, type Kind } from "../kind";

export const dnsAuthority: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER whose DNS answers",
  names: answering,
  what: (name) => `DNS authority ${authorityTitle(name)}`,
  objective: "dns-authority",
  generated: hardAlone,
  effect: ({ authorities }, draft, { name }) => markOf(name, authorities, draft.authorityDown),
};
