/** The little of HTTP that the programs need: bounded bodies, JSON answers, and errors that are answers. */
import type { IncomingMessage, ServerResponse } from "node:http";

/** Thrown by a handler: ends the request with this status and `{ error }`. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Seconds after which to try again. */
    readonly retryAfter?: number,
  ) {
    super(message);
    this.name = "Refusal";
  }
}

/** One request, as a handler sees it. */
export interface Request {
  readonly method: string;
  /** Of the path's pattern: `:video` as `video`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly id: string;
  header(name: string): string | undefined;
  /** The whole body. @throws Refusal 413 when it is longer, 400 when it ends early */
  body(mostBytes: number): Promise<Buffer>;
  /** The body as a JSON object. @throws Refusal as `body`, and 400 when it is none */
  json(mostBytes: number): Promise<Readonly<Record<string, unknown>>>;
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });

export function requestOf(
  message: IncomingMessage,
  params: Readonly<Record<string, string>>,
  query: URLSearchParams,
  id: string,
): Request {
  const body = (mostBytes: number): Promise<Buffer> => readBody(message, mostBytes);
  return {
    method: message.method ?? "GET",
    params,
    query,
    id,
    header: (name) => {
      const value = message.headers[name];
      return Array.isArray(value) ? value[0] : value;
    },
    body,
    json: async (mostBytes) => jsonObject(await body(mostBytes)),
  };
}

async function readBody(message: IncomingMessage, mostBytes: number): Promise<Buffer> {
  const tooLong = (): Refusal => new Refusal(413, `the body is longer than ${mostBytes} bytes`);
  if (Number(message.headers["content-length"] ?? 0) > mostBytes) throw tooLong();
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of message as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > mostBytes) throw tooLong();
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(400, "the body ended before it was whole");
  }
  return Buffer.concat(parts, bytes);
}

function jsonObject(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Refusal(400, "the body is no JSON object");
  }
  return value as Readonly<Record<string, unknown>>;
}

/** Writes an answer; one that nobody waits for any more is dropped. */
export function send(
  response: ServerResponse,
  { status, body }: Answer,
  headers: Record<string, string>,
): void {
  if (response.destroyed || response.headersSent) return;
  const isText = typeof body === "string";
  const text = isText ? body : JSON.stringify(body);
  response.writeHead(status, {
    "content-type": isText ? "text/plain; charset=utf-8" : "application/json",
    "content-length": Buffer.byteLength(text),
    ...headers,
  });
  response.end(text);
}
