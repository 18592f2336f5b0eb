/** What must be known of every kind of fault: a file of its own in kinds/, all of them in kinds.ts. */
import type { Platform } from "../platform/platform";
import type { Draft } from "./draft";
import { type Fault, type FaultKind, type FaultMode, fault, partialModes, type TimedFault } from "./fault";

export interface Kind {
  /** The ways in which it can fail. */
  readonly modes: readonly FaultMode[];
  /** What `--help` says that a fault of it is named by. */
  readonly namedBy: string;
  /** What of a platform can fail so, sorted. */
  readonly names: (platform: Platform) => readonly string[];
  /** A name as people write it, as the platform has it. */
  readonly spelled?: (name: string) => string;
  /** What fails, for people: `site oci-us-ashburn-1`. */
  readonly what: (name: string) => string;
  /** The whole title, where it isn't a loss of what fails. */
  readonly title?: (fault: Fault) => string;
  /** The kind under which objectives count it, unless its mode is counted for itself. */
  readonly objective: string;
  /** The faults that are played of one of its names, among all single faults. */
  readonly generated: (kind: FaultKind, name: string, platform: Platform) => readonly Fault[];
  /** What it takes away for as long as it lasts; at its worst, where it is made of several. */
  readonly effect: (platform: Platform, draft: Draft, fault: Fault) => void;
  /** Where it isn't the same for as long as it lasts: what it is made of, at its times. */
  readonly unfold?: (platform: Platform, timed: TimedFault) => readonly TimedFault[];
  /** Whether it comes and goes: how often may be said after its name. */
  readonly isPeriodic?: true;
  /** Somebody's doing or omission: played by itself, and not with every other fault, which would be too many. */
  readonly isHuman?: true;
}

/** Its loss alone is generated. */
export const hardAlone: Kind["generated"] = (kind, name) => [fault(kind, name)];

/** Shares that are generated for each site, metro and provider, of all modes that hit a part. */
const shares = [0.1, 0.25, 0.5, 0.75, 0.9] as const;

/** Its loss, and of each mode that hits a part from mild to nearly all. */
export const hardAndPartial: Kind["generated"] = (kind, name) => [
  fault(kind, name),
  ...partialModes.flatMap((mode) => shares.map((share) => fault(kind, name, mode, share))),
];
