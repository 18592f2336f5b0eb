/** A cloud whose sites are lost, while its DNS lives on and doesn't see it. */
import { providerTitle } from "../../../graph/clouds/titles";
import { checking } from "../authorities";
import { markOf } from "../draft";
import { hardAlone, type Kind } from "../kind";
import { providersOf } from "../names";
import { regionsFail } from "../regions";
import { storesFail } from "./provider";

export const providerBlind: Kind = {
  modes: ["hard"],
  namedBy: "PROVIDER whose sites are lost and whose DNS doesn't see it",
  // Blind is who checks and has sites of its own to be blind to.
  names: (platform) => {
    const names = checking(platform);
    return providersOf(platform.sites).filter((name) => names.includes(name));
  },
  what: (name) => `the sites of ${providerTitle(name)}, to which its own DNS is blind`,
  objective: "provider-blind",
  generated: hardAlone,
  effect: (platform, draft, fault) => {
    regionsFail(platform, draft, fault, (site) => site.provider === fault.name);
    storesFail(platform, draft, fault.name);
    markOf(fault.name, platform.authorities, draft.blind);
  },
};
