/** A name as an authority answers it now: its checked addresses, and the share of answers that each has. */
import type { Random } from "../load/random";
import { placeOf, spread } from "../load/random";
import { CheckedAddress } from "./checked-address";
import { answerShares } from "./judging";
import type { AddressShare, NamePlan, NameStatus } from "./plan";
import type { CheckRules } from "./rules";

export interface NameSettings {
  readonly rules: CheckRules;
  readonly allUnhealthy: "all" | "none";
  readonly propagationSeconds: number;
  /** Told when what is answered has changed, and why. */
  changed(answered: readonly AddressShare[], because: string): void;
}

export class AnsweredName {
  readonly #checks: readonly (CheckedAddress | undefined)[];
  /** What answers heed: a check's verdict, so many seconds later. */
  readonly #heeded: boolean[];
  readonly #timers = new Set<NodeJS.Timeout>();
  // Few resolvers ask here and millions in a real network: draws that are spread evenly give these few the shares that
  // those see.
  readonly #draw: Random = spread(Math.random());
  #answered: readonly AddressShare[];
  #blind = false;
  #frozen = false;

  constructor(
    readonly plan: NamePlan,
    private readonly settings: NameSettings,
  ) {
    this.#heeded = plan.answers.map(() => true);
    this.#checks = plan.answers.map(({ address, check }, place) =>
      check === undefined || plan.plain
        ? undefined
        : new CheckedAddress(address, check, settings.rules, (because) => this.#verdict(place, because)),
    );
    this.#answered = this.#shares();
  }

  start(): void {
    const { length } = this.#checks;
    for (const [place, check] of this.#checks.entries()) check?.start(place / length);
  }

  /** The addresses of the next answer. */
  addresses(): string[] {
    const shares = this.#answered;
    if (shares.length === 0) return [];
    const first = placeOf(
      shares.map(({ share }) => share),
      this.#draw(),
    );
    // All of a plain answer, from another one on each time.
    const order = [...shares.slice(first), ...shares.slice(0, first)].map(({ address }) => address);
    return this.plan.plain ? order : order.slice(0, 1);
  }

  /** Takes all for well at once while it lasts; afterwards checkers begin anew. */
  set blind(blind: boolean) {
    if (blind === this.#blind) return;
    this.#blind = blind;
    for (const check of this.#checks) {
      check?.forget();
      if (check) check.heeded = !blind;
    }
    this.#heeded.fill(true);
    this.#update(blind ? "it heeds no check" : "it heeds its checks again");
  }

  /** Answers what it answers now for as long as it lasts. */
  set frozen(frozen: boolean) {
    this.#frozen = frozen;
    if (!frozen) this.#update("its answers follow its checks again");
  }

  lose(checkers: ReadonlySet<string>): void {
    for (const check of this.#checks) check?.lose(checkers);
  }

  get probes(): number {
    return this.#checks.reduce((sum, check) => sum + (check?.probes ?? 0), 0);
  }

  get answered(): readonly AddressShare[] {
    return this.#answered;
  }

  status(): NameStatus & { readonly settled: boolean } {
    const { host, capability } = this.plan;
    const all = this.#checks.flatMap((check) => check?.status() ?? []);
    return {
      host,
      ...(capability === undefined ? {} : { capability }),
      answered: this.#answered,
      checks: all.map(({ settled: _, ...check }) => check),
      settled: all.every(({ settled }) => settled),
    };
  }

  #verdict(place: number, because: string): void {
    // A verdict that comes while it is blind, or came just before, is not heeded.
    if (this.#blind) return;
    const healthy = this.#checks[place]?.healthy ?? true;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#blind) return;
      this.#heeded[place] = healthy;
      this.#update(because);
    }, this.settings.propagationSeconds * 1000);
    this.#timers.add(timer);
  }

  #shares(): AddressShare[] {
    return answerShares(this.plan, this.#heeded, this.settings.allUnhealthy);
  }

  #update(because: string): void {
    if (this.#frozen) return;
    const shares = this.#shares();
    if (JSON.stringify(shares) === JSON.stringify(this.#answered)) return;
    this.#answered = shares;
    this.settings.changed(shares, because);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const check of this.#checks) check?.close();
  }
}
