/** A whole cloud, with its DNS; how it is lost without that is played beside it (`sitesAlone`). */
import { providerNames } from "../../../graph/clouds/facts";
import { providerTitle } from "../../../graph/clouds/titles";
import type { Platform } from "../../platform/platform";
import { type Draft, markOf } from "../draft";
import { type Fault, fault as faultOf, sitesAlone } from "../fault";
import { hardAndPartial, type Kind } from "../kind";
import { providersOf } from "../names";
import { regionsFail } from "../regions";

export const provider: Kind = {
  modes: ["hard", "brownout", "brownout-front", "slow", "control"],
  namedBy: `PROVIDER: ${providerNames.join(", ")}`,
  names: ({ sites, authorities }) => providersOf([...sites, ...authorities]),
  what: (name) => `provider ${providerTitle(name)}`,
  objective: "provider",
  // One that only answers has nothing that could brown out.
  generated: (kind, name, platform) =>
    platform.sites.some((site) => site.provider === name)
      ? hardAndPartial(kind, name, platform)
      : [faultOf(kind, name)],
  effect: (platform, draft, fault) => {
    if (fault.mode === sitesAlone) return sitesFail(platform, draft, fault);
    regionsFail(platform, draft, fault, (site) => site.provider === fault.name);
    if (fault.mode === "control") return;
    const isLost = fault.mode === "hard";
    if (isLost) storesFail(platform, draft, fault.name);
    if (isLost) markOf(fault.name, platform.authorities, draft.authorityDown);
    if (isLost || platform.assumptions.brownoutBlindsChecks)
      markOf(fault.name, platform.authorities, draft.blind);
  },
};

function sitesFail(platform: Platform, draft: Draft, fault: Fault): void {
  const seen = [...draft.blind];
  regionsFail(platform, draft, { ...fault, mode: "hard" }, (site) => site.provider === fault.name);
  // Its checkers live on too.
  draft.gone.delete(fault.name);
  storesFail(platform, draft, fault.name);
  for (const [place, authority] of platform.authorities.entries()) {
    if (authority.provider === fault.name) draft.blind[place] = seen[place] ?? false;
  }
}

/** Also those in regions where it has no site. */
export function storesFail({ stores }: Platform, draft: Draft, name: string): void {
  for (const [place, store] of stores.entries()) if (store.provider === name) draft.storeFails[place] = 1;
}
