/** A fault: one thing that goes down. Its id is stable and what the command line takes: KIND:NAME[:MODE[:SHARE]]. */

/** In the order in which they are listed and played; what each is and does: kinds.ts. */
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

export function fault(kind: FaultKind, name: string, mode: FaultMode = "hard", share?: number): Fault {
  const id = [kind, name, ...(mode === "hard" ? [] : [mode]), ...(share === undefined ? [] : [share])].join(
    ":",
  );
  return { id, kind, name, mode, ...(share === undefined ? {} : { share }) };
}

/** Whether a share of requests fails, and not all. */
export const isBrownout = (mode: FaultMode): boolean => mode === "brownout" || mode === "brownout-front";
