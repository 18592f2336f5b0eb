/** An address with its checkers: each looks for itself, and what they make of it together is told when it changes. */
import { afterProbe, firstOpinion, isHealthy, type Opinion } from "./judging";
import type { CheckerPlan, CheckPlan, CheckStatus } from "./plan";
import { probe } from "./probe";
import type { CheckRules } from "./rules";

interface Checker {
  readonly plan: CheckerPlan;
  opinion: Opinion;
  lastFailure?: string;
}

export class CheckedAddress {
  healthy = true;
  /** Heeded or not, its checkers look. */
  heeded = true;
  probes = 0;
  readonly #checkers: Checker[];
  readonly #gone = new Set<string>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #closed = false;

  constructor(
    readonly address: string,
    private readonly check: CheckPlan,
    private readonly rules: CheckRules,
    /** Told when `healthy` has changed, and why. */
    private readonly changed: (because: string) => void,
  ) {
    this.#checkers = check.checkers.map((plan) => ({ plan, opinion: firstOpinion }));
  }

  /** @param offset share of an interval by which the first probe is later than another address's */
  start(offset: number): void {
    const { checkers, intervalSeconds } = this.check;
    for (const [place, checker] of this.#checkers.entries()) {
      const phase = ((place + offset) / checkers.length) % 1;
      this.#later(phase * intervalSeconds, () => this.#look(checker));
    }
  }

  /** Checkers, by name, that are lost: they have no say. */
  lose(names: ReadonlySet<string>): void {
    this.#gone.clear();
    for (const name of names) this.#gone.add(name);
    this.#judge("who looks has changed");
  }

  /** Begins anew, as if nobody had looked yet. */
  forget(): void {
    for (const checker of this.#checkers) checker.opinion = firstOpinion;
    this.#judge("what was known is forgotten");
  }

  status(): CheckStatus & { readonly settled: boolean } {
    const looking = this.#looking();
    const lastFailure = this.#checkers.map((checker) => checker.lastFailure).findLast(Boolean);
    return {
      address: this.address,
      healthy: this.healthy,
      well: wellAmong(looking),
      looking: looking.length,
      ...(lastFailure === undefined ? {} : { lastFailure }),
      settled: this.#checkers.every(({ opinion }) => opinion.probes >= this.check.threshold),
    };
  }

  #looking(): Checker[] {
    return this.#checkers.filter(({ plan }) => !this.#gone.has(plan.name));
  }

  async #look(checker: Checker): Promise<void> {
    const { passed, why } = await probe(this.address, this.check, this.rules, checker.plan.from);
    if (this.#closed) return;
    this.probes++;
    if (this.heeded) {
      checker.opinion = afterProbe(checker.opinion, passed, this.check);
      if (why !== undefined) checker.lastFailure = why;
      this.#judge(why ?? "answers well");
    }
    this.#later(this.check.intervalSeconds, () => this.#look(checker));
  }

  #judge(because: string): void {
    const looking = this.#looking();
    const well = wellAmong(looking);
    const healthy = isHealthy(well, looking.length, this.check.unhealthyShare);
    if (healthy === this.healthy) return;
    this.healthy = healthy;
    this.changed(
      `${this.address} is ${healthy ? "well" : "unwell"}: ${well} of ${looking.length} checkers call it well (${because})`,
    );
  }

  #later(seconds: number, run: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      void run();
    }, seconds * 1000);
    this.#timers.add(timer);
  }

  close(): void {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }
}

const wellAmong = (checkers: readonly Checker[]): number =>
  checkers.filter(({ opinion }) => opinion.well).length;
