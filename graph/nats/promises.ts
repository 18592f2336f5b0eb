/** What each site's queue must do with each event that the platform depends on, and what keeps it from that. */
import type { Obstacle, Said } from "../said";
import { perGraph } from "../views/per-graph";
import type { StreamView } from "../views/queues";
import { textAt } from "../views/read";
import type { WorkloadView } from "../views/workloads";
import { definitionsWrong } from "./definitions";
import { type ReadQueue, readQueues } from "./queues";
import { covers, keptFrom, ledTo, type UserView, usersOf } from "./rights";
import { serversWrong } from "./servers";
import { asBlock, type Block, blockIn, listIn, wordIn } from "./tree";

export const brokenQueues = perGraph((graph): readonly Obstacle[] =>
  readQueues(graph).flatMap((read) => {
    const { tree, file } = read;
    if (!tree)
      return [{ at: file, because: "has a configuration whose brackets don't match", unsure: true as const }];
    const all = [...eventsOf(read, tree), ...serversWrong(read, tree)].map((one) => ({ at: file, ...one }));
    return distinct([...all, ...definitionsWrong(read)]);
  }),
);

const distinct = (all: readonly Obstacle[]): Obstacle[] => [
  ...new Map(all.map((one) => [`${one.at.urn} ${one.because}`, one])).values(),
];

function* eventsOf(read: ReadQueue, tree: Block): Generator<Said> {
  const accounts = blockIn(tree, "accounts");
  const users = usersOf(accounts);
  // Without accounts and permissions everybody may do all.
  if (users.length === 0) return;
  const { streams, feeds } = read.queue;
  for (const stream of streams.filter(({ mirrorOf }) => mirrorOf === undefined))
    yield* published(read, accounts, users, stream, numberIn(tree, "max_payload") ?? 1_048_576);
  for (const { said, file } of read.definitions) {
    const consumer = textAt(said, "durable_name");
    const stream = streams.find(({ name }) => file.includes(`.${name}.`))?.name;
    if (consumer === undefined || stream === undefined || textAt(said, "deliver_subject") !== undefined)
      continue;
    yield* consumed(read, accounts, users, stream, consumer);
  }
  yield* unkept(accounts, users, streams);
  yield* counted(read, accounts);
  for (const { deliverSubject } of feeds) yield* fed(accounts, users, deliverSubject);
  for (const { mirrorOf } of streams)
    if (mirrorOf?.consumer && mirrorOf.domain !== undefined)
      yield* mirrored(tree, accounts, mirrorOf.domain, mirrorOf.consumer.deliverSubject);
}

const numberIn = (tree: Block, key: string): number | undefined => {
  const word = wordIn(tree, key);
  return word === undefined ? undefined : Number(word);
};

const userFor = (users: readonly UserView[], name: string): UserView | undefined =>
  users.find((user) => user.name.startsWith(`${name}.workload.`) || user.name === name);

const workloadCalled = ({ beside }: ReadQueue, name: string): WorkloadView | undefined =>
  beside.find(({ capability }) => capability === name);

/** A publisher's events come to the account that keeps their stream, whole. */
function* published(
  read: ReadQueue,
  accounts: Block,
  users: readonly UserView[],
  stream: StreamView,
  most: number,
): Generator<Said> {
  const definition = read.definitions.find(
    ({ said, file }) => textAt(said, "name") === stream.name && file.startsWith("stream."),
  );
  const largest = Number(definition?.said?.max_msg_size ?? 0);
  if (most < largest)
    yield { because: `takes ${most} bytes at once, and events of ${stream.name} may have ${largest}` };
  for (const publisher of stream.facts?.publishers ?? []) {
    const user = userFor(users, publisher);
    if (!user) {
      yield { because: `knows no user of ${publisher}, which publishes to ${stream.name}` };
      continue;
    }
    yield* connects(read, accounts, user, publisher, largest);
    for (const subject of stream.subjects) {
      const kept = keptFrom(user, "publish", subject);
      if (kept !== undefined) yield { because: `keeps ${publisher} from its events: ${kept}` };
      const led = keepsStreams(accounts, user.account)
        ? { account: user.account }
        : ledTo(accounts, user.account, "service", subject);
      if (typeof led === "string") yield { because: `keeps ${publisher} from its events: ${led}` };
      else if (!keepsStreams(accounts, led.account))
        yield { because: `leads ${subject} to ${led.account}, which keeps no streams` };
    }
  }
}

function keepsStreams(accounts: Block, account: string): boolean {
  const said = asBlock(accounts[account]).jetstream;
  return said !== undefined && said !== "disabled" && said !== "false";
}

/** As many connections as it has pods, with room for its largest event. */
function* connects(
  read: ReadQueue,
  accounts: Block,
  { account, raw, name }: UserView,
  workload: string,
  largest: number,
): Generator<Said> {
  const limits = blockIn(accounts[account], "limits");
  const [connections, payload, subscriptions] = ["max_connections", "max_payload", "max_subscriptions"].map(
    (key) => numberIn(limits, key),
  );
  const pods = workloadCalled(read, workload)?.ceiling ?? 1;
  const isLess = (limit: number | undefined, needed: number) =>
    limit !== undefined && limit >= 0 && limit < needed;
  if (isLess(connections, pods))
    yield { because: `takes ${connections} connections of ${workload}, which may have ${pods} pods` };
  if (isLess(payload, largest))
    yield { because: `takes ${payload} bytes of ${workload} at once, and its events may have ${largest}` };
  if (isLess(subscriptions, 10 * pods))
    yield { because: `takes ${subscriptions} subscriptions of ${workload}` };
  const kinds = listIn(raw, "allowed_connection_types");
  if (raw.allowed_connection_types !== undefined && !kinds.includes("STANDARD"))
    yield { because: `takes no usual connections of ${name}` };
}

/** A consumer asks for its events, hears them, and says that it has them. */
function* consumed(
  read: ReadQueue,
  accounts: Block,
  users: readonly UserView[],
  stream: string,
  consumer: string,
): Generator<Said> {
  const user = userFor(users, consumer);
  if (!user) {
    yield { because: `knows no user of ${consumer}, which consumes ${stream}` };
    return;
  }
  yield* connects(read, accounts, user, consumer, 0);
  const next = `CONSUMER.MSG.NEXT.${stream}.${consumer}`;
  const prefixes = listIn(blockIn(blockIn(user.raw, "permissions"), "publish"), "allow")
    .filter((one): one is string => typeof one === "string" && one.endsWith(next))
    .map((one) => one.slice(0, -next.length));
  const asked = [
    `${prefixes.find((one) => one !== "$JS.API.") ?? "$JS.API."}${next}`,
    `$JS.ACK.${stream}.${consumer}.>`,
  ];
  for (const subject of asked) {
    const kept = keptFrom(user, "publish", subject);
    const led = keepsStreams(accounts, user.account)
      ? undefined
      : ledTo(accounts, user.account, "service", subject);
    const why = kept ?? (typeof led === "string" ? led : undefined);
    if (why !== undefined) yield { because: `keeps ${consumer} from events of ${stream}: ${why}` };
  }
  const heard = blockIn(blockIn(user.raw, "permissions"), "subscribe");
  const inboxes = listIn(heard, "allow").filter((one): one is string => typeof one === "string");
  const isHeard =
    inboxes.length === 0
      ? heard.allow === undefined
      : inboxes.some((one) => one.startsWith("_INBOX.") && keptFrom(user, "subscribe", one) === undefined);
  if (!isHeard) yield { because: `keeps ${consumer} from answers: it may hear none of its inboxes` };
}

/** What somebody may publish to an account with streams, some stream there keeps. */
function* unkept(
  accounts: Block,
  users: readonly UserView[],
  streams: readonly StreamView[],
): Generator<Said> {
  const kept = streams.flatMap(({ subjects }) => subjects);
  for (const user of users) {
    for (const subject of listIn(blockIn(blockIn(user.raw, "permissions"), "publish"), "allow")) {
      if (typeof subject !== "string" || /^\$?(?:JS|ORIGIN|_)/.test(subject)) continue;
      const led = ledTo(accounts, user.account, "service", subject);
      if (
        typeof led !== "string" &&
        keepsStreams(accounts, led.account) &&
        !kept.some((one) => covers(one, subject))
      )
        yield { because: `lets ${user.name} publish ${subject}, which no stream keeps as a whole` };
    }
  }
}

/** An account's bounds have room for the streams and consumers that are made in it: those that begin at its site. */
function* counted({ definitions, queue }: ReadQueue, accounts: Block): Generator<Said> {
  for (const [name, account] of Object.entries(accounts)) {
    const bounds = blockIn(account, "jetstream");
    const streams = queue.streams.filter((stream) => stream.name.endsWith(`-${name}`));
    const most = numberIn(bounds, "max_streams");
    if (most !== undefined && most >= 0 && most < streams.length)
      yield { because: `takes ${most} streams in the account ${name}, and ${streams.length} are made` };
    for (const { name: stream } of streams) {
      const made = definitions.filter(
        ({ file, said = {} }) => textAt(said, "durable_name") !== undefined && file.includes(`.${stream}.`),
      ).length;
      const own = Number(
        definitions.find(({ file }) => file === `stream.${stream}.json`)?.said?.max_consumers ?? -1,
      );
      const bound = numberIn(bounds, "max_consumers");
      for (const limit of [own, bound ?? -1])
        if (limit >= 0 && limit < made)
          yield { because: `takes ${limit} consumers of ${stream}, and ${made} are made` };
    }
  }
}

/** What another site's mirror is sent leaves by its leaf link. */
function* fed(accounts: Block, users: readonly UserView[], subject: string): Generator<Said> {
  const takers = users.filter(
    ({ account }) => typeof ledTo(accounts, account, "stream", subject) !== "string",
  );
  const links = takers.filter((user) => listIn(user.raw, "allowed_connection_types").includes("LEAFNODE"));
  if (links.length === 0) {
    yield { because: `sends ${subject} to no leaf link` };
    return;
  }
  for (const user of links) {
    const kept = keptFrom(user, "subscribe", subject);
    if (kept !== undefined) yield { because: `keeps a mirror from its events: ${user.name} ${kept}` };
    const limits = blockIn(accounts[user.account], "limits");
    for (const key of ["max_connections", "max_leafnodes"])
      if ((numberIn(limits, key) ?? -1) >= 0 && (numberIn(limits, key) ?? 0) < 3)
        yield {
          because: `takes ${numberIn(limits, key)} links of ${user.name}, and each of three servers dials`,
        };
  }
}

/** What a mirror is sent comes in by a leaf link that this queue dials. */
function* mirrored(tree: Block, accounts: Block, origin: string, subject: string): Generator<Said> {
  const led = ledTo(accounts, origin, "stream", subject);
  if (typeof led === "string") {
    yield { because: `keeps the mirror of ${origin} from its events: ${led}` };
    return;
  }
  const remotes = listIn(blockIn(tree, "leafnodes"), "remotes");
  const dialled = remotes.find((one) => wordIn(one, "account") === led.account);
  if (!dialled)
    yield { because: `dials no leaf link for ${led.account}, by which the mirror of ${origin} is fed` };
}
