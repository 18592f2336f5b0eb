/** Log lines for machines: one JSON object each, on standard output. */

export type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
type Level = "info" | "warn" | "error";

export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** @param common is on every line: which capability, which site */
export function jsonLog(common: Fields, write: (line: string) => void = writeOut): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}) =>
      write(`${JSON.stringify({ level, time: new Date().toISOString(), ...common, message, ...fields })}\n`);
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

const writeOut = (line: string): void => void process.stdout.write(line);

/** What may be said of an error: its kind and message. Never what else hangs on it, where clients keep their requests' headers. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === "" ? error.name : `${error.name}: ${error.message}`;
}

/**
 * Says a thing when it begins, and once more every minute while it lasts: what fails many times a second would else fill the
 * pod's disk, for which it is evicted.
 */
export class Seldom {
  readonly #said = new Map<string, number>();

  constructor(
    private readonly log: Log,
    private readonly everyMs = 60_000,
  ) {}

  warn(message: string, fields: Fields = {}): void {
    const key = `${message} ${fields.store ?? ""} ${fields.stream ?? ""}`;
    const last = this.#said.get(key);
    const now = Date.now();
    if (last !== undefined && now - last < this.everyMs) return;
    this.#said.set(key, now);
    this.log.warn(message, fields);
  }
}
