/** HTTP as a probe or an edge sends it. */
import { request } from "node:http";

export interface Asked {
  readonly method?: "GET" | "POST";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
  /** Milliseconds until it is given up. */
  readonly within?: number;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
  /** The body as JSON; undefined where it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
  readonly ms: number;
}

const WITHIN_MS = 10_000;

/** @returns undefined where no answer came in time */
export function ask(
  base: string,
  { method = "GET", path, headers = {}, body, within = WITHIN_MS }: Asked,
): Promise<Answered | undefined> {
  const started = performance.now();
  return new Promise((done) => {
    const sent = request(
      new URL(path, base),
      { method, headers, agent: false, signal: AbortSignal.timeout(within) },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.on("error", () => done(undefined));
        answer.on("end", () => {
          const text = Buffer.concat(parts).toString("utf8");
          done({
            status: answer.statusCode ?? 0,
            text,
            json: objectIn(text),
            ms: performance.now() - started,
          });
        });
      },
    );
    sent.on("error", () => done(undefined));
    sent.end(body);
  });
}

export function postJson(base: string, path: string, value: object): Promise<Answered | undefined> {
  const headers = { "content-type": "application/json" };
  return ask(base, { method: "POST", path, headers, body: JSON.stringify(value) });
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** An answer as a broken clause tells of it. */
export const told = (answer: Answered | undefined): string =>
  answer === undefined ? "no answer" : `${answer.status} ${answer.text.slice(0, 200).trim()}`;
