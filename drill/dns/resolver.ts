/**
 * The resolvers that users ask: each caches for itself, chooses between the authorities, and leaves one that is silent.
 * What is imitated: caches keep an answer for its time to live from when it came, and nothing beyond (RFC 8767's stale
 * answers are an option that few turn on); that there is none, for the SOA's time (RFC 2308); that nobody answered, for
 * a second (RFC 9520).
 */
import { Asker, type Server } from "./asker";
import { codes } from "./wire";

export interface ResolverPlan {
  /** How many there are. Each asks an authority for itself, so that the more there are, the smoother are shares. */
  readonly count: number;
  /** The first is the one whose provider's name comes first, as in the model. */
  readonly authorities: readonly [Server, Server] | readonly [Server];
  /** Share of the questions that go to the first while both answer. */
  readonly firstAuthorityShare: number;
  /** What it waits for an authority before it asks the other. */
  readonly retrySeconds: number;
  /** For how long it then asks the other first. */
  readonly avoidSeconds: number;
  /**
   * Asks anew as soon as an answer has aged, as if it had many more users than these: else a resolver that is seldom
   * asked holds fresher answers than one of a real network.
   */
  readonly busy: boolean;
}

export interface Resolved {
  /** Empty where there are none. */
  readonly addresses: readonly string[];
  /** Why there are none. */
  readonly why?: string;
}

/** Why there are no addresses, where that isn't an authority's word. */
export const NOBODY_ANSWERS = "no authority answers";
/** That nobody answered is kept so long: RFC 9520, section 3.2. */
const FAILED_SECONDS = 1;
/** Where an authority doesn't say for how long there is no address. */
const NEGATIVE_SECONDS = 1;
/** How often each authority is asked until nobody is taken to answer. */
const ROUNDS = 2;

interface Kept extends Resolved {
  /** Seconds of `performance.now()`. */
  readonly until: number;
}

const now = (): number => performance.now() / 1000;

export class Resolvers {
  readonly #each: readonly Resolver[];

  private constructor(
    private readonly asker: Asker,
    readonly plan: ResolverPlan,
    random: () => number,
  ) {
    this.#each = Array.from({ length: plan.count }, () => new Resolver(asker, plan, random));
  }

  /** @throws Error where no socket can be had. */
  static async open(plan: ResolverPlan, random: () => number): Promise<Resolvers> {
    return new Resolvers(await Asker.open(random), plan, random);
  }

  /**
   * Addresses by one resolver's word.
   * @throws RangeError for a resolver that isn't there.
   */
  resolve(which: number, host: string): Promise<Resolved> {
    const resolver = this.#each[which];
    if (!resolver) throw new RangeError(`no resolver ${which}: there are ${this.#each.length}, from 0`);
    return resolver.resolve(host);
  }

  /** Questions that went to the authorities. */
  get asked(): number {
    return this.#each.reduce((sum, { asked }) => sum + asked, 0);
  }

  close(): void {
    for (const resolver of this.#each) resolver.close();
    this.asker.close();
  }
}

class Resolver {
  asked = 0;
  #closed = false;
  readonly #kept = new Map<string, Kept>();
  readonly #fetching = new Map<string, Promise<Resolved>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Until when each authority is asked last. */
  readonly #avoided = new Map<Server, number>();

  constructor(
    private readonly asker: Asker,
    private readonly plan: ResolverPlan,
    private readonly random: () => number,
  ) {}

  resolve(host: string): Promise<Resolved> {
    const kept = this.#kept.get(host);
    if (kept && kept.until > now()) return Promise.resolve(kept);
    return this.#fetch(host);
  }

  /** Who comes while it asks waits for the same answer. */
  #fetch(host: string): Promise<Resolved> {
    const under = this.#fetching.get(host);
    if (under) return under;
    const fetching = this.#askAll(host).then(({ seconds, ...resolved }) => {
      this.#fetching.delete(host);
      // Others have asked for it before: an answer's age is anything when the first of ours comes.
      const age = this.#kept.has(host) ? 0 : this.random() * seconds;
      this.#kept.set(host, { ...resolved, until: now() + seconds - age });
      if (this.plan.busy) this.#later(seconds - age, () => void this.#fetch(host));
      return resolved;
    });
    this.#fetching.set(host, fetching);
    return fetching;
  }

  async #askAll(host: string): Promise<Resolved & { readonly seconds: number }> {
    for (let round = 0; round < ROUNDS; round++) {
      for (const server of this.#order()) {
        if (this.#closed) break;
        this.asked++;
        const reply = await this.asker.ask(server, host, this.plan.retrySeconds);
        if (reply === undefined) {
          this.#avoided.set(server, now() + this.plan.avoidSeconds);
          continue;
        }
        const { addresses, code, ttlSeconds, negativeSeconds = NEGATIVE_SECONDS } = reply;
        // Another code is no answer: resolvers ask the next.
        if (code !== codes.ok && code !== codes.noSuchName) continue;
        if (addresses.length > 0) return { addresses, seconds: ttlSeconds ?? 0 };
        const why = code === codes.noSuchName ? "no such name" : "the name has no address";
        return { addresses, why, seconds: negativeSeconds };
      }
    }
    return { addresses: [], why: NOBODY_ANSWERS, seconds: FAILED_SECONDS };
  }

  /** Authorities in the order in which they are asked: by chance, those that were silent last. */
  #order(): Server[] {
    const [first, second] = this.plan.authorities;
    if (second === undefined) return [first];
    const order = this.random() < this.plan.firstAuthorityShare ? [first, second] : [second, first];
    const isAvoided = (server: Server): number => ((this.#avoided.get(server) ?? 0) > now() ? 1 : 0);
    return order.sort((a, b) => isAvoided(a) - isAvoided(b));
  }

  #later(seconds: number, run: () => void): void {
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, seconds * 1000);
    timer.unref();
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
