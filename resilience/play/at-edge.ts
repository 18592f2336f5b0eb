/** What a site's edge does about what fails behind it: it hands on to its peers, and turns its health red. Pure. */
import type { Site } from "../platform/platform";
import type { Asked } from "./asked";
import { type Brownout, brownoutSeen } from "./detection";
import type { Dip } from "./dip";
import { type Way, waysOf, waysUnder } from "./forwarding";
import { type HandsOn, handsOnOf, type Seen, type TriedRed, triedRed } from "./hands-from";
import { requestsPerSecond } from "./requests";
import { type Load, type Slowness, slowness } from "./slow";
import { strengthOf } from "./strength";

/** What fails behind an edge. */
export interface Behind {
  /** Share of requests that is answered well, slowness and dips aside. */
  readonly good: number;
  /** Of requests, those that pods answer by an error: what isn't answered at all marks servers down instead. */
  readonly errors: number;
  readonly dips: readonly Dip[];
  readonly slow?: Slowness | undefined;
  /** Seconds after which too few servers are up, and until when; absent where enough are. */
  readonly few?: { readonly from: number; readonly until: number } | undefined;
}

export interface EdgeReaction {
  readonly hands?: HandsOn | undefined;
  /** How its health turns red for what live requests alone show. */
  readonly brownout?: Brownout | undefined;
}

export function slowAt(asked: Asked, site: Site): Slowness | undefined {
  const share = asked.effects.siteSlow[asked.place] ?? 0;
  // Who calls what has no public name holds no place at the edge; how long it waits isn't told.
  if (share <= 0 || asked.capability.host === undefined) return undefined;
  return slowness(site.limits?.byCapability[asked.capability.name], share, loadAt(asked, site));
}

function loadAt({ platform, capability, baseShare }: Asked, site: Site): Load {
  const { demandShare, requestsPerReplicaPerSecond } = platform.assumptions;
  return {
    requestsPerSecond: requestsPerSecond(platform, capability.name, demandShare) * baseShare,
    perServer: requestsPerReplicaPerSecond,
    servers: site.workloads[capability.name]?.floor ?? 0,
    edges: site.edge?.floor ?? 0,
  };
}

export function reactionOf(asked: Asked, site: Site, behind: Behind): EdgeReaction {
  const { capability } = asked;
  const { health, edge } = site;
  const fails = 1 - behind.good * (1 - (behind.slow?.seen ?? 0));
  const isWell = fails <= 0 && behind.few === undefined && !behind.dips.some(({ where }) => where === "pods");
  if (isWell || !edge || edge.floor === 0) return {};
  const { requestsPerSecond, edges, servers } = loadAt(asked, site);
  const perPod = requestsPerSecond / edges;
  const watched =
    health && fails > 0 && health.byCapability[capability.name]?.watchesFailures === true
      ? health
      : undefined;
  const redAt = (perSecond: number): Brownout | undefined => {
    const found = watched && brownoutSeen(watched, fails, perSecond, servers);
    return found && behind.slow
      ? { ...found, detectSeconds: found.detectSeconds + behind.slow.afterSeconds }
      : found;
  };
  const rules = site.forwarding?.byCapability[capability.name];
  const ways = rules && capability.host !== undefined ? waysFrom(asked) : [];
  const plain = redAt(perPod);
  if (!rules || ways.length === 0) return { brownout: plain };
  const { idempotentShare, idempotentShareWithCanary, clientPatienceSeconds, peerHopSeconds } =
    asked.platform.assumptions;
  const seen: Seen = {
    requestsPerSecond: perPod,
    idempotent: rules.canary ? idempotentShareWithCanary : idempotentShare,
    patienceSeconds: clientPatienceSeconds,
    hopSeconds: peerHopSeconds,
    returnSeconds: Math.max(0, ...capability.answers.map((name) => name?.ttlSeconds ?? 0)),
    awaySeconds: health?.brownout?.holdSeconds ?? 0,
  };
  const hands = handsOnOf(rules, failingOf(asked, site, behind), seen);
  // Before it hands on, all that comes counts; then what is tried at home, and what no peer has room for.
  const spell = hands?.spells.find(({ until }) => until === Number.POSITIVE_INFINITY);
  if (!hands || !spell || (plain && plain.detectSeconds <= spell.from)) return { hands, brownout: plain };
  const stays = 1 - spell.share * taken(asked, ways) * (1 - hands.trial);
  const tried = triedRed(rules.trial, fails, seen);
  return {
    hands,
    brownout: sooner(
      redAt(perPod * stays),
      tried && health?.brownout && byTrials(tried, spell.from, health.brownout.holdSeconds),
    ),
  };
}

const byTrials = ({ seconds, fullness }: TriedRed, from: number, holdSeconds: number): Brownout => ({
  detectSeconds: from + seconds,
  holdSeconds,
  fullness,
});

const sooner = (a: Brownout | undefined, b: Brownout | undefined): Brownout | undefined =>
  a && b ? (a.detectSeconds <= b.detectSeconds ? a : b) : (a ?? b);

function failingOf(asked: Asked, site: Site, { errors, dips, slow, few }: Behind) {
  return {
    share: errors,
    dips: dips.filter(({ where }) => where === "pods"),
    slowShare: slow ? (asked.effects.siteSlow[asked.place] ?? 0) : 0,
    answerSeconds:
      site.limits?.byCapability[asked.capability.name]?.answerSeconds ?? Number.POSITIVE_INFINITY,
    few,
  };
}

/** Peers that can be reached, and aren't lost. */
function waysFrom({ platform, capability, effects, place }: Asked): readonly Way[] {
  const own = waysUnder(platform, waysOf(platform, capability.name), effects)[place] ?? [];
  return own.filter(({ to }) => !effects.siteDown[to]);
}

/** Of what a site is asked while nothing is moved, the share that its peers have room for; a peer that fails too has none. */
function taken(asked: Asked, ways: readonly Way[]): number {
  const { platform, effects, capability, baseShare, baseShares } = asked;
  const { demandShare } = platform.assumptions;
  const own = demandShare * baseShare;
  if (own <= 0) return 1;
  let room = 0;
  for (const { to } of ways) {
    const peer = platform.sites[to] as Site;
    if ((effects.siteFails[to] ?? 0) > 0 || (effects.siteSlow[to] ?? 0) > 0) continue;
    const { atOnce } = strengthOf({ ...asked, place: to }, peer, peer.workloads[capability.name]);
    const share = peer.forwarding?.byCapability[capability.name]?.roomShare ?? 0;
    room += Math.max(0, atOnce * share - demandShare * (baseShares?.[to] ?? 0));
  }
  return Math.min(1, room / own);
}
