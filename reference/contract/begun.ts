/** A request of which half was sent: what a pod has begun, and must finish after SIGTERM. */
import { connect, type Socket } from "node:net";

const BODY = Buffer.alloc(64, "x");

export class Begun {
  readonly #socket: Socket;
  #text = "";

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      this.#text += part;
    });
    // Told by what came: nothing.
    socket.on("error", () => undefined);
  }

  /** A POST with half of its body. @throws Error where it can't be connected to */
  static start(url: string, path: string, headers: Readonly<Record<string, string>>): Promise<Begun> {
    const { hostname, port } = new URL(url);
    const lines = Object.entries({ host: hostname, "content-length": String(BODY.length), ...headers });
    const head = `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
    return new Promise((done, failed) => {
      const socket = connect({ host: hostname, port: Number(port || 80) });
      socket.once("error", failed);
      socket.once("connect", () => {
        socket.off("error", failed);
        const begun = new Begun(socket);
        socket.write(head);
        socket.write(BODY.subarray(0, BODY.length / 2), () => done(begun));
      });
    });
  }

  /** Sends the rest. @returns the status of the answer; undefined where none came within `ms` */
  async finish(ms: number): Promise<number | undefined> {
    this.#socket.write(BODY.subarray(BODY.length / 2));
    const started = performance.now();
    while (!this.#text.includes("\r\n\r\n") && performance.now() - started < ms && !this.#socket.destroyed) {
      await new Promise((done) => setTimeout(done, 20));
    }
    this.#socket.destroy();
    const status = /^HTTP\/1\.\d (\d{3})/.exec(this.#text)?.[1];
    return status === undefined ? undefined : Number(status);
  }
}
