/** Faults: one thing that goes down. Their ids are stable and what the command line takes: KIND:NAME[:MODE[:SHARE]]. */
import { authorityTitle, providerTitle } from "../../graph/clouds/titles";
import type { Platform } from "../platform/platform";

export const faultKinds = [
  "zone",
  "site",
  "metro",
  "provider",
  "provider-blind",
  "dns-authority",
  "authority-wrong",
  "health-checks",
  "control-plane",
  "registry",
  "link",
  "workload",
  "queue",
  "media-store",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * `hard`: nothing answers. `brownout`: a share of requests fails behind the edge. `brownout-front`: a share fails before
 * it, probes as well as requests. `control`: it runs on but can't be changed.
 */
export type FaultMode = "hard" | "brownout" | "brownout-front" | "control" | typeof sitesAlone;

/** Of a provider: its sites are lost and its DNS lives on and sees it. Played beside the hard loss, never asked for. */
export const sitesAlone = "sites-alone";

export interface Fault {
  /** `site:oci-us-ashburn-1:brownout:0.5`. */
  readonly id: string;
  readonly kind: FaultKind;
  readonly name: string;
  readonly mode: FaultMode;
  /** Of requests that fail, over 0 and up to 1: of a brownout only. */
  readonly share?: number;
}

/** A fault that can't be: the message names what there is. */
export class FaultError extends Error {
  override readonly name = "FaultError";
}

/** Brownouts that are generated for each site, metro and provider, of both kinds. */
const brownoutShares = [0.1, 0.25, 0.5, 0.75, 0.9] as const;
const brownoutModes = ["brownout", "brownout-front"] as const;

/** Whether a share of requests fails, and not all. */
export const isBrownout = (mode: FaultMode): boolean => mode === "brownout" || mode === "brownout-front";

/** In what ways each kind can fail. */
export const modesOf: Readonly<Record<FaultKind, readonly FaultMode[]>> = {
  zone: ["hard", "brownout"],
  site: ["hard", "brownout", "brownout-front", "control"],
  metro: ["hard", "brownout", "brownout-front"],
  provider: ["hard", "brownout", "brownout-front", "control"],
  "provider-blind": ["hard"],
  "dns-authority": ["hard"],
  "authority-wrong": ["hard"],
  "health-checks": ["hard"],
  "control-plane": ["hard"],
  registry: ["hard"],
  link: ["hard"],
  workload: ["hard", "brownout"],
  queue: ["hard", "brownout"],
  "media-store": ["hard", "brownout"],
};

export function fault(kind: FaultKind, name: string, mode: FaultMode = "hard", share?: number): Fault {
  const id = [kind, name, ...(mode === "hard" ? [] : [mode]), ...(share === undefined ? [] : [share])].join(
    ":",
  );
  return { id, kind, name, mode, ...(share === undefined ? {} : { share }) };
}

/** What can go down, by kind: names sorted. */
export function faultNames(platform: Platform): Readonly<Record<FaultKind, readonly string[]>> {
  const { sites, authorities } = platform;
  const providers = distinct([
    ...sites.map(({ provider }) => provider),
    ...authorities.map(({ provider }) => provider),
  ]);
  const served = distinct(sites.map(({ provider }) => provider));
  const workloads = sites.flatMap(({ id, workloads, edge }) =>
    [...Object.keys(workloads), ...(edge ? ["edge"] : [])].map((name) => `${id}/${name}`),
  );
  const answering = authorities.filter((_, place) =>
    platform.capabilities.some(({ answers }) => answers[place]),
  );
  const checking = authorities.filter((_, place) =>
    platform.capabilities.some(({ answers }) => answers[place]?.answers.some(({ check }) => check)),
  );
  return {
    zone: distinct(sites.flatMap(({ id, zones }) => zones.map((zone) => `${id}/${zone}`))),
    site: distinct(sites.map(({ id }) => id)),
    metro: distinct(sites.map(({ metro }) => metroName(metro))),
    provider: providers,
    // Blind is who checks and has sites of its own to be blind to.
    "provider-blind": served.filter((name) => checking.some(({ provider }) => provider === name)),
    "dns-authority": distinct(answering.map(({ provider }) => provider)),
    "authority-wrong": distinct(answering.map(({ provider }) => provider)),
    "health-checks": distinct(checking.map(({ provider }) => provider)),
    "control-plane": served,
    registry: distinct(
      sites.flatMap(({ workloads, edge, queue }) =>
        [...Object.values(workloads), ...(edge ? [edge] : []), ...(queue ? [queue.workload] : [])].flatMap(
          ({ registries }) => registries,
        ),
      ),
    ),
    link: served.flatMap((a, i) => served.slice(i + 1).map((b) => linkName(a, b))),
    workload: distinct(workloads),
    queue: distinct(sites.flatMap(({ id, queue }) => (queue ? [id] : []))),
    "media-store": distinct(sites.flatMap(({ id, ownStores }) => (ownStores.length > 0 ? [id] : []))),
  };
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort();

/** `northern-virginia`. */
export function metroName(metro: string): string {
  let name = metroNames.get(metro);
  if (name === undefined) {
    name = metro.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    metroNames.set(metro, name);
  }
  return name;
}
const metroNames = new Map<string, string>();

/** Providers of a link in the order of their names. */
export const linkName = (a: string, b: string): string => [a, b].sort().join("-");

/** Every single fault of a platform, in the order of the kinds and names. */
export function singleFaults(platform: Platform): Fault[] {
  const names = faultNames(platform);
  const serves = new Set(platform.sites.map(({ provider }) => provider));
  return faultKinds.flatMap((kind) =>
    names[kind].flatMap((name) => {
      const hard = fault(kind, name);
      const browns = kind === "site" || kind === "metro" || (kind === "provider" && serves.has(name));
      const shares = brownoutModes.flatMap((mode) =>
        brownoutShares.map((share) => fault(kind, name, mode, share)),
      );
      return browns ? [hard, ...shares] : [hard];
    }),
  );
}

/**
 * Reads `KIND:NAME[:MODE[:SHARE]]`.
 * @throws FaultError saying what was found, and what there is on this platform.
 */
export function parseFault(text: string, platform: Platform): Fault {
  const [kind = "", name = "", mode = "hard", share, ...more] = text.split(":");
  const fail = (found: string, wanted: string): never => {
    throw new FaultError(`fault ${JSON.stringify(text)}: ${found}; wanted ${wanted}`);
  };
  if (!isKind(kind)) return fail(`its kind is ${JSON.stringify(kind)}`, `one of ${faultKinds.join(", ")}`);
  const names = faultNames(platform)[kind];
  const known = kind === "metro" ? metroName(name) : name;
  if (!names.includes(known)) {
    return fail(
      `this platform has no ${kind} ${JSON.stringify(name)}`,
      names.length > 0 ? `one of ${names.join(", ")}` : `another kind, as it has no ${kind} at all`,
    );
  }
  const modes = modesOf[kind];
  if (!modes.includes(mode as FaultMode)) {
    return fail(`its mode is ${JSON.stringify(mode)}`, `${modes.join(" or ")} for a ${kind}`);
  }
  if (more.length > 0) return fail("it has too many parts", "KIND:NAME[:MODE[:SHARE]]");
  if (!isBrownout(mode as FaultMode)) {
    if (share !== undefined) return fail(`a share of ${share}`, "a share for a brownout only");
    return fault(kind, known, mode as FaultMode);
  }
  const number = share === undefined || share.trim() === "" ? Number.NaN : Number(share);
  if (!(number > 0 && number <= 1)) {
    return fail(
      `its share is ${JSON.stringify(share ?? "")}`,
      "the share of requests that fail, over 0 and up to 1",
    );
  }
  return fault(kind, known, mode as FaultMode, number);
}

const isKind = (kind: string): kind is FaultKind => (faultKinds as readonly string[]).includes(kind);

/** The kind under which an objective or a report counts it: a brownout of anything is one. */
export function objectiveKind({ kind, mode }: Fault): string {
  if (isBrownout(mode)) return "brownout";
  return mode === "control" ? "control-plane" : kind;
}

/** What is down, for people: `a brownout of site oci-us-ashburn-1 (50 % of requests fail)`. */
export function faultTitle({ kind, name, mode, share }: Fault): string {
  const what = titles[kind](name);
  const failing = `${Math.round((share ?? 0) * 100)} % of requests fail`;
  if (mode === "brownout") return `Brownout of ${what} (${failing})`;
  if (mode === "brownout-front") return `Brownout in front of ${what} (${failing} before the edge)`;
  if (kind === "authority-wrong") return `Wrong answers from ${what}`;
  return mode === "control" ? `Loss of the control plane of ${what}` : `Loss of ${what}`;
}

const split = (name: string): [string, string] => {
  const at = name.indexOf("/");
  return [name.slice(0, at), name.slice(at + 1)];
};

const titles: Readonly<Record<FaultKind, (name: string) => string>> = {
  zone: (name) => `zone ${split(name)[1]} of ${split(name)[0]}`,
  site: (name) => `site ${name}`,
  metro: (name) => `metro ${name}`,
  provider: (name) => `provider ${providerTitle(name)}`,
  "provider-blind": (name) => `the sites of ${providerTitle(name)}, to which its own DNS is blind`,
  "dns-authority": (name) => `DNS authority ${authorityTitle(name)}`,
  "authority-wrong": (name) => authorityTitle(name),
  "health-checks": (name) => `the health checks of ${authorityTitle(name)}`,
  "control-plane": (name) => `the control plane of ${providerTitle(name)}`,
  registry: (name) => `registry ${name}`,
  link: (name) => `the link ${name}`,
  workload: (name) => `workload ${split(name)[1]} at ${split(name)[0]}`,
  queue: (name) => `the queue at ${name}`,
  "media-store": (name) => `the media store at ${name}`,
};
