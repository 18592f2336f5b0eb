/** The HTTP server of a pod: probes, metrics, the capability's own routes, and an end that finishes what has begun. */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Answer, ok, Refusal, type Request, requestOf, send } from "./http";
import { describe, type Log } from "./log";
import type { Metrics } from "./metrics";

export interface Route {
  readonly method: "GET" | "POST";
  /** `/v1/engagements/:video` */
  readonly path: string;
  handle(request: Request): Promise<Answer> | Answer;
}

/** What becomes part of log lines and headers is of a form that can't break them. */
const requestIdForm = /^[A-Za-z0-9._-]{1,64}$/;

/** A client that drips its headers in holds a connection no longer than this. */
const HEADERS_MS = 10_000;
/** The edge waits a minute at most for an upload, so that nothing longer can still be answered. */
const REQUEST_MS = 60_000;
/** Above the edge's own, so that it is always the edge that closes a connection that is idle. */
const KEEP_ALIVE_MS = 75_000;

export class Service {
  readonly #server: Server;
  readonly #routes: readonly { readonly route: Route; readonly parts: readonly string[] }[];
  #ending = false;
  #underWay = 0;

  constructor(
    routes: readonly Route[],
    private readonly metrics: Metrics,
    private readonly log: Log,
  ) {
    this.#routes = [...this.#own(), ...routes].map((route) => ({ route, parts: route.path.split("/") }));
    this.#server = createServer((message, response) => void this.#answer(message, response));
    this.#server.headersTimeout = HEADERS_MS;
    this.#server.requestTimeout = REQUEST_MS;
    this.#server.keepAliveTimeout = KEEP_ALIVE_MS;
  }

  /** Gives the port. @throws what `listen` does when the address is taken */
  listen({ host, port }: { readonly host: string | undefined; readonly port: number }): Promise<number> {
    return new Promise((done, failed) => {
      this.#server.once("error", failed);
      this.#server.listen(port, host, () => {
        const address = this.#server.address();
        done(typeof address === "object" && address !== null ? address.port : port);
      });
    });
  }

  /**
   * Ends when all requests that had begun are answered, or after `graceMs`. Kubernetes takes the pod from its Service before
   * it sends SIGTERM (the stack's preStop), so that whoever still comes is refused, which edges take for a reason to try another.
   * @returns how many requests were cut off
   */
  async end(graceMs: number): Promise<number> {
    this.#ending = true;
    const closed = new Promise<void>((done) => this.#server.close(() => done()));
    this.#server.closeIdleConnections();
    // Connections that become idle while the rest is finished: no more requests come by them.
    const sweep = setInterval(() => this.#server.closeIdleConnections(), 50);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((done) => {
      timer = setTimeout(done, graceMs);
    });
    await Promise.race([closed, late]);
    clearTimeout(timer);
    clearInterval(sweep);
    const cutOff = this.#underWay;
    this.#server.closeAllConnections();
    return cutOff;
  }

  #own(): Route[] {
    const well = () => ok("ok\n");
    return [
      { method: "GET", path: "/startupz", handle: well },
      { method: "GET", path: "/livez", handle: well },
      // Of this pod alone: one that is unready for what it depends on takes its site down with that. Red is that it is refused.
      { method: "GET", path: "/readyz", handle: well },
      { method: "GET", path: "/metrics", handle: async () => ok(await this.metrics.text()) },
    ];
  }

  async #answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const started = performance.now();
    const given = message.headers["x-request-id"];
    const id = typeof given === "string" && requestIdForm.test(given) ? given : randomUUID();
    this.#underWay++;
    // A client that breaks off is no error of ours; without a listener it would end the process.
    message.on("error", () => undefined);
    response.on("error", () => undefined);
    const { answer, path, headers } = await this.#answerTo(message, id);
    const close = this.#ending || !message.complete ? { connection: "close" } : undefined;
    send(response, answer, { "x-request-id": id, ...headers, ...close });
    this.#underWay--;
    const seconds = (performance.now() - started) / 1000;
    this.metrics.request(path, answer.status, seconds);
    if (path.startsWith("/v1/") && (message.method !== "GET" || answer.status >= 500)) {
      this.log.info("request", {
        requestId: id,
        method: message.method,
        path,
        status: answer.status,
        seconds,
      });
    }
  }

  async #answerTo(
    message: IncomingMessage,
    id: string,
  ): Promise<{ answer: Answer; path: string; headers?: Record<string, string> }> {
    const url = urlOf(message.url ?? "/");
    const parts = url?.pathname.split("/") ?? [];
    const fitting = this.#routes.filter((one) => fits(one.parts, parts));
    const found = fitting.find(({ route }) => route.method === message.method);
    if (url === undefined || found === undefined) {
      const status = fitting.length > 0 ? 405 : 404;
      return {
        answer: { status, body: { error: `there is no ${message.method} of this path` } },
        path: "other",
      };
    }
    const { path } = found.route;
    try {
      const params = paramsOf(found.parts, parts);
      return { answer: await found.route.handle(requestOf(message, params, url.searchParams, id)), path };
    } catch (error) {
      if (error instanceof Refusal) {
        const { status, retryAfter } = error;
        const headers = retryAfter === undefined ? undefined : { "retry-after": String(retryAfter) };
        return { answer: { status, body: { error: error.message } }, path, ...(headers ? { headers } : {}) };
      }
      this.log.error("request failed", { requestId: id, path, error: describe(error) });
      return {
        answer: { status: 500, body: { error: "an error of this program; its log says more" } },
        path,
      };
    }
  }
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text, "http://pod");
  } catch {
    return undefined;
  }
}

const fits = (pattern: readonly string[], parts: readonly string[]): boolean =>
  pattern.length === parts.length &&
  pattern.every((part, n) => (part.startsWith(":") ? parts[n] !== "" : part === parts[n]));

function paramsOf(pattern: readonly string[], parts: readonly string[]): Record<string, string> {
  const named = pattern.flatMap((part, n) =>
    part.startsWith(":") ? [[part.slice(1), parts[n] ?? ""] as const] : [],
  );
  try {
    return Object.fromEntries(named.map(([name, text]) => [name, decodeURIComponent(text)]));
  } catch {
    throw new Refusal(400, "the path has a % that stands for no character");
  }
}
