/** One request to one place: which connection it goes on, and what is done while nothing is answered. */
import type { TLSSocket } from "node:tls";
import { type Answered, after, type Connections, type Sent } from "./connections";
import type { Memory } from "./memory";
import { BY_DNS, isWell, keyOf, type Place } from "./places";
import type { Probes } from "./probe";
import { race } from "./race";
import type { Machine, Timings } from "./settings";

export interface About {
  readonly capability: string;
  /** Whether it may be sent twice. */
  readonly repeatable: boolean;
  /** Path of the capability's health; nothing is asked beside a request without it. */
  readonly health?: string;
}

/** By the machine's clock. */
export interface Until {
  readonly by: number;
  /** When it is taken for slow, and given up for another place. */
  readonly slowBy: number;
}

export type Outcome = { readonly place: Place } & (
  | { readonly kind: "answer"; readonly answered: Answered }
  | {
      /** `closed`: a connection that was kept ended under it, as the other side may just have closed it. */
      readonly kind: "gone" | "closed" | "slow";
      readonly because: string;
    }
);

export class Exchanges {
  constructor(
    private readonly connections: Connections,
    private readonly probes: Probes,
    private readonly memory: Memory,
    private readonly machine: Pick<Machine, "now">,
    private readonly timings: Timings,
  ) {}

  /**
   * Whatever comes of it but an answer, it may have been carried out.
   * @param places in the order in which they are preferred, one or more
   * @throws NobodyAnswersError where none can be reached
   */
  async once(sent: Sent, about: About, places: readonly Place[], until: Until): Promise<Outcome> {
    let { place, socket } = await this.#connected(about, places, until.by);
    // Another request may have taken the connection meanwhile.
    while (!socket && !this.connections.hasFree(place.host))
      ({ place, socket } = await this.#connected(about, places, until.by));
    const exchange = this.connections.ask(place.host, sent, socket);
    const others = places.filter(
      (other) => other !== place && isWell(other.site, about.capability, this.memory),
    );
    const answer = exchange.result.then(
      (answered) => ({ kind: "answer", answered }) as const,
      (error: Error) => ({ kind: socket ? "gone" : "closed", because: error.message }) as const,
    );
    const outcome = await Promise.race([answer, this.#doubts(place, others, about, until, answer)]);
    if (outcome.kind === "answer") {
      this.#judge(place, about, outcome.answered);
      return { ...outcome, place };
    }
    exchange.cancel();
    // The connection that broke may be one of several to a site that is gone.
    this.connections.drop(place.host);
    if (outcome.kind !== "closed") this.memory.failed(keyOf(place.site, about.capability));
    return { ...outcome, place };
  }

  /** A kept connection to the place that is preferred, or the one that is made first. */
  async #connected(
    about: About,
    places: readonly Place[],
    by: number,
  ): Promise<{ readonly place: Place; readonly socket?: TLSSocket }> {
    const { health, capability, repeatable } = about;
    // A connection that another site happens to keep is no reason to leave home.
    const [kept] = places;
    if (kept && isWell(kept.site, capability, this.memory) && this.connections.hasFree(kept.host)) {
      const isTrusted = repeatable || this.connections.quietFor(kept.host) < this.timings.trusted;
      if (isTrusted || health === undefined || (await this.probes.leadsThere(kept, health)))
        return { place: kept };
    }
    const { attemptDelay, connect, late } = this.timings;
    // Where nobody wins, it is whoever asks that is cut off.
    let sicken: (site: string) => void = (site) => lost.push(site);
    const lost: string[] = [];
    const { index, value } = await race(
      places.map(
        ({ host }) =>
          () =>
            this.connections.open(host),
      ),
      { delay: attemptDelay, limit: Math.min(connect, by - this.machine.now()), late },
      (loser, end) => {
        const { site } = places[loser] as Place;
        if (end.kind === "slower") end.value.destroy();
        if (end.kind === "failed" || end.kind === "silent") sicken(site);
      },
    );
    sicken = (site) => this.memory.sicken(site);
    for (const site of lost) sicken(site);
    return { place: places[index] as Place, socket: value };
  }

  /** Comes to an end when the place is found dead, or slow, or time is over. */
  async #doubts(
    place: Place,
    others: readonly Place[],
    { health, repeatable }: About,
    { by, slowBy }: Until,
    answer: Promise<unknown>,
  ): Promise<{ readonly kind: "gone" | "slow"; readonly because: string }> {
    let over = false;
    void answer.then(() => {
      over = true;
    });
    const { now } = this.machine;
    for (let wait: number = this.timings.quiet; ; wait *= 2) {
      const next = Math.min(now() + wait, by, repeatable ? slowBy : by);
      await Promise.race([answer, after(next - now(), undefined)]);
      // Whoever waits for this has the answer.
      if (over) return { kind: "gone", because: "answered" };
      if (now() >= by) return { kind: "gone", because: "no answer in time" };
      if (repeatable && now() >= slowBy) return { kind: "slow", because: "slow to answer" };
      if (health === undefined || others.length === 0) continue;
      if ((await this.probes.isDead(place, others, health)) && !over) {
        this.memory.sicken(place.site);
        return { kind: "gone", because: "silent, while another site answers" };
      }
    }
  }

  #judge({ site, host }: Place, { capability, health }: About, { status, headers }: Answered): void {
    const key = keyOf(site, capability);
    if (status >= 500) this.memory.failed(key);
    // It knows no such name: an edge from before its site's names, say.
    else if (status === 421) this.memory.sicken(key);
    else if (status !== 429) this.memory.served(key);
    // An edge that ends a connection by itself may be drained, or have turned red.
    if (headers.connection === "close" && site !== BY_DNS && health !== undefined)
      this.probes.look({ site, host }, capability, health);
  }
}
