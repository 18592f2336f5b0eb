/**
 * What became of what was acknowledged: the journal held against what the stores and the sites have when all is over. What
 * can't be read is never taken for kept. Pure.
 */
import type { EngagementEntry, JournalEntry, UploadEntry } from "./journal";

export interface Evidence {
  readonly journal: readonly JournalEntry[];
  /** Uploads that were acknowledged before this journal, in the same world: they must be there still. */
  readonly earlier?: readonly UploadEntry[];
  /** The providers that must have every upload. */
  readonly providers: readonly string[];
  /** All stores, those that couldn't be read too. */
  readonly stores: readonly StoreContents[];
  /** All sites, those that couldn't be asked too. */
  readonly sites: readonly SiteEvents[];
  /** When a fault began, in seconds from t0. */
  readonly faults: readonly number[];
  /** Seconds of accepted events that may be lost with a fault. */
  readonly rpoSeconds: number;
}

export interface StoreContents {
  /** Id of the site that it stands at. */
  readonly site: string;
  readonly provider: string;
  /** Undefined where it couldn't be read. */
  readonly objects?: readonly StoredObject[];
}

export interface StoredObject {
  readonly key: string;
  /** Of the bytes as they were read. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What the sites' programs have counted. */
export interface SiteEvents {
  readonly site: string;
  /** How often each event was counted, by its id: an upload's, or an engagement's. Undefined where nobody answers. */
  readonly seen?: ReadonlyMap<string, number>;
}

export interface Invariant {
  readonly id: InvariantId;
  readonly held: boolean;
  /** Why, with counts and the first few that break it. */
  readonly because: string;
}

export type InvariantId =
  | "uploads-kept"
  | "uploads-in-each-provider"
  | "manifests-kept"
  | "one-answer-per-id"
  | "events-kept"
  | "events-not-doubled";

export interface Truth {
  readonly acknowledged: number;
  /** Uploads whose bytes are in no store that could be read. */
  readonly lost: number;
  /** Uploads that were marked when they were acknowledged, and are in a store of each provider now. */
  readonly backfilled: number;
  readonly events: number;
  readonly eventsLost: number;
  /** Events that a site counted more than once. */
  readonly doubled: number;
  readonly invariants: readonly Invariant[];
}

export function truthOf(evidence: Evidence): Truth {
  const own = distinct(evidence.journal.filter((entry) => entry.what === "upload"));
  const uploads = [...(evidence.earlier ?? []), ...own];
  const engagements = distinct(evidence.journal.filter((entry) => entry.what === "engagement"));
  // Of what has no queue nobody is told.
  const events = [...own.filter(({ event }) => event !== "none"), ...engagements];
  const stores = evidence.stores.map(indexed);
  const lost = uploads.filter((upload) => !stores.some((store) => hasBytes(store, upload)));
  const missing = uploads.flatMap((upload) =>
    evidence.providers
      .filter((provider) => !stores.some((store) => store.provider === provider && hasBytes(store, upload)))
      .map((provider) => ({ upload, provider })),
  );
  const missed = new Set(missing.map(({ upload }) => upload.id));
  const eventsLost = events.filter(({ id }) => !evidence.sites.some(({ seen }) => (seen?.get(id) ?? 0) > 0));
  const doubled = doubledIn(evidence.sites);
  return {
    acknowledged: own.length,
    lost: lost.length,
    backfilled: own.filter(({ id, marked }) => marked && !missed.has(id)).length,
    events: events.length,
    eventsLost: eventsLost.length,
    doubled: doubled.length,
    invariants: [
      uploadsKept(uploads, lost, evidence.stores),
      inEachProvider(uploads, missing, evidence),
      manifestsKept(uploads, stores),
      oneAnswerPerId(evidence.journal),
      eventsKept(events, eventsLost, evidence),
      notDoubled(doubled, evidence.sites),
    ],
  };
}

interface Indexed {
  readonly provider: string;
  readonly byKey: ReadonlyMap<string, StoredObject>;
}

const indexed = ({ provider, objects = [] }: StoreContents): Indexed => ({
  provider,
  byKey: new Map(objects.map((object) => [object.key, object])),
});

function hasBytes({ byKey }: Indexed, { key, sha256, bytes }: UploadEntry): boolean {
  const object = byKey.get(key);
  return object !== undefined && object.sha256 === sha256 && object.bytes === bytes;
}

/** The last word on each id: an upload that was sent again is answered anew, with what holds then. */
function distinct<T extends JournalEntry>(entries: readonly T[]): T[] {
  return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}

function uploadsKept(
  uploads: readonly UploadEntry[],
  lost: readonly UploadEntry[],
  stores: readonly StoreContents[],
): Invariant {
  const unread = stores.filter(({ objects }) => objects === undefined).map(({ site }) => site);
  const unreadSaid = unread.length > 0 ? `; not read: ${unread.join(", ")}` : "";
  return invariant(
    "uploads-kept",
    lost.length === 0 && (uploads.length === 0 || unread.length < stores.length),
    lost.length === 0
      ? `each of ${uploads.length} acknowledged uploads is in a store, byte by byte${unreadSaid}`
      : `${lost.length} of ${uploads.length} acknowledged uploads are in no store as they were sent: ${few(lost.map(named))}${unreadSaid}`,
  );
}

function inEachProvider(
  uploads: readonly UploadEntry[],
  missing: readonly { readonly upload: UploadEntry; readonly provider: string }[],
  { providers, stores }: Evidence,
): Invariant {
  const untold = providers.filter(
    (provider) => !stores.some((store) => store.provider === provider && store.objects !== undefined),
  );
  if (untold.length > 0 && uploads.length > 0) {
    const because = `can't tell: no store of ${untold.join(" or ")} could be read`;
    return invariant("uploads-in-each-provider", false, because);
  }
  const ids = new Set(missing.map(({ upload }) => upload.id));
  return invariant(
    "uploads-in-each-provider",
    missing.length === 0,
    missing.length === 0
      ? `each of ${uploads.length} acknowledged uploads is in a store of ${providers.join(" and of ")}; ${uploads.filter(({ marked }) => marked).length} of them were marked first and filled in`
      : `${ids.size} of ${uploads.length} acknowledged uploads are missing: ${few(
          missing.map(
            ({ upload, provider }) =>
              `${upload.key} at ${provider} (${upload.marked ? "marked, not filled in" : "never marked"})`,
          ),
        )}`,
  );
}

function manifestsKept(uploads: readonly UploadEntry[], stores: readonly Indexed[]): Invariant {
  const without = uploads.filter(({ manifestKey }) => !stores.some(({ byKey }) => byKey.has(manifestKey)));
  return invariant(
    "manifests-kept",
    without.length === 0,
    without.length === 0
      ? `each of ${uploads.length} acknowledged uploads has its manifest in a store`
      : `${without.length} of ${uploads.length} acknowledged uploads have no manifest: ${few(without.map(({ manifestKey }) => manifestKey))}`,
  );
}

/** An id that was acknowledged for two different contents, or under two keys, stands for neither. */
function oneAnswerPerId(journal: readonly JournalEntry[]): Invariant {
  const known = new Map<string, string>();
  const broken = new Set<string>();
  for (const entry of journal) {
    if (entry.what !== "upload") continue;
    const said = `${entry.key} ${entry.sha256}`;
    if ((known.get(entry.id) ?? said) !== said) broken.add(entry.id);
    known.set(entry.id, said);
  }
  return invariant(
    "one-answer-per-id",
    broken.size === 0,
    broken.size === 0
      ? `each of ${known.size} upload ids was acknowledged under one key`
      : `${broken.size} of ${known.size} upload ids were acknowledged under two keys: ${few([...broken])}`,
  );
}

type Event = UploadEntry | EngagementEntry;

/** An acknowledgement travels: what was accepted just before a fault may be known just after. */
const TRAVEL_SECONDS = 1;

function eventsKept(events: readonly Event[], lost: readonly Event[], evidence: Evidence): Invariant {
  const { sites, faults, rpoSeconds } = evidence;
  if (events.length > 0 && sites.every(({ seen }) => seen === undefined)) {
    return invariant("events-kept", false, "can't tell: no site could be asked");
  }
  const unexcused = lost.filter(
    ({ at }) => !faults.some((fault) => at >= fault - rpoSeconds && at <= fault + TRAVEL_SECONDS),
  );
  const worth = lost.length === 0 ? "none is lost" : `${lost.length} are lost, of ${shown(spanOf(lost))} s`;
  return invariant(
    "events-kept",
    unexcused.length === 0,
    unexcused.length === 0
      ? `of ${events.length} acknowledged events ${worth}; ${rpoSeconds} s before a fault may be`
      : `${unexcused.length} of ${events.length} acknowledged events are lost that were older than ${rpoSeconds} s when a fault began, or younger than it: ${few(unexcused.map(({ id, at }) => `${id} at ${shown(at)} s`))}`,
  );
}

interface Doubled {
  readonly site: string;
  readonly id: string;
  readonly times: number;
}

const doubledIn = (sites: readonly SiteEvents[]): Doubled[] =>
  sites.flatMap(({ site, seen }) =>
    [...(seen ?? [])].filter(([, times]) => times > 1).map(([id, times]) => ({ site, id, times })),
  );

function notDoubled(doubled: readonly Doubled[], sites: readonly SiteEvents[]): Invariant {
  const asked = sites.filter(({ seen }) => seen !== undefined);
  return invariant(
    "events-not-doubled",
    doubled.length === 0 && (asked.length > 0 || sites.length === 0),
    doubled.length > 0
      ? `${doubled.length} events were counted more than once: ${few(doubled.map(({ site, id, times }) => `${id} ${times} times at ${site}`))}`
      : asked.length === 0 && sites.length > 0
        ? "can't tell: no site could be asked"
        : `no event was counted twice at any of ${asked.length} sites`,
  );
}

const invariant = (id: InvariantId, held: boolean, because: string): Invariant => ({ id, held, because });

const MOST_NAMED = 3;

const few = (texts: readonly string[]): string =>
  texts.length <= MOST_NAMED
    ? texts.join(", ")
    : `${texts.slice(0, MOST_NAMED).join(", ")} and ${texts.length - MOST_NAMED} more`;

const named = ({ id, key, at }: UploadEntry): string => `${id} (${key}, ${shown(at)} s)`;
/** Seconds between the first and the last of some events. */
function spanOf(events: readonly Event[]): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { at } of events) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return last - first;
}
const shown = (seconds: number): number => Math.round(seconds * 10) / 10;
