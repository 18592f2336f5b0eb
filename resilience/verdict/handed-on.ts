/** What is said of requests that sites hand on to each other: who does, from when, to whom, and what stands in the way. Pure. */
import { andText, percent } from "../../graph/words";
import type { CapabilityPlan, Platform } from "../platform/platform";
import type { Phase } from "../play/checks";
import type { Condition } from "../play/condition";
import { type Ways, waysOf, waysUnder } from "../play/forwarding";
import type { Spell } from "../play/hands-from";
import { apartOf } from "./figures";

const signs: Readonly<Record<Spell["because"], string>> = {
  failures: "eight of them have failed at each pod of its edge",
  slow: "they pile up",
  "few servers": "its edge's checks have seen that too few servers are up",
};

/** Seconds: what is handed on later than this was handed on too late for most. */
const LATE = 60;

/** Of requests: less is nothing. */
const NOTABLE = 0.01;

/**
 * Plain sentences, and the configurations that decide it.
 * @param unplaced share of all requests for which, at worst, no peer had room
 */
export function handedOnReasons(
  platform: Platform,
  place: number,
  phases: readonly Phase[],
  unplaced: number,
): { readonly because: readonly string[]; readonly evidence: readonly string[] } {
  const capability = platform.capabilities[place] as CapabilityPlan;
  const all = waysOf(platform, capability.name);
  const because = new Set<string>();
  const evidence = new Set<string>();
  for (const phase of apartOf(phases)) {
    const ways = waysUnder(platform, all, phase.effects);
    for (const [site, condition] of (phase.conditions[place] ?? []).entries()) {
      const text = textOf(platform, capability, phase.conditions[place] ?? [], ways, site, condition);
      if (text === undefined) continue;
      because.add(text);
      const urn = platform.sites[site]?.health?.urn;
      if (urn !== undefined) evidence.add(urn);
    }
  }
  if (because.size > 0 && unplaced >= NOTABLE)
    because.add(
      `Peers have no room for up to ${percent(unplaced)} of all requests that would be handed on: they stay at home.`,
    );
  return { because: [...because], evidence: [...evidence] };
}

function textOf(
  { sites }: Platform,
  { name, host }: CapabilityPlan,
  conditions: readonly Condition[],
  ways: Ways,
  place: number,
  { dead, good, front = 1, hands }: Condition,
): string | undefined {
  const site = sites[place];
  const rules = site?.forwarding?.byCapability[name];
  if (!site || !rules || rules.peers.length === 0 || dead || host === undefined) return undefined;
  const fails = front > 0 ? 1 - good / front : 0;
  if (fails < NOTABLE && !hands) return undefined;
  // Who hands on takes nothing itself.
  const open = (ways[place] ?? []).filter(({ to }) => {
    const peer = conditions[to];
    return peer && !peer.dead && !peer.hands;
  });
  if (open.length === 0) return `${site.id} has no peer left that takes its requests: it hands nothing on.`;
  const first = [...(hands?.spells ?? [])].sort((a, b) => a.from - b.from)[0];
  if (!first)
    return `${site.id} hands nothing on: ${percent(fails)} of its requests fail, too few to be noticed.`;
  const to = andText(open.map((way) => sites[way.to]?.id ?? ""));
  const often = first.share < 1 - NOTABLE ? ` for ${percent(first.share)} of the time` : "";
  const late =
    first.from > LATE
      ? ": so few requests come to a pod of its edge that failures are seen late (assumption requestsPerReplicaPerSecond)"
      : "";
  const tried =
    hands && hands.trial > 0
      ? `; ${percent(hands.trial)} are tried at home first (assumption ${rules.canary ? "idempotentShareWithCanary" : "idempotentShare"})`
      : "";
  return `${site.id} hands its requests on to ${to}${often}, from ${Math.round(first.from * 10) / 10} s on, when ${signs[first.because]}${late}${tried}.`;
}
