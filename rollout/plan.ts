/** The order of a roll-out, from the graph of what is to be deployed and the sites that the state has. Pure. */
import type { Graph } from "../graph/resource";

/** An image that a site pulls, where it has to be before. */
export interface ImageCopy {
  /** `feed@sha256:…`, below the registry that images are built into. */
  readonly from: string;
  /** `<host>/<repository>@sha256:…` */
  readonly to: string;
}

/** What a site is asked: whether it takes part in the traffic, or, drained and so red by design, whether it answers. */
export interface Asked {
  readonly site: string;
  readonly about: "health" | "life";
  /** Zones whose addresses aren't asked, as they are drained. */
  readonly without?: readonly string[];
}

export type Step =
  /**
   * Previews the whole and has the policy pack judge it. No step that is aimed at a part can be judged: the engine
   * shows the pack what isn't aimed at as it was before, and a site with a new image differs from that.
   */
  | { readonly kind: "judge"; readonly title: string }
  /**
   * Runs the CLI; without targets on everything that is left, judged again. `beside` it images are copied, each as
   * soon as its registry is there: where that is made in the same run as the pods, long before the first node that
   * they need.
   */
  | {
      readonly kind: "up";
      readonly title: string;
      readonly targets: readonly string[];
      readonly beside?: readonly ImageCopy[];
    }
  | { readonly kind: "images"; readonly title: string; readonly copies: readonly ImageCopy[] }
  /** Asks sites whether they are well; a red one ends the roll-out. */
  | {
      readonly kind: "gate";
      readonly title: string;
      readonly asked: readonly Asked[];
      /** What to do about a red one. */
      readonly advice: string;
    };

export interface PlanInput {
  readonly graph: Graph;
  readonly project: string;
  readonly stack: string;
  /** In the order of the settings. */
  readonly sites: readonly string[];
  /** Sites that the state has, with their edge. */
  readonly deployed: ReadonlySet<string>;
  /** Sites that the settings drain. */
  readonly drained: ReadonlySet<string>;
  /** Zones that the settings drain, by the ids of their sites. */
  readonly drainedZones?: ReadonlyMap<string, ReadonlySet<string>>;
  /** Sites whose edge, as the state has it, says that it is drained. */
  readonly drainedBefore: ReadonlySet<string>;
  /** Sites of clouds that can't be reached, and those that turned hostile: nothing of theirs changes, so they are asked nothing. */
  readonly unreachable: ReadonlySet<string>;
  /** URNs that go with the first change: see `goneOf`. */
  readonly gone?: readonly string[];
  /** Whether a site or a cloud is hostile: what cuts it off waits for nobody's health, which it may be able to spoil. */
  readonly isCut?: boolean;
}

/**
 * The judgement of the whole, registries, images, site after site with a gate behind each, routing last. All sites
 * that serve are asked before anything is changed. New sites come first and together: they serve nobody yet, and the
 * engine configures the provider of every cluster, also of those it isn't aimed at.
 */
export function planRollout(input: PlanInput): Step[] {
  const { sites, deployed, unreachable } = input;
  const copies = imageCopies(input);
  const judge: Step = { kind: "judge", title: "the whole, judged by the policies before anything changes" };
  const images: Step = { kind: "images", title: "images, by digest, to every site's registry", copies };
  const gates = (changed: readonly string[]) => changed.flatMap((site) => gateBehind(site, input));
  const rest: Step = { kind: "up", title: "routing, and whatever is left", targets: [] };
  const isNew = sites.filter((site) => !deployed.has(site));
  if (isNew.length === sites.length) {
    const title = "everything, as no site is deployed yet; images beside it";
    return [judge, { kind: "up", title, targets: [], beside: copies }, ...gates(sites)];
  }
  const shared = [...sharedTargets(input), ...(input.gone ?? [])];
  const first: Step[] =
    isNew.length > 0
      ? [
          {
            kind: "up",
            title: `registries, and the new ${isNew.join(", ")}; images beside it`,
            targets: [...shared, ...isNew.flatMap((site) => siteTargets(site, input))],
            beside: copies,
          },
          ...gates(isNew),
        ]
      : [{ kind: "up", title: "registries, and what sites share", targets: shared }, images];
  const siteBySite = sites
    .filter((site) => deployed.has(site) && !unreachable.has(site))
    .flatMap((site): Step[] => [
      { kind: "up", title: `site ${site}`, targets: siteTargets(site, input) },
      ...gateBehind(site, input),
    ]);
  const [cut, ...others] = first;
  return input.isCut === true && cut !== undefined && isNew.length === 0
    ? [judge, cut, ...gateBefore(input), ...others, ...siteBySite, rest]
    : [judge, ...gateBefore(input), ...first, ...siteBySite, rest];
}

/** All sites that serve, at once: with one of them red, changing another would leave two that aren't well. */
function gateBefore(input: PlanInput): Step[] {
  const { sites, deployed, drained, drainedBefore, unreachable } = input;
  const asked = sites
    .filter((site) => deployed.has(site) && !unreachable.has(site))
    .map((site): Asked => {
      const isDrained = drained.has(site) || drainedBefore.has(site);
      return askedOf(site, isDrained ? "life" : "health", input);
    });
  const advice =
    "nothing is changed yet: drain the red site, or mend it by pulumi up --target, and start again";
  return asked.length === 0 ? [] : [{ kind: "gate", title: "is every site well?", asked, advice }];
}

function askedOf(site: string, about: Asked["about"], { drainedZones }: PlanInput): Asked {
  const zones = drainedZones?.get(site);
  return { site, about, ...(zones ? { without: [...zones] } : {}) };
}

export function gateBehind(site: string, input: PlanInput): Step[] {
  const { drained, unreachable } = input;
  if (unreachable.has(site)) return [];
  const about = drained.has(site) ? "life" : "health";
  const title = about === "life" ? `does ${site} answer, drained as it is?` : `is ${site} well?`;
  const advice = `the other sites are as they were: drain ${site}, or mend it by pulumi up --target, and start again`;
  return [{ kind: "gate", title, asked: [askedOf(site, about, input)], advice }];
}

const urnPrefix = ({ stack, project }: PlanInput): string => `urn:pulumi:${stack}::${project}::`;

/** A component and all that is in it: the URN of a child begins with the types of its parents. */
const SHARED = [
  "twincloud:*:Registry",
  "twincloud:*:PullCredentials",
  "twincloud:*:Addresses",
  "twincloud:*:Alarms",
  "twincloud:*:StoreKey",
  "twincloud:QueueTrust",
  "twincloud:EdgeTrust",
];

export function sharedTargets(input: PlanInput): string[] {
  return SHARED.map((type) => `${urnPrefix(input)}${type}**`);
}

/** The components of one site. What is in them is named after it. */
const OF_A_SITE = [
  "twincloud:*:MediaStore",
  "twincloud:*:Admission",
  "twincloud:Site",
  // Needs the issuer of the site's cluster.
  "twincloud:*:WebIdentity",
];

export function siteTargets(site: string, input: PlanInput): string[] {
  return OF_A_SITE.flatMap((type) =>
    [`::${site}`, `::${site}-**`].map((name) => `${urnPrefix(input)}${type}**${name}`),
  );
}

/** Every image that the objects of the sites that can be reached name. */
export function imageCopies({ graph, project, stack, sites, unreachable }: PlanInput): ImageCopy[] {
  const found = new Set<string>();
  for (const { type, name, inputs } of graph.resources) {
    const site = sites.find((one) => name === one || name.startsWith(`${one}-`));
    if (type.startsWith("kubernetes:") && site !== undefined && !unreachable.has(site)) {
      collectImages(inputs, found);
    }
  }
  const prefix = `/${project}-${stack}/`;
  return [...found].sort().map((to) => ({ from: to.slice(to.indexOf(prefix) + prefix.length), to }));
}

function collectImages(value: unknown, found: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "image" && typeof inner === "string" && inner.includes("@sha256:")) found.add(inner);
    else collectImages(inner, found);
  }
}
