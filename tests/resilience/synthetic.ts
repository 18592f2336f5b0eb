/** Small platforms for the survival model, in plain data. */
import type { CanaryRule, CapabilityForwarding, EdgeForwards } from "../../components/edge/edge-forwarding";
import type { EdgeHealth } from "../../components/edge/edge-health";
import type { EdgeLimits } from "../../components/edge/edge-limits";
import { type Assumptions, assumptionsWith } from "../../resilience/assumptions";
import type {
  Authority,
  CapabilityPlan,
  Checker,
  NameAt,
  Platform,
  Site,
  SiteWorkload,
  Store,
} from "../../resilience/platform/platform";

export interface SiteSketch {
  readonly provider?: string;
  readonly region: string;
  readonly metro?: string;
  readonly share: number;
  readonly zones?: number;
  /** Replicas of each workload; the ceiling is twice that. */
  readonly floor?: number;
  /** Share of the nodes asked for that comes; all, unless said. */
  readonly nodesThatCome?: number;
  readonly nodesWithoutZone?: Site["nodesWithoutZone"];
}

export interface Sketch {
  readonly sites: readonly SiteSketch[];
  /** Providers of the authorities; all check as Route 53 does, 3 times every 10 s. */
  readonly authorities?: readonly string[];
  readonly ttl?: number;
  /** For which resolvers keep it that there is no address; the time to live, unless said. */
  readonly negativeSeconds?: number;
  readonly checked?: boolean;
  /** Who looks for every check; without them, Route 53's own, or who can't be told. */
  readonly checkers?: readonly Checker[];
  readonly peak?: number;
  /** Whether each site's store is copied to the other sites' stores, so many seconds late. */
  readonly copySeconds?: number;
  readonly assumptions?: Partial<Assumptions>;
  /** What each edge takes at a time; so little that a pod answers all of it within two seconds, unless said. */
  readonly limits?: EdgeLimits;
  /** Whether edges hand requests on, and what is other than in `handing`; they don't, unless said. */
  readonly forwarding?: Partial<CapabilityForwarding>;
}

/** A capability `feed` with a public name that needs its edge, and `upload`, which also writes to its own store. */
export function platform(sketch: Sketch): Platform {
  const { sites, authorities = ["aws"], ttl = 30, checked = true, peak = 100 } = sketch;
  const own = sites.map(
    (site, place): Site => ({
      ...siteOf(site, place, sites, sketch.limits ?? limitsFor(site)),
      ...(sketch.forwarding ? { forwarding: forwardingAt(sites, place, sketch.forwarding) } : {}),
    }),
  );
  const stores = own.map(
    (site, place): Store => ({
      urn: `store-${site.id}`,
      name: `store-${site.id}`,
      provider: site.provider,
      region: site.id,
      copies:
        sketch.copySeconds === undefined
          ? []
          : own.flatMap((_, to) =>
              to === place ? [] : [{ to, seconds: sketch.copySeconds as number, urn: "copy", job: true }],
            ),
    }),
  );
  const name = (provider: string): NameAt => ({
    ttlSeconds: ttl,
    plain: false,
    answers: sites.map(({ share }, address) => ({
      address,
      weight: share,
      ...(checked
        ? {
            check: {
              urn: `check-${address}`,
              sees: "health" as const,
              redSeconds: 30,
              deadSeconds: 42,
              upSeconds: 30,
              threshold: 3,
              unhealthyShare: 0.82,
              checkers:
                sketch.checkers ?? (provider === "aws" ? [{ operator: provider, lostWith: [provider] }] : []),
            },
          }
        : {}),
    })),
  });
  const capability = (label: string, place: number, needs: CapabilityPlan["needs"]): CapabilityPlan => ({
    name: label,
    host: `${label}.example.com`,
    needs,
    prefers: [],
    follows: place,
    addresses: sites.map((_, site) => ({ site })),
    answers: authorities.map(name),
  });
  return {
    sites: own,
    capabilities: [capability("feed", 0, ["edge"]), capability("upload", 1, ["edge", "media-store/own"])],
    authorities: authorities.map(
      (provider): Authority => ({
        provider,
        urns: [`zone-${provider}`],
        names: authorities.map((_, place) => place),
        allUnhealthy: "all",
        negativeSeconds: sketch.negativeSeconds ?? ttl,
        assumed: { threshold: [], region: [] },
      }),
    ),
    stores,
    expiring: own.flatMap(({ id, urn, forwarding }, place) => [
      {
        ...{ name: `entrance-certificate/${id}`, what: `the certificate of ${id}`, urn },
        stops: { what: "entrance" as const, sites: [place] },
      },
      ...(forwarding
        ? [
            {
              ...{ name: `peer-certificate/${id}`, what: `the certificate of the edge of ${id}`, urn },
              stops: { what: "peers" as const, sites: [place] },
            },
          ]
        : []),
    ]),
    peak: { feed: peak, upload: peak, edge: peak },
    // Checks act at once here, so that times can be added by hand.
    assumptions: { ...assumptionsWith(), dnsPropagationSeconds: 0, ...sketch.assumptions },
  };
}

function siteOf(sketch: SiteSketch, place: number, all: readonly SiteSketch[], limits: EdgeLimits): Site {
  const provider = sketch.provider ?? "aws";
  const id = `${provider}-${sketch.region}`;
  const workload: SiteWorkload = {
    urn: `workload-${id}`,
    floor: sketch.floor ?? 90,
    ceiling: 2 * (sketch.floor ?? 90),
    spread: true,
    movable: true,
    tolerationSeconds: 10,
    registries: [id],
  };
  return {
    id,
    provider,
    region: sketch.region,
    metro: sketch.metro ?? sketch.region,
    urn: `cluster-${id}`,
    zones: Array.from({ length: sketch.zones ?? 3 }, (_, zone) => `${sketch.region}-${zone + 1}`),
    nodesWithoutZone: sketch.nodesWithoutZone ?? "at-once",
    workloads: { feed: workload, upload: workload },
    edge: workload,
    health,
    limits,
    ownStores: [place],
    otherStores: all.flatMap((_, other) => (other === place ? [] : [other])),
    nodesThatCome: sketch.nodesThatCome ?? 1,
    drained: false,
  };
}

/** With twice as many edges as now there are 100 requests at a pod, two seconds of its work, in the least of places. */
function limitsFor({ floor = 90 }: SiteSketch): EdgeLimits {
  const limits = { placesPerServer: 50 / floor, queueSeconds: 5, answerSeconds: 5 };
  // Each request on a connection of its own, so that times can be added by hand.
  return { keepAliveSeconds: 0, byCapability: { feed: limits, upload: limits } };
}

const idOf = ({ provider = "aws", region }: SiteSketch): string => `${provider}-${region}`;

/** As the stack's own edge hears of its canaries. */
export const canary: CanaryRule = {
  servers: 3,
  least: 2,
  fall: 1,
  rise: 12,
  intervalSeconds: 10,
  answerSeconds: 5,
  fastSeconds: 1,
};

/** An edge that hands on without a canary, and forgets a sickness after five seconds without a sign of it. */
export const handing: Omit<CapabilityForwarding, "peers"> = {
  home: true,
  failures: [
    { windowSeconds: 2, percent: 5, leastFailures: 8 },
    { windowSeconds: 30, percent: 5, leastFailures: 8 },
  ],
  slow: { windowSeconds: 2, budgetSeconds: 1, leastUnderWay: 8, lastsSeconds: 0.5 },
  relapse: { windowSeconds: 2, percent: 5, leastFailures: 2, lastsSeconds: 35 },
  holdSeconds: 5,
  fewServers: 1,
  whenFull: true,
  trial: {
    percent: 5,
    leastPerSecond: 2,
    answerSeconds: 1,
    retries: true,
    renews: true,
    reddens: { windowSeconds: 30, least: 50, goodPercent: 75 },
  },
  peerErrorLimit: 5,
  roomShare: 0.8,
  takes: true,
};

/** Each knows all others, those of other providers first. */
function forwardingAt(
  all: readonly SiteSketch[],
  place: number,
  other: Partial<CapabilityForwarding>,
): EdgeForwards {
  const own = all[place] as SiteSketch;
  const others = all.filter((site) => site !== own);
  const abroad = others.some(({ provider = "aws" }) => provider !== (own.provider ?? "aws"));
  const peers = others.map((site) => ({
    site: idOf(site),
    host: "192.0.2.1",
    port: 7443,
    weight: 1,
    last: abroad && (site.provider ?? "aws") === (own.provider ?? "aws"),
  }));
  const each = { ...handing, peers, ...other };
  return { takesFrom: others.map(idOf), takesOn: 7443, byCapability: { feed: each, upload: each } };
}

const answer = (name: string) => ({
  path: `/healthz/${name}`,
  minimumServers: 1,
  watchesFailures: true,
  watchesQueue: false,
  watchesStore: true,
  drained: false,
});

/** As the stack's own edge is set. */
export const health: EdgeHealth = {
  urn: "edge-config",
  checkIntervalSeconds: 2,
  checkTimeoutSeconds: 2,
  fall: 3,
  rise: 30,
  errorLimit: 10,
  retries: 2,
  brownout: { windowSeconds: 30, minimumRequests: 200, failurePercent: 25, holdSeconds: 300 },
  storeIntervalSeconds: 4,
  byCapability: { feed: answer("feed"), upload: answer("upload") },
};
