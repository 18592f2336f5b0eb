/** Connections to the hosts of the platform: made by address, kept between requests, and asked on. */
import type * as http from "node:http";
import * as https from "node:https";
import type { Duplex, Readable } from "node:stream";
import * as tls from "node:tls";
import type { Attempt } from "./race";
import type { Machine, Timings } from "./settings";

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A function where it is made anew each time that it is sent. */
  readonly body?: Uint8Array | string | (() => Readable);
}

export interface Answered {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  readonly address: string;
}

/** Bytes of an answer's body: this client keeps it whole. */
const MOST_ANSWER = 32 * 2 ** 20;

/** Connections to one host. A new one is the one that was given, as a race made it. */
class Kept extends https.Agent {
  given: tls.TLSSocket | undefined;
  /** When the last answer came. */
  answeredAt = Number.NEGATIVE_INFINITY;

  constructor(keepAlive: number) {
    super({ keepAlive: true, scheduling: "lifo", maxFreeSockets: 4, timeout: keepAlive });
  }

  override createConnection(): Duplex {
    const { given } = this;
    this.given = undefined;
    if (!given) throw new Error("a request without a connection");
    return given;
  }

  get hasFree(): boolean {
    return Object.values(this.freeSockets).some((sockets) =>
      sockets?.some(({ destroyed, writable }) => !destroyed && writable),
    );
  }
}

export class Connections {
  readonly #kept = new Map<string, Kept>();
  readonly #known = new Map<string, readonly string[]>();

  constructor(
    private readonly machine: Machine,
    private readonly timings: Timings,
  ) {}

  /** Makes a connection; it counts as made when TLS is agreed, as balancers connect for edges that are gone. */
  open(host: string): Attempt<tls.TLSSocket> {
    let socket: tls.TLSSocket | undefined;
    let cancelled = false;
    const result = this.#addresses(host).then(
      (addresses) =>
        new Promise<tls.TLSSocket>((resolve, reject) => {
          const address = addresses[Math.floor(this.machine.random() * addresses.length)];
          if (address === undefined) return reject(new Error(`${host} has no address`));
          if (cancelled) return reject(new Error("given up"));
          const { port } = this.machine;
          const made = tls.connect({
            host: address,
            port,
            servername: host,
            ALPNProtocols: ["http/1.1"],
            ...this.machine.tls,
          });
          socket = made;
          made.once("secureConnect", () => {
            made.off("error", reject);
            // One that breaks while nobody uses it is nobody's news; without a listener it would end the process.
            made.on("error", () => undefined);
            resolve(made);
          });
          made.once("error", reject);
          made.once("close", () => reject(new Error(`${host} closed the connection`)));
        }),
    );
    return {
      result,
      cancel: () => {
        cancelled = true;
        socket?.destroy();
      },
    };
  }

  /**
   * The host's addresses: those known from before where DNS is silent or broken, as a site's addresses stay. That there is no
   * such name is believed: a site that turned hostile is taken away so.
   */
  async #addresses(host: string): Promise<readonly string[]> {
    const known = this.#known.get(host);
    const asked = this.machine.lookup(host).then((found) => {
      if (found.length > 0) this.#known.set(host, found);
      else this.#known.delete(host);
      return found;
    });
    if (!known) return asked;
    return Promise.race([asked.catch(() => known), after(this.timings.attemptDelay, known)]);
  }

  /** Whether a request to the host would go on a connection that is there. */
  hasFree(host: string): boolean {
    return this.#kept.get(host)?.hasFree === true;
  }

  /** Milliseconds since the host last answered on a connection that was kept. */
  quietFor(host: string): number {
    return this.machine.now() - (this.#kept.get(host)?.answeredAt ?? Number.NEGATIVE_INFINITY);
  }

  /** Gives up the connections to a host that nothing is asked on. */
  drop(host: string): void {
    const free = Object.values(this.#kept.get(host)?.freeSockets ?? {}).flatMap((sockets) => sockets ?? []);
    for (const socket of free) socket.destroy();
  }

  /** Ends all of them; what is under way breaks. */
  close(): void {
    for (const kept of this.#kept.values()) kept.destroy();
    this.#kept.clear();
  }

  /**
   * Asks on a connection that is kept, or on a new one; kept afterwards.
   * @param made where there is none to the host: see `hasFree`, at the same moment
   */
  ask(host: string, sent: Sent, made?: tls.TLSSocket): Attempt<Answered> {
    const kept = this.#kept.get(host) ?? new Kept(this.timings.keepAlive);
    this.#kept.set(host, kept);
    kept.given = made;
    const request = https.request({
      agent: kept,
      host,
      method: sent.method,
      path: sent.path,
      headers: { host, ...sent.headers, ...lengthOf(sent.body) },
    });
    // Another connection came free meanwhile: this one isn't needed.
    if (kept.given) kept.given.destroy();
    kept.given = undefined;
    const result = new Promise<Answered>((resolve, reject) => {
      request.once("error", reject);
      request.once("response", (answer) => {
        const address = answer.socket.remoteAddress ?? "";
        const parts: Buffer[] = [];
        let bytes = 0;
        answer.on("error", reject);
        answer.on("data", (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes > MOST_ANSWER) request.destroy(new Error(`an answer of more than ${MOST_ANSWER} bytes`));
        });
        answer.on("end", () => {
          if (!answer.complete) return;
          kept.answeredAt = this.machine.now();
          const answered = {
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(parts),
            address,
          };
          // The connection is free for the next request only once those who listen have been told of the end.
          setImmediate(() => resolve(answered));
        });
        answer.on("close", () => {
          if (!answer.complete) reject(new Error("the answer broke off"));
        });
      });
    });
    write(request, sent.body);
    return { result, cancel: () => request.destroy(new Error("given up")) };
  }
}

function write(request: http.ClientRequest, body: Sent["body"]): void {
  if (typeof body !== "function") {
    request.end(body);
    return;
  }
  const stream = body();
  stream.on("error", (error) => request.destroy(error));
  request.on("close", () => stream.destroy());
  stream.pipe(request);
}

const lengthOf = (body: Sent["body"]): Record<string, number> =>
  body === undefined || typeof body === "function" ? {} : { "content-length": Buffer.byteLength(body) };

/** A value, so many milliseconds from now; it keeps no process alive that has nothing else to do. */
export const after = <T>(milliseconds: number, value: T): Promise<T> =>
  new Promise((resolve) => {
    setTimeout(() => resolve(value), milliseconds).unref();
  });
