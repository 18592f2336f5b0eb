/**
 * Attempts that begin one after another until one succeeds, as happy eyeballs races addresses (RFC 8305): the next one
 * begins after a delay, or at once when one fails.
 */

export interface Attempt<T> {
  readonly result: Promise<T>;
  /** Gives it up: its result rejects. */
  cancel(): void;
}

export type End<T> =
  | { readonly kind: "won" }
  /** It succeeded too, after another had: its value is nobody's. */
  | { readonly kind: "slower"; readonly value: T }
  | { readonly kind: "failed"; readonly error: Error }
  /** It said nothing, though another succeeded and it was given time after that. */
  | { readonly kind: "silent" };

export interface RaceTimes {
  /** Milliseconds from one attempt to the next. */
  readonly delay: number;
  /** In all, until nobody is taken to answer. */
  readonly limit: number;
  /** After the first success, for those under way. */
  readonly late: number;
}

export interface Won<T> {
  readonly index: number;
  readonly value: T;
  /** How many were begun by then. */
  readonly begun: number;
}

/** No attempt succeeded. Whether it is they who are away or who asks, can't be told. */
export class NobodyAnswersError extends Error {
  override readonly name = "NobodyAnswersError";
  constructor(readonly reasons: readonly Error[]) {
    super(
      reasons.length === 0
        ? "nobody answers"
        : `nobody answers: ${reasons.map(({ message }) => message).join("; ")}`,
    );
  }
}

/**
 * @param starts in the order in which they are preferred
 * @param ended told how each attempt that was begun ended, the late ones after the race; not where nobody succeeds in time
 */
export function race<T>(
  starts: readonly (() => Attempt<T>)[],
  times: RaceTimes,
  ended: (index: number, end: End<T>) => void,
): Promise<Won<T>> {
  return new Promise((resolve, reject) => {
    const running = new Map<number, Attempt<T>>();
    const reasons: Error[] = [];
    let begun = 0;
    let over = false;
    let next: NodeJS.Timeout | undefined;
    const finish = () => {
      over = true;
      clearTimeout(next);
      clearTimeout(limit);
    };
    const leave = (tell: boolean) => {
      for (const [index, attempt] of running) {
        running.delete(index);
        attempt.cancel();
        if (tell) ended(index, { kind: "silent" });
      }
    };
    const nobody = () => {
      finish();
      leave(false);
      reject(new NobodyAnswersError(reasons));
    };
    const succeeded = (index: number, value: T) => {
      running.delete(index);
      if (over) return ended(index, { kind: "slower", value });
      finish();
      setTimeout(() => leave(true), times.late).unref();
      ended(index, { kind: "won" });
      resolve({ index, value, begun });
    };
    const failed = (index: number, error: Error) => {
      // One that was given up has been told already.
      if (!running.delete(index)) return;
      reasons.push(error);
      ended(index, { kind: "failed", error });
      if (over) return;
      if (begun < starts.length) begin();
      else if (running.size === 0) nobody();
    };
    const begin = () => {
      clearTimeout(next);
      const start = starts[begun];
      if (over || !start) return;
      const index = begun++;
      const attempt = start();
      running.set(index, attempt);
      attempt.result.then(
        (value) => succeeded(index, value),
        (error: Error) => failed(index, error),
      );
      next = setTimeout(begin, times.delay);
    };
    const limit = setTimeout(nobody, times.limit);
    if (starts.length === 0) nobody();
    else begin();
  });
}
