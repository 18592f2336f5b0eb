/** The faults of a platform: what can fail, what is played by itself, and what it is called. */
import type { Platform } from "../platform/platform";
import { type Fault, type FaultKind, faultKinds, isPartial } from "./fault";
import { kinds } from "./kinds";

export { type Fault, type FaultKind, type FaultMode, fault, faultKinds } from "./fault";
export { FaultError, parseFault, parseTimedFaults } from "./parse-fault";

/** What can go down of a kind: names sorted. */
export const faultNames = (platform: Platform, kind: FaultKind): readonly string[] =>
  kinds[kind].names(platform);

/** Every single fault of a platform, in the order of the kinds and names. */
export function singleFaults(platform: Platform): Fault[] {
  return faultKinds.flatMap((kind) =>
    kinds[kind].names(platform).flatMap((name) => kinds[kind].generated(kind, name, platform)),
  );
}

/**
 * The kind under which an objective or a report counts it: a brownout of anything is one. What fails before the edge counts
 * for itself, as no edge can hand it on.
 */
export function objectiveKind({ kind, mode }: Fault): string {
  if (isPartial(mode)) return mode;
  return mode === "control" ? "control-plane" : kinds[kind].objective;
}

/** What is down, for people: `a brownout of site oci-us-ashburn-1 (50 % of requests fail)`. */
export function faultTitle(fault: Fault): string {
  const { kind, name, mode, share } = fault;
  const { title, what } = kinds[kind];
  const failing = `${Math.round((share ?? 0) * 100)} % of requests fail`;
  if (mode === "brownout") return `Brownout of ${what(name)} (${failing})`;
  if (mode === "brownout-front") return `Brownout in front of ${what(name)} (${failing} before the edge)`;
  if (mode === "slow")
    return `Slowness of ${what(name)} (${Math.round((share ?? 0) * 100)} % of requests aren't answered in time)`;
  if (title) return title(fault);
  return mode === "control" ? `Loss of the control plane of ${what(name)}` : `Loss of ${what(name)}`;
}
