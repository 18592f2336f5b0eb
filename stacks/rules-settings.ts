import { firstAuthority, stageText } from "../graph/authority-stage";
import type { RulesSettings } from "../graph/rules-settings";
import { sharesWithout, untrustedSites } from "../graph/untrusted";
import { holdsUntil } from "./certificate";
import type { Settings } from "./settings";

/** What rules and verdicts are told of the settings: named key by key, so that nothing secret slips in. */
export function rulesSettings(settings: Settings): RulesSettings {
  const { jurisdiction, objectives, edgeTls } = settings;
  const certificateUntil = edgeTls && holdsUntil(edgeTls.certificate);
  return {
    version: 1,
    jurisdiction,
    shares: sharesWithout(
      untrustedSites(settings.untrusted, settings.sites),
      Object.fromEntries(settings.sites.map(({ id, share }) => [id, share])),
    ),
    peak: Object.fromEntries(Object.entries(settings.peak).map(([name, { replicas }]) => [name, replicas])),
    objectives: {
      survive: [...objectives.survive],
      maxRtoSeconds: objectives.maxRtoSeconds,
      ...(objectives.maxBrownoutRtoSeconds === undefined
        ? {}
        : { maxBrownoutRtoSeconds: objectives.maxBrownoutRtoSeconds }),
      minServedShare: objectives.minServedShare,
      maxLostSeconds: defined(objectives.maxLostSeconds),
      demand: [...objectives.demand],
      maxRpoSeconds: defined(objectives.maxRpoSeconds),
      maxStalenessSeconds: defined(objectives.maxStalenessSeconds),
      capacity: { ...objectives.capacity },
    },
    ...(certificateUntil === undefined ? {} : { certificateUntil }),
    drain: settings.drain.map(({ site, zone, until, reason }) => ({
      site,
      ...(zone === undefined ? {} : { zone }),
      until,
      reason,
    })),
    unreachable: [...settings.unreachable],
    // Left out where there is nothing to say, as what an earlier version wrote is compared with this.
    ...(settings.untrusted.length === 0 ? {} : { untrusted: [...settings.untrusted] }),
    ...(stageText(settings.queueAuthority) === stageText(firstAuthority)
      ? {}
      : { queueAuthority: { ...settings.queueAuthority } }),
    ...(Object.keys(settings.databases).length === 0 ? {} : { databases: { ...settings.databases } }),
    protect: settings.protect,
    assumptions: { ...settings.assumptions },
  };
}

function defined(seconds: Readonly<Partial<Record<string, number>>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(seconds).filter((entry): entry is [string, number] => entry[1] !== undefined),
  );
}
