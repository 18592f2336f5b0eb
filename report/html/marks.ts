/** What of the map each fault hits, in a few words: every fault is seen there, be it of a site, an authority, a link or everything. */
import type { ScenarioResult } from "../../resilience/verdict/survey";

/** `site:<id>`, `authority:<provider>`, `link:<site> <site>` or `all`. */
export type Mark = readonly [
  target: string,
  text: string,
  from: number,
  to: number | null,
  /** Of the requests there, those that fail; absent where it isn't a share that fails. */
  share?: number,
];

interface Places {
  readonly sites: readonly { readonly id: string; readonly provider: string; readonly metro: string }[];
  readonly authorities: readonly string[];
}

type TimedFault = ScenarioResult["faults"][number];

export const marksOf = (faults: readonly TimedFault[], places: Places): Mark[] =>
  faults.flatMap((fault) => {
    const { startSeconds, endSeconds = null, share } = fault;
    const text = textOf(fault);
    return targetsOf(fault, places).map(
      (target): Mark =>
        share === undefined || fault.mode === "hard"
          ? [target, text, startSeconds, endSeconds]
          : [target, text, startSeconds, endSeconds, share],
    );
  });

/** Kinds of what a provider's DNS does, and not its sites. */
const ofAuthorities: ReadonlySet<string> = new Set(["dns-authority", "authority-wrong", "health-checks"]);

function targetsOf({ kind, name }: TimedFault, { sites, authorities }: Places): string[] {
  const parts = name.split(/[/:]|-to-/);
  const named = sites.filter(({ id }) => parts.includes(id)).map(({ id }) => id);
  const providers = new Set(sites.map(({ provider }) => provider));
  if (kind === "link") {
    const ends = named.length === 2 ? named.map((id) => [id]) : linkEnds(name, sites, providers);
    const [from = [], to = []] = ends;
    return orAll(from.flatMap((a) => to.map((b) => `link:${[a, b].sort().join(" ")}`)));
  }
  if (named.length > 0) return named.map((id) => `site:${id}`);
  if (ofAuthorities.has(kind)) {
    return orAll(authorities.filter((id) => parts.includes(id)).map((id) => `authority:${id}`));
  }
  const within = sites.filter(
    ({ provider, metro }) => parts.includes(provider) || parts.includes(slug(metro)),
  );
  return orAll(within.map(({ id }) => `site:${id}`));
}

const orAll = (targets: string[]): string[] => (targets.length > 0 ? targets : ["all"]);

const slug = (metro: string): string => metro.toLowerCase().replaceAll(" ", "-");

/** Sites at both ends of a link between providers: `aws-oci`, `aws-to-oci`. */
function linkEnds(name: string, sites: Places["sites"], providers: ReadonlySet<string>): string[][] {
  const [from, to] = name.replace("-to-", "-").split("-");
  if (from === undefined || to === undefined || !providers.has(from) || !providers.has(to)) return [];
  return [from, to].map((one) => sites.filter(({ provider }) => provider === one).map(({ id }) => id));
}

function textOf({ kind, name, mode, share }: TimedFault): string {
  const percent = `${Math.round(100 * (share ?? 0))} %`;
  if (mode === "brownout") return `${percent} fail`;
  if (mode === "brownout-front") return `${percent} fail before the edge`;
  if (mode === "slow") return `${percent} too slow`;
  if (mode === "control") return "can't be changed";
  const part = name.split("/").at(-1) ?? name;
  const texts: Readonly<Record<string, string>> = {
    ...{
      zone: `zone ${zoneWord(part)} lost`,
      site: "lost",
      metro: "lost",
      provider: "lost",
      regions: "lost",
    },
    ...{
      "provider-blind": "lost, its DNS blind",
      "dns-authority": "silent",
      "authority-wrong": "wrong answers",
    },
    ...{ "health-checks": "checks dead", "control-plane": "can't be changed", registry: "registry lost" },
    ...{ link: "link cut", workload: `${part} lost`, queue: "queue lost", "media-store": "store lost" },
    ...{ "bad-change": `bad change: ${part}`, expiry: "certificate expired", flapping: "down and up" },
    return: "back after a loss",
  };
  return texts[kind] ?? kind;
}

/** Of `US-ASHBURN-AD-1` what tells it from the others of its site: a box of the map has room for no more. */
const zoneWord = (zone: string): string => zone.split("-").slice(-2).join("-");
