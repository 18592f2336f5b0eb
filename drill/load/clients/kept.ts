/**
 * Clients that keep their connection. There are as many as it takes for each to ask once in a while; which of them asks
 * next is chance, so that each asks as if by chance. A connection lives until the edge closes it or its user leaves.
 */
import { type Call, exchange, KeepingAgent, TIMED_OUT } from "../exchange";
import {
  addressOf,
  type Clients,
  type ClientWorld,
  now,
  type Outcome,
  type Person,
  person,
  sessionEnd,
  within,
} from "./client";

/** How often sessions that are over are looked for. */
const SWEEP_MS = 500;

export function keptClients(world: ClientWorld): Clients {
  const crowd = new Crowd(world);
  const { patienceSeconds } = world.plan;
  return {
    patienceSeconds,
    ask: (capability, call) => crowd.any(capability).ask(call, now() + patienceSeconds),
    close: () => crowd.close(),
  };
}

/** The clients of all capabilities. */
export class Crowd {
  readonly #clients = new Map<string, KeptClient[]>();
  readonly #sweep: NodeJS.Timeout;

  constructor(private readonly world: ClientWorld) {
    this.#sweep = setInterval(() => this.#endSessions(), SWEEP_MS);
    this.#sweep.unref();
  }

  /** One of a capability's clients, by chance. */
  any(capability: string): KeptClient {
    const { random } = this.world;
    let clients = this.#clients.get(capability);
    if (!clients) {
      const count = this.world.clients(capability);
      clients = Array.from({ length: count }, () => new KeptClient(this.world));
      this.#clients.set(capability, clients);
    }
    return clients[Math.floor(random() * clients.length)] as KeptClient;
  }

  #endSessions(): void {
    const at = now();
    for (const clients of this.#clients.values())
      for (const [place, client] of clients.entries()) {
        if (client.leavesAt > at) continue;
        client.leave();
        clients[place] = new KeptClient(this.world);
      }
  }

  close(): void {
    clearInterval(this.#sweep);
    for (const clients of this.#clients.values()) for (const client of clients) client.leave();
  }
}

export class KeptClient {
  readonly leavesAt: number;
  readonly #who: Person;
  // One connection is kept between two requests; one that asks again meanwhile isn't made to wait. Sessions aren't
  // resumed: every connection is a handshake in full.
  readonly #agent = new KeepingAgent({ keepAlive: true, maxFreeSockets: 1, maxCachedSessions: 0 });
  #address: string | undefined;
  #underWay = 0;
  #left = false;

  constructor(private readonly world: ClientWorld) {
    this.#who = person(world);
    this.leavesAt = sessionEnd(world);
  }

  /** @param by when it waits no longer, in seconds of `now()` */
  async ask(call: Call, by: number): Promise<Outcome> {
    this.#underWay++;
    try {
      const first = await this.#once(call, by);
      // As every browser does: the server may have closed it while the request was on its way.
      if (!first.brokeWhileKept) return first;
      const second = await this.#once(call, by);
      return { ...second, attempts: first.attempts + second.attempts };
    } finally {
      this.#underWay--;
      if (this.#left && this.#underWay === 0) this.#agent.destroy();
    }
  }

  async #once(call: Call, by: number): Promise<Outcome> {
    let address = this.#keepsConnection() ? this.#address : undefined;
    if (address === undefined) {
      const found = await within(by - now(), addressOf(this.world, this.#who, call.host), { why: TIMED_OUT });
      if ("why" in found) return { status: 0, body: "", why: found.why, attempts: 1 };
      address = found.address;
      this.#address = address;
    }
    const exchanged = await exchange(call, address, this.#who.line, { agent: this.#agent }, by - now());
    return { ...exchanged, address, attempts: 1 };
  }

  #keepsConnection(): boolean {
    for (const sockets of Object.values(this.#agent.freeSockets)) {
      if (sockets?.some(({ destroyed, writable }) => !destroyed && writable)) return true;
    }
    return false;
  }

  /** Gives up the connection that it keeps: the next request looks the name up. */
  disconnect(): void {
    for (const sockets of Object.values(this.#agent.freeSockets))
      for (const socket of sockets ?? []) socket.destroy();
  }

  /** The user leaves: what is under way is waited for, and the connection ends. */
  leave(): void {
    this.#left = true;
    if (this.#underWay === 0) this.#agent.destroy();
  }
}
