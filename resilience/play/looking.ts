/**
 * Clients that keep a connection, and look the name up anew for each request once they have none: where their requests
 * go over time. Each asks a resolver of its own choice, which holds an answer until that has aged; so who is led to a dead
 * site is led there again until then, and who comes upon a living one stays for as long as its connection lasts.
 *
 * While their resolvers hold one answer, shares of the clients follow, with those whose connection to a site is fresh (f)
 * or older (o), those who are connected to what died in silence (d), and those without a connection (n):
 *   f' = asks n - (ages + leaves) f     where the answer leads to that site, and it lives; else nobody comes
 *   o' = ages f - (closes + leaves) o
 *   d' = -(asks + leaves) d             each loses the request that finds it out
 *   n' = what leaves f, o and d for good, less who comes to f
 * When resolvers fetch anew, where their clients are connected has no part in what they are given. Requests are counted
 * as they are sent: clients ask as often as ever, also while one of their requests waits for its answer in vain. Pure.
 */
import type { Closing } from "./closing";
import { apply, exponentialOf, type Matrix } from "./exponential";
import { type Fetching, fetchedInCalm } from "./fetching";
import { Path } from "./path";

/** How the slots are from a time on. */
export interface Slots {
  readonly from: number;
  /** By slot: nothing answers there. */
  readonly dead: readonly boolean[];
  /** By slot: it is silent, so that a client that is connected learns of it by a request that is lost. */
  readonly silent: readonly boolean[];
}

/** All clients. */
export interface Habits {
  /** By slot. */
  readonly closing: readonly Closing[];
  /** How often each asks, and how often it is another one that has no connection, in a second. */
  readonly asksPerSecond: number;
  readonly leavesPerSecond: number;
}

/** Clients whose resolvers have fetched at the same time, by state, as they were at a time. */
interface Cohort {
  readonly since: number;
  readonly clients: Float64Array;
}

/** Steps of a grid that are followed at most; after them all is taken to stay as it is. */
const MOST_STEPS = 40_000;
/** Samples in half a step. */
const MOST_SAMPLES = 8;
/** What changes by no more for two lives of an answer has settled: where requests arrive, and how many fetch. */
const SETTLED = 2e-4;
const SETTLED_PART = 1e-3;
/** What is less apart is the same; until it is, as many times what is long ago is worked out again. */
const SAME = 1e-7;
const MOST_ROUNDS = 2000;

class Looking {
  readonly #path: Path;
  /** By kind of answer: all, and those who fetched at one time, the first of them first. */
  readonly #all: Float64Array[] = [];
  readonly #cohorts: Cohort[][] = [];
  /** How many slots there are. States: fresh at each, older at each, and nowhere. */
  readonly #count: number;
  readonly #states: number;
  /** By answer and seconds, since slots last changed. */
  readonly #flows = new Map<string, Matrix>();
  #now = 0;
  #slots: Slots;
  #next = 1;

  constructor(
    private readonly fetching: Fetching,
    private readonly habits: Habits,
    private readonly stretches: readonly Slots[],
    private readonly seconds: number,
  ) {
    this.#slots = stretches[0] as Slots;
    this.#count = this.#slots.dead.length;
    this.#states = 2 * this.#count + 1;
    this.#path = new Path(this.#count);
    this.#begin();
  }

  /** Long before anything changes. */
  #begin(): void {
    const { kinds, step } = this.fetching;
    const shares = this.fetching.shares(-step, 0);
    const fetched = fetchedInCalm(kinds, shares);
    const connected = this.#connectedInCalm(shares);
    for (const [place, { slot, life }] of kinds.entries()) {
      const cohorts = Array.from({ length: life }, (_, age): Cohort => {
        const clients = connected.map((share) => share * fetched * (shares[place] as number));
        this.#flow(clients, slot, (life - age - 0.5) * step);
        return { since: 0, clients };
      });
      const all = new Float64Array(this.#states);
      for (const { clients } of cohorts) addTo(all, clients, 1);
      this.#cohorts.push(cohorts);
      this.#all.push(all);
    }
    this.#path.add(0, this.#arriving());
  }

  /** States of clients when their resolvers fetch: connected as answers lead, or less than that where some lead nowhere. */
  #connectedInCalm(shares: Float64Array): Float64Array {
    const { kinds, step } = this.fetching;
    const { closing, asksPerSecond: asks, leavesPerSecond: leaves } = this.habits;
    let connected = new Float64Array(this.#states);
    for (const [place, { slot }] of kinds.entries()) {
      const { agesPerSecond: ages, closesPerSecond: closes } = closing[slot] ?? none;
      const fresh = slot < 0 ? 0 : asks / (ages + leaves);
      const older = fresh === 0 || ages === 0 ? 0 : (fresh * ages) / (closes + leaves);
      // A connection that nothing ends lasts.
      const isEndless = fresh === Number.POSITIVE_INFINITY || older === Number.POSITIVE_INFINITY;
      const parts = isEndless ? [1, 0, 0] : [fresh, older, 1].map((part) => part / (fresh + older + 1));
      for (const [at, part] of [slot, this.#count + slot, 2 * this.#count].entries())
        if (slot >= 0 || at === 2)
          connected[part] = (connected[part] as number) + (shares[place] as number) * (parts[at] as number);
    }
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const next = new Float64Array(this.#states);
      for (const [place, { slot, life }] of kinds.entries()) {
        const clients = connected.map((share) => share * (shares[place] as number));
        this.#flow(clients, slot, life * step);
        addTo(next, clients, 1);
      }
      const isSame = isNear(next, connected, SAME);
      connected = next;
      if (isSame) break;
    }
    return connected;
  }

  run(): Path {
    const { step } = this.fetching;
    const count = Math.min(MOST_STEPS, Math.ceil(this.seconds / step));
    let [settled, settledAged, since] = [this.#arriving(), 0, 0];
    for (let done = 0; done < count && this.#now < this.seconds; done++) {
      const from = this.#now;
      // In the middle of a step a half of those who fetch in it would have done so: no sample is taken there.
      this.#follow(from + step / 2, false);
      const aged = this.#fetch(from, from + step);
      this.#follow(from + step);
      const arriving = this.#arriving();
      if (!isNear(arriving, settled, SETTLED) || Math.abs(aged - settledAged) > SETTLED_PART * aged)
        [settled, settledAged, since] = [arriving, aged, done];
      if (done - since < 2 * this.#longestLife()) continue;
      this.#skip(step, arriving);
      since = done;
    }
    this.#path.end();
    return this.#path;
  }

  /** In steps, of the answers that somebody holds. */
  #longestLife(): number {
    let longest = 0;
    for (const [place, { life }] of this.fetching.kinds.entries())
      if (life > longest && this.#all[place]?.some((share) => share > SAME)) longest = life;
    return longest;
  }

  /** On to the next change, by whole steps. */
  #skip(step: number, arriving: Float64Array): void {
    const changes = [...this.stretches.map(({ from }) => from), ...this.fetching.changes, this.seconds];
    const next = Math.min(...changes.filter((time) => time > this.#now));
    const skipped = Math.floor((next - this.#now) / step - 1) * step;
    if (!(skipped > 0)) return;
    this.#now += skipped;
    for (const cohorts of this.#cohorts)
      for (const [place, { since, clients }] of cohorts.entries())
        cohorts[place] = { since: since + skipped, clients };
    this.#path.add(this.#now, arriving);
  }

  /** With samples as near to each other as clients' own pace takes. */
  #follow(to: number, samplesEnd = true): void {
    const [from, pace] = [this.#now, 1 / this.habits.asksPerSecond];
    const count = Math.min(MOST_SAMPLES, Math.ceil((to - from) / (pace / 2)));
    for (let sample = 1; sample <= count; sample++) {
      this.#advance(sample === count ? to : from + ((to - from) * sample) / count);
      if (sample < count || samplesEnd) this.#path.add(this.#now, this.#arriving());
    }
  }

  #advance(to: number): void {
    for (;;) {
      const next = this.stretches[this.#next];
      const until = next && next.from <= to ? next.from : to;
      for (const [place, { slot }] of this.fetching.kinds.entries())
        this.#flow(this.#all[place] as Float64Array, slot, until - this.#now);
      this.#now = until;
      if (!next || next.from > to) return;
      this.#change(next);
    }
  }

  /** Slots die, and come back. */
  #change(next: Slots): void {
    const before = this.#arriving();
    // What was under way is finished under the old order.
    for (const [place, { slot }] of this.fetching.kinds.entries()) {
      const cohorts = this.#cohorts[place] as Cohort[];
      for (const [at, { since, clients }] of cohorts.entries()) {
        this.#flow(clients, slot, this.#now - since);
        cohorts[at] = { since: this.#now, clients };
      }
    }
    for (const [slot, isDead] of next.dead.entries()) {
      // Who is connected to what has died in silence doesn't know yet. What comes back knows of no connection.
      if (isDead === this.#slots.dead[slot] || (isDead && next.silent[slot])) continue;
      for (const clients of this.#all) this.#part(clients, slot);
      for (const cohorts of this.#cohorts) for (const { clients } of cohorts) this.#part(clients, slot);
    }
    this.#slots = next;
    this.#next++;
    this.#flows.clear();
    this.#path.jump(this.#now, before, this.#arriving());
  }

  #part(clients: Float64Array, slot: number): void {
    for (const state of [slot, this.#count + slot]) {
      clients[2 * this.#count] = (clients[2 * this.#count] as number) + (clients[state] as number);
      clients[state] = 0;
    }
  }

  /** Resolvers whose answers have aged fetch others: how many, as a share of all. */
  #fetch(from: number, to: number): number {
    const aged = new Float64Array(this.#states);
    for (const [place, { slot }] of this.fetching.kinds.entries()) {
      const oldest = this.#cohorts[place]?.shift() as Cohort;
      this.#flow(oldest.clients, slot, this.#now - oldest.since);
      addTo(this.#all[place] as Float64Array, oldest.clients, -1);
      addTo(aged, oldest.clients, 1);
    }
    for (const [place, share] of this.fetching.shares(from, to).entries()) {
      const clients = aged.map((all) => all * share);
      this.#cohorts[place]?.push({ since: this.#now, clients });
      addTo(this.#all[place] as Float64Array, clients, 1);
    }
    return aged.reduce((sum, share) => sum + share, 0);
  }

  /** What becomes of clients, some seconds later, whose resolvers hold one answer. */
  #flow(clients: Float64Array, answer: number, seconds: number): void {
    if (seconds <= 0 || clients.every((share) => share === 0)) return;
    // Of times that are reckoned in different ways the last digits are noise.
    const key = `${this.#leads(answer) ? answer : -1} ${seconds.toPrecision(9)}`;
    const known = this.#flows.get(key) ?? exponentialOf(this.#rates(answer), seconds, this.#states);
    this.#flows.set(key, known);
    apply(known, clients);
  }

  #leads(answer: number): boolean {
    return answer >= 0 && !this.#slots.dead[answer];
  }

  #rates(answer: number): Matrix {
    const { closing, asksPerSecond: asks, leavesPerSecond: leaves } = this.habits;
    const [states, nowhere] = [this.#states, 2 * this.#count];
    const rates = new Float64Array(states * states);
    const go = (from: number, to: number, perSecond: number): void => {
      for (const [row, rate] of [
        [to, perSecond],
        [from, -perSecond],
      ] as const)
        rates[row * states + from] = (rates[row * states + from] as number) + rate;
    };
    for (const [fresh, { agesPerSecond, closesPerSecond }] of closing.entries()) {
      const older = this.#count + fresh;
      if (this.#slots.dead[fresh]) {
        for (const state of [fresh, older]) go(state, nowhere, asks + leaves);
        continue;
      }
      go(fresh, older, agesPerSecond);
      go(fresh, nowhere, leaves);
      go(older, nowhere, closesPerSecond + leaves);
    }
    if (this.#leads(answer)) go(nowhere, answer, asks);
    return rates;
  }

  /** Shares of all requests by slot: on connections, and where those without are led. */
  #arriving(): Float64Array {
    const found = new Float64Array(this.#count);
    for (const [place, { slot: answer }] of this.fetching.kinds.entries()) {
      const clients = this.#all[place] as Float64Array;
      for (let slot = 0; slot < this.#count; slot++)
        found[slot] =
          (found[slot] as number) + (clients[slot] as number) + (clients[this.#count + slot] as number);
      if (answer >= 0) found[answer] = (found[answer] as number) + (clients[2 * this.#count] as number);
    }
    return found;
  }
}

/**
 * Shares of all requests that arrive at each slot, from 0 on.
 * @param fetching of authorities none of which answers plainly
 * @param stretches the first of them long ago
 * @param seconds until which it is followed
 */
export const lookingAgain = (
  fetching: Fetching,
  habits: Habits,
  stretches: readonly Slots[],
  seconds: number,
): Path => new Looking(fetching, habits, stretches, seconds).run();

const none: Closing = { agesPerSecond: 0, closesPerSecond: 0 };

function addTo(sum: Float64Array, more: Float64Array, factor: number): void {
  for (let place = 0; place < sum.length; place++)
    sum[place] = (sum[place] as number) + factor * (more[place] as number);
}

const isNear = (a: Float64Array, b: Float64Array, within: number): boolean =>
  a.every((share, place) => Math.abs(share - (b[place] as number)) <= within);
