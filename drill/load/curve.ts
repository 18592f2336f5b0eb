/** What was served over time, from the outcomes of requests: each counts when it was due, however late it ended. Pure. */
import type { AskedCapability, ClientKind, RequestRecord } from "./plan";

/** Requests that were due from `from` on, until the next bin begins. */
export interface Bin {
  /** Seconds since the fault; before it less than 0. */
  readonly from: number;
  readonly sent: number;
  readonly ok: number;
  /** Share of those sent; undefined where nothing was sent. */
  readonly served?: number;
}

export interface Served {
  /** Requests in all. */
  readonly sent: number;
  readonly bins: readonly Bin[];
}

/** Curves of a capability: of all its clients, and by their kind. */
export interface CapabilityServed {
  readonly all: Served;
  readonly byKind: Readonly<Partial<Record<ClientKind, Served>>>;
}

export interface Stretch {
  /** Seconds from t0 when the fault begins: where the curve's time is 0. */
  readonly faultAt: number;
  /** Seconds since the fault, of whole bins. */
  readonly from: number;
  readonly to: number;
  /** Length of a bin in seconds. */
  readonly binSeconds: number;
  /** Counts as served only what was answered so soon, whatever its client's patience. */
  readonly withinSeconds?: number;
}

/**
 * Curves by capability. What this machine didn't send is in none of them.
 * @throws RangeError for bins that are no length.
 */
export function servedCurves(
  records: readonly RequestRecord[],
  stretch: Stretch,
): Readonly<Partial<Record<AskedCapability, CapabilityServed>>> {
  const found: Partial<Record<AskedCapability, CapabilityServed>> = {};
  for (const [capability, own] of groups(records, (record) => record.capability)) {
    const byKind: Partial<Record<ClientKind, Served>> = {};
    for (const [kind, ofKind] of groups(own, (record) => record.kind)) byKind[kind] = served(ofKind, stretch);
    found[capability] = { all: served(own, stretch), byKind };
  }
  return found;
}

/**
 * One curve of all these records.
 * @throws RangeError for bins that are no length.
 */
export function served(records: readonly RequestRecord[], stretch: Stretch): Served {
  const { faultAt, from, to, binSeconds, withinSeconds = Number.POSITIVE_INFINITY } = stretch;
  if (!(binSeconds > 0) || !(to >= from)) {
    throw new RangeError(`no bins of ${binSeconds} s from ${from} to ${to}: a length above 0 is wanted`);
  }
  const sums = Array.from({ length: Math.ceil((to - from) / binSeconds) }, () => ({ sent: 0, ok: 0 }));
  let sent = 0;
  for (const { at, ok, seconds, unsent } of records) {
    const bin = sums[Math.floor((at - faultAt - from) / binSeconds)];
    if (!bin || unsent) continue;
    sent++;
    bin.sent++;
    if (ok && seconds <= withinSeconds) bin.ok++;
  }
  const bins = sums.map((sum, place) => ({
    from: from + place * binSeconds,
    ...sum,
    ...(sum.sent > 0 ? { served: sum.ok / sum.sent } : {}),
  }));
  return { sent, bins };
}

function groups<K extends string>(
  records: readonly RequestRecord[],
  keyOf: (record: RequestRecord) => K,
): Map<K, RequestRecord[]> {
  const found = new Map<K, RequestRecord[]>();
  for (const record of records) {
    const group = found.get(keyOf(record));
    if (group) group.push(record);
    else found.set(keyOf(record), [record]);
  }
  return found;
}
