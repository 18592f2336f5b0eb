/** A fault: one thing that goes down. Its id is stable and what the command line takes: parse-fault.ts has its grammar. */

/** In the order in which they are listed and played; what each is and does: kinds.ts. */
export const faultKinds = [
  "zone",
  "site",
  "metro",
  "provider",
  "provider-blind",
  "regions",
  "dns-authority",
  "authority-wrong",
  "health-checks",
  "control-plane",
  "registry",
  "link",
  "workload",
  "queue",
  "media-store",
  "bad-change",
  "expiry",
  "flapping",
  "return",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * `hard`: nothing answers. `brownout`: a share of requests fails behind the edge. `brownout-front`: a share fails before
 * it, probes as well as requests. `slow`: a share isn't answered before the edge gives up waiting. `control`: it runs on
 * but can't be changed.
 */
export type FaultMode = "hard" | PartialMode | "control" | typeof sitesAlone;
/** Those of which a share of the requests is told. */
export type PartialMode = (typeof partialModes)[number];
export const partialModes = ["brownout", "brownout-front", "slow"] as const;

/** Of a provider: its sites are lost and its DNS lives on and sees it. Played beside the hard loss, never asked for. */
export const sitesAlone = "sites-alone";

export interface Fault {
  /** `site:oci-us-ashburn-1:brownout:0.5`. */
  readonly id: string;
  readonly kind: FaultKind;
  readonly name: string;
  readonly mode: FaultMode;
  /** Of requests that fail, over 0 and up to 1: of the modes that hit a part only. */
  readonly share?: number;
  /** Of what comes and goes: seconds from one loss to the next, where that isn't as assumed. */
  readonly period?: number;
}

export interface TimedFault {
  readonly fault: Fault;
  /** Seconds from the scenario's beginning. */
  readonly start: number;
  /** Without one it goes on for as long as the scenario is followed. */
  readonly end?: number;
}

export function fault(kind: FaultKind, name: string, mode: FaultMode = "hard", share?: number): Fault {
  const id = [kind, name, ...(mode === "hard" ? [] : [mode]), ...(share === undefined ? [] : [share])].join(
    ":",
  );
  return { id, kind, name, mode, ...(share === undefined ? {} : { share }) };
}

/** What comes and goes, with so many seconds from one loss to the next; as assumed where none are told. */
export const comingAndGoing = (kind: FaultKind, name: string, period?: number): Fault => {
  const plain = fault(kind, name);
  return period === undefined ? plain : { ...plain, id: `${plain.id}:${period}`, period };
};

/** Whether a share of requests fails, and not all. */
export const isPartial = (mode: FaultMode): mode is PartialMode =>
  (partialModes as readonly FaultMode[]).includes(mode);
