/** Connections to a store, kept between requests: making one takes more of a processor than all else of a request together. */
import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import { createSecureContext } from "node:tls";

const CONNECT_MS = 1000;
/** Requests to one store at a time, as many as the edge sends a pod. */
const MOST = 100;

export interface Question {
  readonly method: "GET" | "HEAD" | "PUT";
  /** Encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

export class Connections {
  readonly #request: typeof https.request;
  readonly #agent: http.Agent;

  constructor(private readonly url: URL) {
    const isSecure = url.protocol === "https:";
    this.#request = isSecure ? https.request : http.request;
    const options = { keepAlive: true, maxSockets: MOST };
    // Whom to trust is read once, and not for each connection.
    this.#agent = isSecure
      ? new https.Agent({ ...options, secureContext: createSecureContext() })
      : new http.Agent(options);
  }

  /** @throws Error of Node's where no whole answer came */
  ask({ method, path, headers, body }: Question, signal: AbortSignal): Promise<Answer> {
    const { hostname, port } = this.url;
    return new Promise((done, failed) => {
      const asked = this.#request({ hostname, port, path, method, headers, agent: this.#agent, signal });
      asked.once("response", (answer) => {
        const parts: Buffer[] = [];
        answer.on("data", (part: Buffer) => parts.push(part));
        answer.once("end", () => done({ status: answer.statusCode ?? 0, body: Buffer.concat(parts) }));
        answer.on("error", failed);
      });
      asked.once("socket", (socket) => giveUpLater(socket));
      asked.on("error", failed);
      asked.end(body);
    });
  }
}

/** An address where nobody says no either is given up long before the kernel would. */
function giveUpLater(socket: Socket): void {
  if (!socket.connecting) return;
  const late = () => socket.destroy(Object.assign(new Error("no connection"), { code: "ETIMEDOUT" }));
  const timer = setTimeout(late, CONNECT_MS);
  for (const event of ["connect", "close"]) socket.once(event, () => clearTimeout(timer));
}
