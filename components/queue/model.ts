/**
 * The queue's words: each site has a JetStream domain, an account for its streams and one origin stream per family of
 * subjects; every other site holds a mirror of each. That account, the domain and the cluster are named by the site's
 * id; who connects is in an account of its own (accounts.ts).
 */

/** One family of events, with a stream per site. */
export interface EventFamily {
  /** Lower-case letters, digits and hyphens: `uploads`. */
  name: string;
  /** Subjects of its events: `upload.>`. No other family may share them. */
  subjects: readonly string[];
  /** How long an event is kept, hours, 1 to 8,760. Consumers and mirrors that are away longer miss events. */
  maxAgeHours: number;
  /** Most bytes of one event. */
  maxEventBytes: number;
  /** Bytes of a usual event, its subject and headers included. The streams' sizes follow from it. */
  eventBytes: number;
  /** Events of it that a request to a workload that publishes it makes, on average. */
  eventsPerRequest: number;
  /** Within how many seconds a repeated `Nats-Msg-Id` is dropped: the publishers' longest retry. Takes memory. */
  duplicateWindowSeconds: number;
}

/** A family with the sizes of its streams: see sizes.ts. */
export interface SizedFamily extends EventFamily {
  /** Most bytes of a stream by the site where it begins; each site reserves them, its own stream's and the mirrors'. */
  maxBytes: Readonly<Record<string, number>>;
}

/** A workload that talks to the queue of its own site. */
export interface QueueWorkload {
  /** Lower-case letters, digits and hyphens. */
  name: string;
  /** Names of the families it publishes to its own site's streams. */
  publishes: readonly string[];
  /** Names of the families it consumes, of all sites. */
  consumes: readonly string[];
}

/** What the queues of all sites have in common. */
export interface QueuePlan {
  /** Ids of all sites. */
  sites: readonly string[];
  /**
   * Those of them that nobody trusts any more. The others have no link to them, know no user of theirs and give nobody
   * what came from them; the mirrors that they have of them stay as they are.
   */
  untrusted?: readonly string[];
  families: readonly SizedFamily[];
  workloads: readonly QueueWorkload[];
}

/** Name of the stream of `family` that begins at `origin`, there and in its mirrors. Unique within a site, so that
 * acknowledgements (whose subject carries the stream's name) can't be taken for another site's. */
export const streamName = (family: string, origin: string) => `${family}-${origin}`;

/** Prefix of the JetStream API through which a workload or the setup Job reaches the streams that began at `origin`, this
 * site's own as well as its mirrors. Its clients take it as their API prefix. Not `$JS.API`: in an account without
 * JetStream the servers answer that too, that there is none, and a client would have two answers. */
export const apiPrefix = (origin: string) => `JS.${origin}.API`;

/** Prefix by which a mirror reaches its origin over the leaf link. Not the one of NATS' domains, `$JS.<domain>.API`: at a
 * leaf link the servers send whatever comes by that to JetStream itself, past all that an account imports. */
export const linkPrefix = (origin: string) => `JS.${origin}.API`;

/** Prefix by which the setup Job asks a mirror's origin itself. */
export const originPrefix = (origin: string) => `ORIGIN.${origin}.API`;

/** Where the mirrors at `holder` get their messages; the only subjects that a leaf link carries from the origin, besides
 * answers. */
export const deliverPrefix = (holder: string) => `mirror.${holder}`;
export const deliverSubject = (holder: string, stream: string) => `${deliverPrefix(holder)}.${stream}`;

/** The origin's durable consumer that feeds the mirrors at `holder`; of no workload's name. */
export const mirrorConsumer = (holder: string) => `${MIRROR}${holder}`;
const MIRROR = "mirror-";

/** Names of accounts. A site's id has no underscore, so that none is another's. */
export const account = {
  /** Holds what began at a site: its own streams, or mirrors of them. */
  streams: (origin: string) => origin,
  workload: (name: string) => `workload_${name}`,
  setup: "setup_job",
  /** Where another site's leaf link ends. */
  listening: (peer: string) => `from_${peer}`,
  /** Where the leaf link to another site begins. */
  dialling: (peer: string) => `to_${peer}`,
};

/** Identities: the DNS names on client certificates, which NATS maps to users. Never resolved. */
export const identity = {
  workload: (name: string, site: string) => `${name}.workload.${site}.queue.internal`,
  setup: (site: string) => `setup.${site}.queue.internal`,
  leaf: (site: string) => `leaf.${site}.queue.internal`,
};

/** Prefix of a workload's reply subjects; its client's inbox prefix. Its account has no other workload in it. */
export const inboxPrefix = (workload: string) => `_INBOX.${workload}`;

const nameForm = /^[a-z]([a-z0-9-]*[a-z0-9])?$/;
const subjectForm = /^[a-z][a-z0-9-]*(\.([a-z0-9-]+|\*))*(\.>)?$/;

function check(ok: boolean, key: string, found: unknown, wanted: string): void {
  if (!ok) throw new Error(`queue plan: ${key} is ${JSON.stringify(found)}; it must be ${wanted}`);
}

/** Throws on a plan that can't be configured, naming the key. */
export function checkPlan(plan: QueuePlan): void {
  const families = new Set(plan.families.map((f) => f.name));
  const first = plan.families.flatMap((f) => f.subjects.map((s) => s.split(".")[0] as string));
  for (const s of plan.sites) check(nameForm.test(s), "sites", s, "lower-case letters, digits and hyphens");
  check(new Set(plan.sites).size === plan.sites.length, "sites", plan.sites, "without repeats");
  for (const s of plan.untrusted ?? []) check(plan.sites.includes(s), "untrusted", s, "one of the sites");
  check(families.size === plan.families.length, "families", [...families], "without repeats");
  for (const f of plan.families) {
    const key = `family ${JSON.stringify(f.name)}`;
    check(nameForm.test(f.name), `${key} name`, f.name, "lower-case letters, digits and hyphens");
    check(f.subjects.length > 0, `${key} subjects`, f.subjects, "at least one");
    for (const s of f.subjects)
      check(subjectForm.test(s), `${key} subjects`, s, "a subject such as upload.>");
    check(f.maxAgeHours >= 1 && f.maxAgeHours <= 8760, `${key} maxAgeHours`, f.maxAgeHours, "1 to 8760");
    check(f.maxEventBytes > 0, `${key} maxEventBytes`, f.maxEventBytes, "over 0");
    const isUsual = f.eventBytes > 0 && f.eventBytes <= f.maxEventBytes;
    check(isUsual, `${key} eventBytes`, f.eventBytes, "over 0 and up to maxEventBytes");
    check(f.eventsPerRequest > 0, `${key} eventsPerRequest`, f.eventsPerRequest, "over 0");
    for (const site of plan.sites) {
      const bytes = f.maxBytes[site];
      const isEnough = bytes !== undefined && bytes >= f.maxEventBytes;
      check(isEnough, `${key} maxBytes of ${site}`, bytes ?? null, "maxEventBytes or more");
    }
    const window = f.duplicateWindowSeconds;
    check(
      window >= 1 && window <= f.maxAgeHours * 3600,
      `${key} duplicateWindowSeconds`,
      window,
      "1 to maxAgeHours",
    );
  }
  // Families with the same first word could overlap; so could the words that NATS and the leaf links use.
  const taken = plan.families.flatMap((f) => [...new Set(f.subjects.map((s) => s.split(".")[0] as string))]);
  for (const w of first) {
    check(
      taken.filter((x) => x === w).length === 1 && w !== "mirror",
      "families' subjects",
      w,
      "of one family, not `mirror`",
    );
  }
  check(
    new Set(plan.workloads.map((w) => w.name)).size === plan.workloads.length,
    "workloads",
    plan.workloads.map((w) => w.name),
    "without repeats",
  );
  for (const w of plan.workloads) {
    check(nameForm.test(w.name), "workload name", w.name, "lower-case letters, digits and hyphens");
    check(!w.name.startsWith(MIRROR), "workload name", w.name, `not a mirror's, which begin with ${MIRROR}`);
    for (const f of [...w.publishes, ...w.consumes])
      check(families.has(f), `workload ${w.name}`, f, "a family's name");
  }
}

/** The other sites, sorted. */
export const othersOf = (plan: QueuePlan, site: string): string[] =>
  plan.sites.filter((s) => s !== site).sort();

/** The other sites that this one has to do with, sorted. */
export const peersOf = (plan: QueuePlan, site: string): string[] =>
  othersOf(plan, site).filter((s) => !plan.untrusted?.includes(s));

/** Workloads that publish a family, sorted. */
export const publishersOf = ({ workloads }: Pick<QueuePlan, "workloads">, { name }: { name: string }) =>
  workloads
    .filter(({ publishes }) => publishes.includes(name))
    .map((workload) => workload.name)
    .sort();

/** Bytes that each server of a site must have for its streams, all copies of all sites. */
export function reservedBytes({ sites, families }: Pick<QueuePlan, "sites" | "families">): number {
  return families.reduce((sum, f) => sum + sites.reduce((all, site) => all + (f.maxBytes[site] ?? 0), 0), 0);
}

/**
 * What NATS stores of an event beside its subject, headers and body: measured, 334 bytes for an event of 233 with a
 * message id.
 */
const STORED_OVERHEAD_BYTES = 101;

/** Bytes that an event of a family takes in the store. */
export const storedBytes = ({ eventBytes }: EventFamily): number => eventBytes + STORED_OVERHEAD_BYTES;
