/** What a capability is at one site while more is asked of it than its pods can answer. Pure. */
import type { CapabilityPlan, Platform } from "../platform/platform";
import { type Brownout, brownoutSeen } from "./detection";
import { fullOf, inTimeShare } from "./goodput";

export interface Crowd {
  /** Of what its pods answer meanwhile, the share that comes in time. */
  readonly inTime: number;
  /** How its health turns red for that; absent where it doesn't. */
  readonly seen?: Brownout;
}

export interface Crowds {
  readonly atOnce: Crowd;
  /** With as many pods, of the edge too, as may be started. */
  readonly grown: Crowd;
}

const cached = new WeakMap<Platform, Map<string, Crowds>>();

/** @param warmth what a pod answers of what it usually does: less while its caches are empty. */
export function crowdsOf(platform: Platform, capability: CapabilityPlan, place: number, warmth = 1): Crowds {
  const known = cached.get(platform) ?? new Map<string, Crowds>();
  cached.set(platform, known);
  const key = `${place} ${warmth} ${capability.name}`;
  let found = known.get(key);
  if (!found) {
    found = {
      atOnce: crowdOf(platform, capability, place, warmth, "floor"),
      grown: crowdOf(platform, capability, place, warmth, "ceiling"),
    };
    known.set(key, found);
  }
  return found;
}

function crowdOf(
  { sites, assumptions }: Platform,
  { name, host }: CapabilityPlan,
  place: number,
  warmth: number,
  size: "floor" | "ceiling",
): Crowd {
  const site = sites[place];
  const workload = site?.workloads[name];
  // What no edge stands before is taken to answer what it can.
  if (host === undefined || site?.waitsUntold) return { inTime: 1 };
  if (!site?.edge || !workload) return { inTime: 0 };
  const perSecond = assumptions.requestsPerReplicaPerSecond * warmth;
  const [edges, servers] = [site.edge[size], workload[size]];
  const behind = { edges, servers, perSecond, patienceSeconds: assumptions.clientPatienceSeconds };
  const limits = site.limits?.byCapability[name];
  const inTime = inTimeShare(limits, behind);
  const { health } = site;
  if (inTime >= 1 || !limits || !health?.byCapability[name]?.watchesFailures) return { inTime };
  // What its pods are sent is what they answer, at least.
  const seen = brownoutSeen(health, 1 - inTime, (perSecond * servers) / edges, servers);
  if (!seen) return { inTime };
  // Nothing has failed before the first is given up. What a client gives up, no edge counts for a failure.
  const { leftSeconds } = fullOf(limits, behind);
  if (leftSeconds < limits.answerSeconds) return { inTime };
  return { inTime, seen: { ...seen, detectSeconds: seen.detectSeconds + leftSeconds } };
}
