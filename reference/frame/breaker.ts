/** Remembers for a while that something didn't answer, so that not every request waits for it anew. */
export class Breaker {
  #openUntil = 0;
  #failures = 0;

  /**
   * @param openMs how long it is left alone
   * @param failures how many in a row it takes; one that never answered counts as all of them
   */
  constructor(
    private readonly openMs: number,
    private readonly failures: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get isOpen(): boolean {
    return this.now() < this.#openUntil;
  }

  worked(): void {
    this.#failures = 0;
    this.#openUntil = 0;
  }

  failed(isSilent: boolean): void {
    this.#failures += isSilent ? this.failures : 1;
    if (this.#failures < this.failures) return;
    this.#failures = 0;
    this.#openUntil = this.now() + this.openMs;
  }
}
