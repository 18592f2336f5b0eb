/** What one capability is like at one site under some faults: the site's own part, before DNS moves anybody. */
import { capabilityIn, type Dependency, databaseIn } from "../../graph/dependencies";
import { percent } from "../../graph/words";
import { isCut } from "../faults/effects";
import { databasesOf, type Platform, type Site, type SiteWorkload, siteEnd } from "../platform/platform";
import type { Asked } from "./asked";
import { reactionOf, slowAt } from "./at-edge";
import { type Crowds, crowdsOf } from "./crowd";
import { type Brownout, serverDownSeconds, storeDownSeconds } from "./detection";
import type { Dip } from "./dip";
import type { HandsOn } from "./hands-from";
import { otherFailing, queueFailing, storesFailing } from "./needs";
import { noStrength, type Strength, strengthOf, survivors, weakened, zonesLost } from "./strength";

export interface Condition {
  /** Nothing answers at its addresses: clients and probes hang. */
  readonly dead: boolean;
  /** No pod is left behind its edge, which answers by an error of its own and closes an HTTP/1.1 connection after it. */
  readonly closes?: boolean;
  /** Share of requests that are answered well once the dips are over, capacity aside. */
  readonly good: number;
  readonly dips: readonly Dip[];
  /** Of `good`, the share that its edge gets to see at all; all where it isn't told. */
  readonly front?: number;
  /** How its edge hands requests on to its peers; absent where it doesn't. */
  readonly hands?: HandsOn | undefined;
  /** Seconds after which the edge's health is red, and until when; Infinity for never and for as long as it lasts. */
  readonly redFrom: number;
  readonly redUntil: number;
  /** Where only live traffic shows the failure, so that the red comes and goes. */
  readonly brownout?: Brownout | undefined;
  /** Share of the authorities' probes that fail. */
  readonly probesFail: number;
  readonly strength: Strength;
  /** What becomes of more than that. */
  readonly crowds?: Crowds;
  /** Times that users ask for one thing, as what fails behind the edge is asked for again. */
  readonly tries: number;
  /** Of what it prefers, what is lost. */
  readonly missing: readonly Dependency[];
  readonly why: readonly string[];
  readonly evidence: readonly string[];
}

export function conditionOf(asked: Asked): Condition {
  const draft = new Draft();
  const { platform, effects, capability, place } = asked;
  const site = platform.sites[place] as Site;
  if (isDead(asked, site, draft)) {
    return {
      dead: true,
      good: 0,
      dips: [],
      redFrom: 0,
      redUntil: forEver,
      probesFail: 1,
      strength: noStrength,
      tries: 1,
      missing: [],
      why: draft.why,
      evidence: draft.evidence,
    };
  }
  const workload = site.workloads[capability.name];
  const slow = slowAt(asked, site);
  const strength = weakened(asked, strengthOf(asked, site, workload), slow);
  const health = site.health?.byCapability[capability.name];
  const fails = effects.siteFails[place] ?? 0;
  if (fails > 0)
    draft.fails(fails, undefined, `${site.id} fails ${percent(fails)} of its requests`, site.urn);
  workloadFails(asked, site, draft);
  changeFails(asked, site, draft);
  needsFail(asked, site, draft);
  databasesFail(asked, site, draft);
  preferredSeen(asked, site, draft);
  refused(asked, draft);
  const lost = zonesLost(effects, site, place);
  if (lost > 0 && workload) zonesFail(asked, site, workload, lost, strength, draft);
  if (capability.host !== undefined && (health?.drained === true || site.drained)) {
    draft.redFrom = 0;
    draft.redUntil = forEver;
  }
  const { hands, brownout: seen } = reactionOf(asked, site, {
    good: draft.good,
    errors: draft.silent ? 0 : 1 - draft.good / draft.front,
    dips: draft.dips,
    slow,
    few: draft.few,
  });
  const slowShare = effects.siteSlow[place] ?? 0;
  if (slowShare > 0) {
    const reason = `${site.id} doesn't answer ${percent(slowShare)} of its requests in time`;
    draft.fails(slowShare, undefined, reason, site.urn);
  }
  // What fails before the edge no edge sees, and what isn't reached through it doesn't feel; probes come the same way.
  const behind = draft.good;
  const front = capability.host === undefined ? 0 : (effects.frontFails[place] ?? 0);
  if (front > 0) {
    const reason = `${percent(front)} of what comes to ${site.id} fails before its edge`;
    draft.fails(front, undefined, reason, site.urn);
    draft.front *= 1 - front;
  }
  // What breaks at the entrance without a probe's being hurt, no check and no edge sees.
  const unseen = capability.host === undefined ? 0 : (effects.unseenFails[place] ?? 0);
  if (unseen > 0) {
    const reason = `${percent(unseen)} of what comes to ${site.id} fails, and no check sees it`;
    draft.fails(unseen, undefined, reason, site.urn);
    draft.front *= 1 - unseen;
  }
  return {
    dead: false,
    closes: !workload || (effects.workloadFails[place]?.get(capability.name) ?? 0) >= 1,
    good: draft.good,
    dips: draft.dips,
    front: draft.front,
    hands,
    redFrom: draft.redFrom,
    redUntil: draft.redUntil,
    brownout: seen && draft.redFrom > seen.detectSeconds ? seen : undefined,
    probesFail: 1 - (1 - seenByProbes(platform, 1 - behind)) * (1 - front),
    strength,
    crowds: crowdsOf(
      platform,
      capability,
      place,
      effects.cold[place] ? platform.assumptions.coldCapacityShare : 1,
    ),
    tries: triesOf(1 - behind, platform.assumptions.clientRetries),
    missing: missingOf(asked, site),
    why: draft.why,
    evidence: draft.evidence,
  };
}

/** Of what fails behind the edge, what the authorities' probes see. */
const seenByProbes = ({ assumptions }: Platform, fails: number): number =>
  fails > 0 ? fails * assumptions.brownoutProbesFail : 0;

/** First tries and those after them, where a share of each fails: 1 + f + f² and so on. */
function triesOf(failing: number, retries: number): number {
  let [sum, left] = [1, failing];
  for (let n = 0; n < retries && left > 0; n++) {
    sum += left;
    left *= failing;
  }
  return sum;
}

const forEver = Number.POSITIVE_INFINITY;

/** A condition in the making. */
class Draft {
  good = 1;
  /** Of `good`, what comes as far as the edge's rules. */
  front = 1;
  /** Its pods don't answer at all. */
  silent = false;
  /** When too few of them are up. */
  few: { readonly from: number; readonly until: number } | undefined;
  redFrom = forEver;
  redUntil = forEver;
  readonly dips: Dip[] = [];
  readonly why: string[] = [];
  readonly evidence: string[] = [];

  blame(reason: string, urn: string | undefined): void {
    this.why.push(reason);
    if (urn) this.evidence.push(urn);
  }

  /** Health turns red after so many seconds, whatever is served. */
  reddens(seenAfter: number): void {
    this.redFrom = Math.min(this.redFrom, seenAfter);
  }

  /** No server answers; the edge's checks have seen it after so many seconds. */
  noServers(from: number): void {
    this.silent = true;
    this.few = { from, until: forEver };
  }

  /** A share of requests fails; all of them turn health red after so many seconds, where it looks at that. */
  fails(share: number, seenAfter: number | undefined, reason: string, urn: string | undefined): void {
    if (share <= 0) return;
    this.good *= 1 - share;
    this.blame(reason, urn);
    if (share >= 1 && seenAfter !== undefined) this.redFrom = Math.min(this.redFrom, seenAfter);
  }
}

function workloadFails({ effects, capability, place }: Asked, site: Site, draft: Draft): void {
  const { name } = capability;
  const workload = site.workloads[name];
  const { health } = site;
  const isWatched = (health?.byCapability[name]?.minimumServers ?? 0) > 0;
  const fails = effects.workloadFails[place];
  if (!workload) {
    draft.fails(1, isWatched ? 0 : undefined, `${site.id} has no workload for ${name}`, site.urn);
    draft.noServers(0);
  } else if (fails && fails.size > 0) {
    const seen = isWatched && health ? serverDownSeconds(health) : undefined;
    draft.fails(fails.get(name) ?? 0, seen, `${name} fails at ${site.id}`, workload.urn);
    if ((fails.get(name) ?? 0) >= 1) draft.noServers(health ? serverDownSeconds(health) : forEver);
    draft.fails(fails.get("edge") ?? 0, undefined, `the edge of ${site.id} fails`, site.edge?.urn);
    draft.front *= 1 - (fails.get("edge") ?? 0);
  }
}

/** Pods that pass every probe and fail what they are asked: live traffic alone shows it. */
function changeFails({ effects, capability, place }: Asked, site: Site, draft: Draft): void {
  const { name } = capability;
  const share = effects.changeFails[place]?.get(name) ?? 0;
  if (share <= 0) return;
  const reason = `a bad change of ${name} at ${site.id} fails ${percent(share)}`;
  draft.fails(share, undefined, reason, site.workloads[name]?.urn);
}

function needsFail(asked: Asked, site: Site, draft: Draft): void {
  const { platform, effects, capability, place } = asked;
  const { health } = site;
  const watched = health?.byCapability[capability.name];
  for (const need of capability.needs) {
    if (need === "queue") {
      const seen = watched?.watchesQueue && health ? serverDownSeconds(health) : undefined;
      const share = queueFailing(site, effects, place);
      if (share > 0) draft.fails(share, seen, `the queue of ${site.id} fails`, site.queue?.workload.urn);
    } else if (need.startsWith("media-store/")) {
      const { share, store } = storesFailing(platform, effects, site, need);
      const isOwn = need === "media-store/own";
      const seen = isOwn && watched?.watchesStore && health ? storeDownSeconds(health) : undefined;
      const which = isOwn ? "its own media store fails" : "every media store that it could use fails";
      if (share > 0) draft.fails(share, seen, `at ${site.id} ${which}`, store);
    } else if (databaseIn(need) === undefined) {
      const name = capabilityIn(need);
      const share = name === undefined ? 0 : otherFailing(asked, site, name);
      // The edge's checks ask its own pods, which answer for themselves.
      if (share > 0)
        draft.fails(share, undefined, `at ${site.id} ${need} fails`, site.workloads[name ?? ""]?.urn);
    }
  }
}

/** One that is lost with its region is back when its owner has restored it; one that is cut off when the cut is over. */
function databasesFail({ platform, effects, capability, place }: Asked, site: Site, draft: Draft): void {
  for (const { name, site: at, rtoSeconds } of databasesOf(platform, capability)) {
    const there = platform.sites[at];
    const urn = site.workloads[capability.name]?.urn;
    if (effects.siteDown[at]) {
      draft.dips.push({ until: rtoSeconds, factor: 0, where: "pods" });
      draft.blame(
        `the database ${name} is lost with ${there?.id}, and back after ${rtoSeconds} s (its own RTO)`,
        urn,
      );
    } else if (isCut(effects, siteEnd(site), siteEnd(there))) {
      draft.fails(1, undefined, `${site.id} can't reach the database ${name} at ${there?.id}`, urn);
    } else if (at !== place) {
      const share = effects.siteFails[at] ?? 0;
      draft.fails(share, undefined, `the database ${name} at ${there?.id} fails ${percent(share)}`, urn);
    }
  }
}

/** What is only preferred is watched as well where it is the site's own: another site may have all that is. */
function preferredSeen({ platform, effects, capability, place }: Asked, site: Site, draft: Draft): void {
  const { health } = site;
  const watched = health?.byCapability[capability.name];
  if (!health || !watched) return;
  if (watched.watchesQueue && capability.prefers.includes("queue")) {
    if (queueFailing(site, effects, place) >= 1) {
      draft.reddens(serverDownSeconds(health));
      draft.blame(`the queue of ${site.id} fails`, site.queue?.workload.urn);
    }
  }
  if (watched.watchesStore && capability.prefers.includes("media-store/own")) {
    const { share, store } = storesFailing(platform, effects, site, "media-store/own");
    if (share >= 1) {
      draft.reddens(storeDownSeconds(health));
      draft.blame(`at ${site.id} its own media store fails`, store);
    }
  }
}

/** What a full stream refuses fails; the edge's checks of the queue pass all the same. */
function refused({ capability, refusal }: Asked, draft: Draft): void {
  if (!refusal) return;
  const { share, why, urn } = refusal;
  if (capability.needs.includes("queue") && share > 0) draft.fails(share, undefined, why, urn);
  else draft.blame(why, urn);
}

function zonesFail(
  asked: Asked,
  site: Site,
  workload: SiteWorkload,
  lost: number,
  strength: Strength,
  draft: Draft,
): void {
  const left = survivors(workload, site, lost);
  const health = site.health?.byCapability[asked.capability.name];
  zoneDips(asked, site, workload, left, draft.dips);
  draft.blame(`${site.id} has lost ${lost === 1 ? "a zone" : `${lost} zones`}`, workload.urn);
  const returns = strength.restored > strength.atOnce ? strength.restoredAfter : forEver;
  if (left === 0) draft.dips.push({ until: returns, factor: 0 });
  const least = site.forwarding?.byCapability[asked.capability.name]?.fewServers ?? 0;
  if (site.health && left < least && !draft.few)
    draft.few = { from: serverDownSeconds(site.health), until: returns };
  if (!health || !site.health || left >= health.minimumServers) return;
  // Red for another reason too, it stays so as long as that lasts.
  if (draft.redFrom === forEver) draft.redUntil = returns;
  draft.redFrom = Math.min(draft.redFrom, serverDownSeconds(site.health));
}

function isDead({ effects, place }: Asked, site: Site, draft: Draft): boolean {
  if (effects.siteDown[place]) {
    draft.blame(`${site.id} is down`, site.urn);
    return true;
  }
  if (!site.edge) {
    draft.blame(`${site.id} has no edge`, site.urn);
    return true;
  }
  if ((effects.workloadFails[place]?.get("edge") ?? 0) >= 1) {
    draft.blame(`the edge of ${site.id} is down`, site.edge.urn);
    return true;
  }
  const lost = zonesLost(effects, site, place);
  if (lost > 0 && survivors(site.edge, site, lost) === 0) {
    draft.blame(
      `no edge is left at ${site.id} without ${lost === 1 ? "a zone" : `${lost} zones`}`,
      site.edge.urn,
    );
    return true;
  }
  return false;
}

function zoneDips(
  { platform, effects, capability, place }: Asked,
  site: Site,
  workload: SiteWorkload,
  left: number,
  dips: Dip[],
): void {
  const { assumptions } = platform;
  const lost = zonesLost(effects, site, place);
  const edges = site.edge && site.edge.floor > 0 ? survivors(site.edge, site, lost) / site.edge.floor : 0;
  dips.push({
    until: site.balancerSeconds ?? assumptions.balancerFailoverSeconds,
    factor: edges,
    where: "front",
  });
  const gone = workload.floor > 0 ? 1 - left / workload.floor : 1;
  if (capability.host !== undefined && site.health) {
    // The edge tries other servers when one doesn't connect, until its checks have taken the lost ones out.
    dips.push({ until: serverDownSeconds(site.health), factor: 1 - gone ** (1 + site.health.retries) });
  } else {
    dips.push({ until: assumptions.nodeNotReadySeconds, factor: 1 - gone });
  }
  if (capability.needs.includes("queue"))
    dips.push({ until: assumptions.queueElectionSeconds, factor: 0, where: "pods" });
}

/** Of what the capability prefers, what this site can't have. */
function missingOf(asked: Asked, site: Site): Dependency[] {
  const { platform, effects, capability, place } = asked;
  return capability.prefers.filter((preferred) => {
    if (preferred === "queue") {
      return queueFailing(site, effects, place) > 0.01 || (asked.refusal?.share ?? 0) > 0.01;
    }
    if (preferred.startsWith("media-store/"))
      return storesFailing(platform, effects, site, preferred).share > 0.01;
    const name = capabilityIn(preferred);
    return name !== undefined && otherFailing(asked, site, name) > 0.01;
  });
}
