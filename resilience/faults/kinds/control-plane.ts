/** A cloud's control plane: what runs goes on, and nothing is started or changed. */
import { providerTitle } from "../../../graph/clouds/titles";
import { markOf } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { providersOf } from "../names";

export const controlPlane: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER",
  names: ({ sites }) => providersOf(sites),
  what: (name) => `the control plane of ${providerTitle(name)}`,
  objective: "control-plane",
  generated: hardAlone,
  effect: ({ sites }, draft, { name }) => markOf(name, sites, draft.frozen),
};
