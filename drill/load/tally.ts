/** Sums of what has ended: for who watches second by second, and for the end. Pure. */
import {
  type ClientKind,
  type Count,
  LATE_SECONDS,
  type Lag,
  type RequestRecord,
  type SecondSummary,
} from "./plan";

type Counts<K extends string> = Partial<Record<K, { sent: number; ok: number }>>;

export class Tally {
  #all = { sent: 0, ok: 0 };
  #byCapability: Record<string, { sent: number; ok: number }> = {};
  #byKind: Counts<ClientKind> = {};
  #failures: Record<string, number> = {};
  #took: number[] = [];
  #unsent = 0;
  #uploads = 0;
  #lags = { sum: 0, most: 0, late: 0, count: 0 };

  /** A request was sent, so late. */
  sent(lag: number): void {
    this.#lags.sum += lag;
    this.#lags.most = Math.max(this.#lags.most, lag);
    this.#lags.count++;
    if (lag > LATE_SECONDS) this.#lags.late++;
  }

  ended(record: RequestRecord): void {
    const { ok, capability, kind, did, seconds, why = "untold", unsent } = record;
    // What this machine didn't send says nothing of the platform.
    if (unsent) {
      this.#unsent++;
      return;
    }
    add(this.#all, ok);
    this.#byCapability[capability] = add(this.#byCapability[capability], ok);
    this.#byKind[kind] = add(this.#byKind[kind], ok);
    if (ok) this.#took.push(seconds);
    else this.#failures[why] = (this.#failures[why] ?? 0) + 1;
    if (ok && did === "upload") this.#uploads++;
  }

  get all(): Count {
    return this.#all;
  }
  get unsent(): number {
    return this.#unsent;
  }
  get lag(): Lag {
    const { sum, most, late, count } = this.#lags;
    return { mean: count === 0 ? 0 : sum / count, most, late };
  }

  summary(at: number, underWay: number): SecondSummary {
    const took = this.#took.sort((a, b) => a - b);
    return {
      at,
      all: this.#all,
      byCapability: this.#byCapability,
      byKind: this.#byKind,
      failures: this.#failures,
      underWay,
      unsent: this.#unsent,
      lag: this.lag,
      took: { median: took[Math.floor(took.length / 2)] ?? 0, most: took.at(-1) ?? 0 },
      uploadsAcknowledged: this.#uploads,
    };
  }
}

function add(count: { sent: number; ok: number } | undefined, ok: boolean): { sent: number; ok: number } {
  const sum = count ?? { sent: 0, ok: 0 };
  sum.sent++;
  if (ok) sum.ok++;
  return sum;
}
