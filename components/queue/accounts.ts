/**
 * Who may reach what in a site's queue. NATS checks the subject that is asked on and never the subject that the answer
 * goes to, and JetStream answers with its own authority wherever it is told to. So nobody but JetStream itself is in
 * an account that has JetStream: each workload, the setup Job and either end of each leaf link is alone in an account
 * of its own, which imports exactly what it needs. An answer can only reach what that one account has imported.
 */
import {
  account,
  apiPrefix,
  deliverPrefix,
  deliverSubject,
  identity,
  inboxPrefix,
  linkPrefix,
  mirrorConsumer,
  originPrefix,
  othersOf,
  peersOf,
  type QueuePlan,
  streamName,
} from "./model";
import { consumersAt, mostConsumers, streamsAt } from "./streams";

/** What an account takes from another: a subject there, under its own name here where that differs. */
export interface Import {
  /** `service`: asked here, answered there. `stream`: sent there, heard here. */
  kind: "service" | "stream";
  from: string;
  subject: string;
  to?: string;
  /** Whether one question has many answers. */
  manyAnswers?: boolean;
}

/** A user of an account: the one that a certificate names. */
export interface User {
  name: string;
  connection: "STANDARD" | "LEAFNODE";
  publish: string[];
  subscribe: string[];
}

/** Most that an account may have, over all servers of the site. */
export interface Limits {
  connections: number;
  leafLinks: number;
  subscriptions: number;
  /** Bytes of a message with its headers. */
  payload: number;
}

export interface Account {
  name: string;
  /** Most streams, and most consumers of each, of an account that holds streams; nobody connects to it. */
  jetstream?: { streams: number; consumers: number };
  imports: Import[];
  users: User[];
  limits: Limits;
}

/** Limits with their reasons. */
export const accountLimits = {
  /**
   * Pods of a workload at its ceiling, twice for a roll-out, with a connection or two each. No more: what a workload
   * has sent to itself and doesn't read is kept for each of its connections, \`pendingBytes\` of it.
   */
  workloadConnections: 100,
  workloadSubscriptions: 20_000,
  /** The Job, and whoever runs its script beside it. */
  setupConnections: 10,
  setupSubscriptions: 1000,
  /** One a server of the other site; twice, as those of a server that was cut off are noticed late. */
  leafLinks: 6,
  leafSubscriptions: 2000,
  /** Beyond the event: message id, trace context. */
  headerBytes: 8192,
  /** Questions and answers of the API. */
  apiBytes: 65_536,
  /**
   * Kept for a client that doesn't read. With the default of 64 MiB one workload had a server of 2 GiB at its memory's
   * end in seconds. Room for a pull of 500 of engagement's largest events, which clients' libraries ask for.
   */
  pendingBytes: 8_388_608,
  /**
   * At one server, those that have not said who they are among them: 33 kB each, measured, for the five seconds that
   * a handshake may take. Far above what all accounts have together, so that few keep nobody out.
   */
  serverConnections: 10_000,
} as const;

const noConnection = { connections: 0, leafLinks: 0 } as const;

/**
 * Every account of one site's servers, those that hold streams first. What was mirrored of a site that isn't trusted
 * keeps its account, as servers that don't know the account of a stream that they hold are never ready again: but
 * nothing leads into it and nothing out.
 */
export function accountsAt(plan: QueuePlan, site: string): Account[] {
  const peers = peersOf(plan, site);
  return [
    ...[site, ...othersOf(plan, site)].map((origin) => holder(plan, site, origin)),
    ...plan.workloads
      .map(({ name }) => name)
      .sort()
      .map((name) => workload(plan, site, name)),
    setup(plan, site),
    ...peers.map((peer) => listening(plan, site, peer)),
    ...peers.map((peer) => dialling(peer)),
  ];
}

/** Where the streams of one origin are: its own, or mirrors that reach it over this site's leaf link. */
function holder(plan: QueuePlan, site: string, origin: string): Account {
  const from = account.dialling(origin);
  const imports = plan.families
    .map((family) => streamName(family.name, origin))
    .sort()
    .flatMap((stream): Import[] => [
      {
        kind: "service",
        from,
        subject: `${linkPrefix(origin)}.CONSUMER.RESET.${stream}.${mirrorConsumer(site)}`,
      },
      { kind: "service", from, subject: `$JS.FC.${stream}.${mirrorConsumer(site)}.>` },
      { kind: "stream", from, subject: deliverSubject(site, stream) },
    ]);
  return {
    name: account.streams(origin),
    jetstream: { streams: plan.families.length, consumers: mostConsumers(plan, site) },
    imports: peersOf(plan, site).includes(origin) ? imports : [],
    users: [],
    limits: {
      ...noConnection,
      subscriptions: -1, // nobody's but JetStream's
      payload: -1, // as the servers'
    },
  };
}

/** One workload: publishes its families; asks for and acknowledges what it consumes, and reads it again by number. */
function workload(plan: QueuePlan, site: string, name: string): Account {
  const own = plan.workloads.find((w) => w.name === name);
  const families = plan.families.filter((f) => own?.publishes.includes(f.name));
  const publishing = families
    .flatMap(({ subjects }) => subjects)
    .map((subject): Import => ({ kind: "service", from: account.streams(site), subject }));
  const consuming = [...(own?.consumes ?? [])].sort().flatMap((family) =>
    [site, ...peersOf(plan, site)].flatMap((origin): Import[] => {
      const [stream, from] = [streamName(family, origin), account.streams(origin)];
      return [
        api(origin, `CONSUMER.INFO.${stream}.${name}`),
        // Its consumer gives each event to one pod, once: what all of its pods must know, and know again, they read here.
        api(origin, `STREAM.MSG.GET.${stream}`),
        ...pulling(site, origin, `CONSUMER.MSG.NEXT.${stream}.${name}`),
        { kind: "service", from, subject: `$JS.ACK.${stream}.${name}.>` },
      ];
    }),
  );
  const imports = [...publishing, ...consuming];
  return {
    name: account.workload(name),
    imports,
    users: [
      {
        name: identity.workload(name, site),
        connection: "STANDARD",
        publish: imports.map(localSubject),
        subscribe: [`${inboxPrefix(name)}.>`],
      },
    ],
    limits: {
      connections: accountLimits.workloadConnections,
      leafLinks: 0,
      subscriptions: accountLimits.workloadSubscriptions,
      payload: accountLimits.headerBytes + Math.max(0, ...families.map(({ maxEventBytes }) => maxEventBytes)),
    },
  };
}

/** Pulls, of the site's own streams by NATS' usual subject too, which nobody else answers. */
function pulling(site: string, origin: string, what: string): Import[] {
  const pull: Import = { ...api(origin, what), manyAnswers: true };
  const { to: _, ...usual } = pull;
  return origin === site ? [pull, usual] : [pull];
}

/** The setup Job: makes and changes what is of the plan; reads, publishes and deletes nothing, but a mirror. */
function setup(plan: QueuePlan, site: string): Account {
  const peers = peersOf(plan, site);
  const imports = [
    ...[site, ...peers].flatMap((origin) =>
      ["INFO", "STREAM.NAMES", "STREAM.LIST"].map((what) => api(origin, what)),
    ),
    ...streamsAt(plan, site, 0).flatMap(({ origin, name }) => [
      ...["INFO", "CREATE", "UPDATE"].map((what) => api(origin, `STREAM.${what}.${name}`)),
      // A mirror can't be changed, only be made anew; what it holds is the origin's.
      ...(origin === site ? [] : [api(origin, `STREAM.DELETE.${name}`)]),
      ...["NAMES", "LIST"].map((what) => api(origin, `CONSUMER.${what}.${name}`)),
      ...(origin === site
        ? []
        : askedOver(name, site).map(
            (what): Import => ({
              kind: "service",
              from: account.dialling(origin),
              subject: `${linkPrefix(origin)}.${what}`,
              to: `${originPrefix(origin)}.${what}`,
            }),
          )),
    ]),
    ...consumersAt(plan, site).flatMap(({ origin, stream, name }) =>
      ["INFO", "CREATE", "DURABLE.CREATE"].map((what) => api(origin, `CONSUMER.${what}.${stream}.${name}`)),
    ),
  ];
  return {
    name: account.setup,
    imports,
    users: [
      {
        name: identity.setup(site),
        connection: "STANDARD",
        publish: imports.map(localSubject),
        subscribe: [`${inboxPrefix("setup")}.>`],
      },
    ],
    limits: {
      connections: accountLimits.setupConnections,
      leafLinks: 0,
      subscriptions: accountLimits.setupSubscriptions,
      payload: accountLimits.apiBytes,
    },
  };
}

/** Where another site's leaf link ends: it hears what this site's consumers for its mirrors send, and says how far it is. */
function listening(plan: QueuePlan, site: string, peer: string): Account {
  const from = account.streams(site);
  const streams = plan.families.map((family) => streamName(family.name, site)).sort();
  const asks = streams.flatMap((stream): Import[] => [
    ...askedOver(stream, peer).map(
      (what): Import => ({
        kind: "service",
        from,
        subject: `$JS.API.${what}`,
        to: `${linkPrefix(site)}.${what}`,
      }),
    ),
    { kind: "service", from, subject: `$JS.FC.${stream}.${mirrorConsumer(peer)}.>` },
  ]);
  const hears = streams.map(
    (stream): Import => ({ kind: "stream", from, subject: deliverSubject(peer, stream) }),
  );
  return {
    name: account.listening(peer),
    imports: [...asks, ...hears],
    users: [
      {
        name: identity.leaf(peer),
        connection: "LEAFNODE",
        publish: asks.map(localSubject),
        // The second: what NATS makes of the subject of an answer that passes accounts.
        subscribe: [`${deliverPrefix(peer)}.>`, "_R_.>"],
      },
    ],
    limits: {
      connections: accountLimits.leafLinks, // among which NATS counts the links
      leafLinks: accountLimits.leafLinks,
      subscriptions: accountLimits.leafSubscriptions,
      payload: -1, // as the servers': events come by here with their headers
    },
  };
}

/** Where this site's leaf link to a peer begins. What comes in over it reaches only what others import from here. */
function dialling(peer: string): Account {
  return {
    name: account.dialling(peer),
    imports: [],
    users: [],
    limits: {
      connections: accountLimits.leafLinks, // among which NATS counts the links
      leafLinks: accountLimits.leafLinks,
      subscriptions: accountLimits.leafSubscriptions,
      payload: -1,
    },
  };
}

const localSubject = ({ subject, to }: Import): string => to ?? subject;

/** A subject of JetStream's API as it is asked for the streams of `origin`. */
const api = (origin: string, what: string): Import => ({
  kind: "service",
  from: account.streams(origin),
  subject: `$JS.API.${what}`,
  to: `${apiPrefix(origin)}.${what}`,
});

/** What the holder of a mirror asks its origin, over the leaf link: to begin anew, and what there is. */
const askedOver = (stream: string, holder: string): string[] => [
  `CONSUMER.RESET.${stream}.${mirrorConsumer(holder)}`,
  `STREAM.INFO.${stream}`,
];
