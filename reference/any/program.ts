/**
 * Any capability, until there is a program of its own: for each request it does what the catalog says that the capability needs.
 * What it is asked it has from the others: uploads where it writes to stores, engagements where it publishes, else how it is.
 */
import { Agent, request } from "node:http";
import { Counts } from "../engagement/counts";
import { engagementRoutes } from "../engagement/program";
import { ok, Refusal } from "../frame/http";
import { loop } from "../frame/loop";
import type { Pod, Program } from "../frame/pod";
import { engagedOf, uploadedOf } from "../queue/events";
import { follow } from "../queue/follow";
import { openQueue } from "../queue/open";
import { type Publisher, publisherOf, QueueFailure } from "../queue/publisher";
import { openStores } from "../stores/open";
import { uploadRoutes } from "../upload/program";
import { Settler } from "../upload/settle";
import { renamedAnswer, renamedStore } from "./renamed";
import { type Task, taskIn } from "./task";

const SETTLE_EVERY_MS = 1000;
const LOOK_EVERY_MS = 10_000;
const ANSWER_MS = 2000;

export function any(pod: Pod): Program {
  const task = taskIn(pod.env);
  const queue = queueFor(pod, task);
  const stores = storesFor(pod, task, queue.publisher);
  const ready = async (): Promise<void> => {
    await Promise.all(
      task.calls.map((name) => mustAnswer(`http://${name}.${pod.settings.serviceDomain}/v1/status`)),
    );
  };
  const status: Program["routes"][number] = {
    method: "GET",
    path: "/v1/status",
    handle: async () => {
      if (task.needsStore && !stores.isUp()) throw new Refusal(503, "no store answers", 1);
      if (task.needsQueue) await queue.mustTake();
      return ok({ site: pod.settings.site, capability: pod.settings.capability });
    },
  };
  // A canary is the edge's own: what others fail they find out by theirs.
  const needing = (route: Program["routes"][number]): Program["routes"][number] =>
    route.path === "/canary"
      ? route
      : {
          ...route,
          handle: async (asked) => {
            await ready();
            return route.handle(asked);
          },
        };
  const asked = stores.routes.length > 0 ? stores.routes : queue.routes;
  return {
    routes: [...[...asked, status].map(needing), ...queue.state],
    close: async () => {
      await stores.close();
      await queue.close();
    },
  };
}

interface Stores {
  readonly routes: Program["routes"];
  readonly isUp: () => boolean;
  readonly close: () => Promise<void>;
}

/** Takes what is to be kept as upload does, below the capability's own prefix. */
function storesFor({ settings, log, env }: Pod, task: Task, publisher: Publisher): Stores {
  const { prefix } = task;
  if (prefix === undefined) return { routes: [], isUp: () => true, close: async () => undefined };
  const stores = openStores(settings, prefix, log, env).map((store) =>
    renamedStore(store, "upload/", prefix),
  );
  const common = { site: settings.site, stores, publisher, log, now: () => new Date() };
  const settler = new Settler(common);
  const loops = [
    loop("settling what is kept", SETTLE_EVERY_MS, log, () => settler.settle()),
    loop("looking for what is unfinished", LOOK_EVERY_MS, log, () => settler.look()),
  ];
  const routes = uploadRoutes({ ...common, todo: settler }).map((route) => ({
    ...route,
    handle: async (asked: Parameters<typeof route.handle>[0]) => {
      const { body, ...answer } = renamedAnswer(await route.handle(asked), "upload/", prefix);
      const { event } = body as { event?: string };
      if (task.needsQueue && event === "pending")
        throw new Refusal(503, "kept, and not told yet; try again with the same id", 1);
      // Without a queue nobody is told.
      const told = event !== undefined && task.subject === undefined ? { event: "none" } : {};
      return { ...answer, body: { ...(body as object), ...told } };
    },
  }));
  return {
    routes,
    isUp: () => stores.some(({ isUp }) => isUp !== false),
    close: async () => {
      await Promise.all(loops.map((one) => one.stop()));
    },
  };
}

interface Queue {
  readonly publisher: Publisher;
  readonly routes: Program["routes"];
  readonly state: Program["routes"];
  /** @throws Refusal 503 where the queue takes nothing */
  readonly mustTake: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const nobody: Publisher = { publish: async () => undefined };

/** Publishes below the capability's own subject, and counts what it hears by its id. */
function queueFor(pod: Pod, task: Task): Queue {
  const { settings, log } = pod;
  if (settings.queueUrl === undefined)
    return {
      publisher: nobody,
      routes: [],
      state: [],
      mustTake: async () => undefined,
      close: async () => undefined,
    };
  const link = openQueue(pod);
  const own = publisherOf(link);
  const { subject, families } = task;
  const publisher: Publisher =
    subject === undefined
      ? nobody
      : {
          // `engage.view` is `<its own>.view`.
          publish: (said, id, event) =>
            own.publish(`${subject}.${said.slice(said.lastIndexOf(".") + 1)}`, id, event),
        };
  const counts = new Counts();
  const ids = new Set<string>();
  const { capability, sites, site } = settings;
  const follower = follow(
    { link, capability, sites, families },
    (data) => {
      const event = engagedOf(data);
      if (event !== undefined) counts.add(event);
      const id = event?.id ?? uploadedOf(data)?.id;
      if (id !== undefined) ids.add(id);
    },
    log,
  );
  return {
    publisher,
    routes: subject === undefined ? [] : engagementRoutes(publisher, counts, follower, site),
    state: [
      { method: "GET", path: "/v1/state", handle: () => ok({ paid: ids.size, stale: !follower.isCurrent }) },
    ],
    mustTake: async () => {
      try {
        // Ten seconds of a site are one event, which no reader takes for a user's.
        const at = Math.floor(Date.now() / 10_000);
        await publisher.publish("canary", `canary-${site}-${at}`, { canary: site });
        if (link.connection === undefined) throw new QueueFailure("there is no connection");
      } catch (error) {
        if (error instanceof QueueFailure) throw new Refusal(503, error.message, 1);
        throw error;
      }
    },
    close: async () => {
      await follower.stop();
      await link.close();
    },
  };
}

const agent = new Agent({ keepAlive: true, maxSockets: 50 });

/** @throws Refusal 503 where another capability doesn't answer well in time */
function mustAnswer(url: string): Promise<void> {
  return new Promise((done, refused) => {
    const fail = () => refused(new Refusal(503, `${url} doesn't answer`, 1));
    const asked = request(url, { agent, signal: AbortSignal.timeout(ANSWER_MS) }, (answer) => {
      answer.resume();
      answer.on("end", () => (answer.statusCode === 200 ? done() : fail()));
      answer.on("error", fail);
    });
    asked.on("error", fail);
    asked.end();
  });
}
