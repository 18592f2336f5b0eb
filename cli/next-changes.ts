/** Changes of a stack's settings that might be worth making next, a small step each. Pure. */
import type { ProviderName } from "../graph/clouds/contract";
import { providerNames } from "../graph/clouds/facts";
import { commonLimits } from "../graph/clouds/limits";
import { findRegion, regionsOf } from "../graph/clouds/regions";
import { isWithin } from "../graph/jurisdiction";
import { siteIdOf } from "../graph/site-id";
import { withNodeImage } from "./single-site";
import type { SoundStack } from "./stack-files";

/** What a change is made of. */
type Changed = Pick<SoundStack, "settings" | "values">;

/** A change with the settings that it makes, keys with their namespace. */
export interface SettingChange {
  /** `a time to live of 15 s instead of 30 s`. */
  readonly title: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Points of the traffic that are moved at once. */
const POINTS = 10;

/** Regions that are tried of each provider. */
const MOST_REGIONS = 2;

/** Shorter times in which DNS moves users. */
export function quickerDns({ settings, values }: Changed): SettingChange[] {
  const { ttl, checkIntervalSeconds, failureThreshold } = settings.dns;
  const limits = commonLimits();
  const changed = (title: string, dns: object): SettingChange => ({
    title,
    values: { ...values, "twincloud:dns": { ttl, checkIntervalSeconds, failureThreshold, ...dns } },
  });
  const half = Math.max(1, limits.ttl.from, Math.floor(ttl / 2));
  const sooner = limits.checkIntervals.filter((seconds) => seconds < checkIntervalSeconds).at(-1);
  return [
    ...(half < ttl ? [changed(`a time to live of ${half} s instead of ${ttl} s`, { ttl: half })] : []),
    ...(sooner === undefined
      ? []
      : [
          changed(`a check every ${sooner} s instead of every ${checkIntervalSeconds} s`, {
            checkIntervalSeconds: sooner,
          }),
        ]),
    ...(failureThreshold > limits.failureThreshold.from
      ? [
          changed(`checks that fail after ${failureThreshold - 1} probes instead of ${failureThreshold}`, {
            failureThreshold: failureThreshold - 1,
          }),
        ]
      : []),
  ];
}

export interface ShareMove extends SettingChange {
  /** Percents by site. */
  readonly shares: ReadonlyMap<string, { readonly old: number; readonly now: number }>;
}

/** Ten points of the traffic from each site that has more to each other one. */
export function movedShares({ settings, values }: Changed): ShareMove[] {
  const { sites } = settings;
  return sites.flatMap((from) =>
    sites.flatMap((to) => {
      if (from === to || from.share <= POINTS) return [];
      const now = ({ id, share }: (typeof sites)[number]): number =>
        id === from.id ? share - POINTS : id === to.id ? share + POINTS : share;
      return [
        {
          title: `${POINTS} points of the traffic from ${from.id} to ${to.id}`,
          values: { ...values, "twincloud:sites": rawSites(values, sites.map(now)) },
          shares: new Map(sites.map((site) => [site.id, { old: site.share, now: now(site) }])),
        },
      ];
    }),
  );
}

/** Sites as they are written, with other shares. */
function rawSites(values: Changed["values"], shares: readonly number[]): readonly object[] {
  const written = values["twincloud:sites"];
  const sites = (typeof written === "string" ? JSON.parse(written) : written) as readonly object[];
  return sites.map((site, index) => ({ ...site, share: shares[index] }));
}

/**
 * One site more: a provider's first site once again, in another region of the jurisdiction and in a metro that has none,
 * with as much of the traffic as all then have on average.
 */
export function anotherSite(stack: Changed): SettingChange[] {
  const { settings } = stack;
  const metros = new Set(settings.sites.map(({ provider, region }) => findRegion(provider, region)?.metro));
  return providerNames.flatMap((provider) => {
    const like = settings.sites.findIndex((site) => site.provider === provider);
    const cidr = freeNetwork(settings.sites.map((site) => site.cidr));
    if (like < 0 || cidr === undefined) return [];
    return regionsOf(provider)
      .filter(({ country, metro }) => isWithin(country, settings.jurisdiction) && !metros.has(metro))
      .slice(0, MOST_REGIONS)
      .map(({ name }) => oneMore(stack, provider, name, cidr, like));
  });
}

function oneMore(
  { settings, values }: Changed,
  provider: ProviderName,
  region: string,
  cidr: string,
  like: number,
): SettingChange {
  const share = Math.round(100 / (settings.sites.length + 1));
  const sites = rawSites(
    values,
    inProportion(
      settings.sites.map((site) => site.share),
      100 - share,
    ),
  );
  return {
    title: `another site, ${siteIdOf({ provider, region })}, with ${share} % of the traffic`,
    values: {
      ...values,
      ...withNodeImage(values, { provider, region }),
      "twincloud:sites": [...sites, { ...sites[like], provider, region, share, cidr }],
    },
  };
}

/** Whole numbers in proportion to some, that add up to a sum: what rounding down leaves goes where most was cut off. */
export function inProportion(shares: readonly number[], sum: number): number[] {
  const total = shares.reduce((all, share) => all + share, 0);
  const exact = shares.map((share) => (share * sum) / total);
  const found = exact.map(Math.floor);
  const left = sum - found.reduce((all, share) => all + share, 0);
  const byRest = [...exact.keys()].sort(
    (a, b) => (exact[b] ?? 0) - (found[b] ?? 0) - ((exact[a] ?? 0) - (found[a] ?? 0)),
  );
  for (const index of byRest.slice(0, left)) found[index] = (found[index] ?? 0) + 1;
  return found;
}

/** A network of 10.0.0.0/8 of which no site has a part: theirs are no larger than it. */
export function freeNetwork(cidrs: readonly string[]): string | undefined {
  const taken = new Set(cidrs.map((cidr) => cidr.split(".").slice(0, 2).join(".")));
  for (let octet = 1; octet < 255; octet++) {
    if (!taken.has(`10.${octet}`)) return `10.${octet}.0.0/16`;
  }
  return undefined;
}
