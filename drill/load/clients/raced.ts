/**
 * The platform's own apps: each is the reference client, with a memory and connections of its own, which learns of the
 * sites from an edge's document. There are as many as it takes for each to ask once in a while, as of those that keep
 * their connection.
 */
import { Client, NoAnswerError, OutcomeUnknownError } from "../../../reference/client/client";
import { NOBODY_ANSWERS } from "../../dns/resolver";
import type { Call } from "../exchange";
import { type Clients, type ClientWorld, now, type Outcome, person, sessionEnd } from "./client";

export function racedClients(world: ClientWorld): Clients {
  const apps = new Apps(world);
  const { patienceSeconds } = world.plan;
  return {
    patienceSeconds,
    ask: (capability, call) => apps.any(capability).ask(capability, call),
    close: () => apps.close(),
  };
}

class Apps {
  readonly #apps = new Map<string, App[]>();

  constructor(private readonly world: ClientWorld) {}

  /** One of a capability's apps, by chance; one whose user has left has another's in its place. */
  any(capability: string): App {
    const { random } = this.world;
    const count = this.world.clients(capability);
    const apps = this.#apps.get(capability) ?? [];
    this.#apps.set(capability, apps);
    const place = Math.floor(random() * count);
    const known = apps[place];
    if (known && known.leavesAt > now()) return known;
    known?.leave();
    const app = new App(this.world);
    apps[place] = app;
    return app;
  }

  close(): void {
    for (const apps of this.#apps.values()) for (const app of apps) app?.leave();
  }
}

class App {
  readonly leavesAt: number;
  readonly #client: Client;
  #underWay = 0;
  #left = false;

  constructor(private readonly world: ClientWorld) {
    this.leavesAt = sessionEnd(world);
    const { plan, resolvers, random } = world;
    const { resolver, line } = person(world);
    const { from: localAddress, tls, port } = line;
    this.#client = new Client({
      names: Object.fromEntries(Object.entries(plan.demand).map(([name, demand]) => [name, demand.host])),
      machine: {
        lookup: async (host) => {
          const { addresses, why } = await resolvers.resolve(resolver, host);
          if (why === NOBODY_ANSWERS) throw new Error(why);
          return addresses;
        },
        now: () => performance.now(),
        random,
        port,
        tls: { ...tls, ...(localAddress === undefined ? {} : { localAddress }) },
      },
    });
  }

  async ask(capability: string, { method, path, headers, body }: Call): Promise<Outcome> {
    this.#underWay++;
    try {
      // All that these users send carries an id, or only reads.
      const reply = await this.#client.ask({
        capability,
        method,
        path,
        headers,
        identified: true,
        timeout: this.world.plan.patienceSeconds * 1000,
        ...(body ? { body } : {}),
      });
      const { status, address, sent } = reply;
      return { status, body: reply.body.toString("utf8"), address, attempts: sent };
    } catch (error) {
      const known = error instanceof NoAnswerError || error instanceof OutcomeUnknownError;
      return { status: 0, body: "", why: (error as Error).message, attempts: known ? error.sent : 1 };
    } finally {
      this.#underWay--;
      if (this.#left && this.#underWay === 0) this.#client.close();
    }
  }

  /** The user leaves: what is under way is waited for. */
  leave(): void {
    this.#left = true;
    if (this.#underWay === 0) this.#client.close();
  }
}
