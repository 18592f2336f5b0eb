/** The checks of a provider's DNS, which then answers as if all were well. */
import { authorityTitle } from "../../../graph/clouds/titles";
import { checking } from "../authorities";
import { markOf } from "../draft";
import { hardAlone, type Kind } from "../kind";

export const healthChecks: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER whose DNS checks",
  names: checking,
  what: (name) => `the health checks of ${authorityTitle(name)}`,
  objective: "health-checks",
  generated: hardAlone,
  effect: ({ authorities }, draft, { name }) => markOf(name, authorities, draft.blind),
};
