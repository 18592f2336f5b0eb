/** Questions to DNS servers over one UDP socket. */
import * as dgram from "node:dgram";
import { type ReadReply, readReply, types, writeQuestion } from "./wire";

export interface Server {
  readonly address: string;
  readonly port: number;
}

interface Waiting {
  readonly host: string;
  done(reply: ReadReply | undefined): void;
}

export class Asker {
  /** By number and server. */
  readonly #waiting = new Map<string, Waiting>();
  #last: number;

  private constructor(
    private readonly socket: dgram.Socket,
    random: () => number,
  ) {
    this.#last = Math.floor(random() * 0x10000);
    socket.on("message", (message, from) => {
      const reply = readReply(message);
      const waiting = reply && this.#waiting.get(`${reply.id} ${from.address} ${from.port}`);
      // What was given up, and what nobody has asked for.
      if (waiting?.host === reply?.name) waiting?.done(reply);
    });
    // A server that is gone may be told of by its system: the same as no answer, which the time-out sees to.
    socket.on("error", () => undefined);
  }

  /** @throws Error where no socket can be had. */
  static async open(random: () => number): Promise<Asker> {
    const socket = dgram.createSocket("udp4");
    await new Promise<void>((done, failed) => socket.once("error", failed).bind(0, done));
    return new Asker(socket, random);
  }

  /** The addresses of a name by one server's word; undefined where it says nothing within `seconds`. */
  ask({ address, port }: Server, host: string, seconds: number): Promise<ReadReply | undefined> {
    this.#last = (this.#last + 1) & 0xffff;
    const id = this.#last;
    const key = `${id} ${address} ${port}`;
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(undefined), seconds * 1000);
      const done = (reply: ReadReply | undefined) => {
        clearTimeout(timer);
        this.#waiting.delete(key);
        resolve(reply);
      };
      this.#waiting.set(key, { host, done });
      this.socket.send(writeQuestion({ id, name: host, type: types.A }), port, address, (error) => {
        // No way to it: a resolver notices that at once, and waits as if it were silent, as most do.
        if (error) return;
      });
    });
  }

  close(): void {
    for (const { done } of [...this.#waiting.values()]) done(undefined);
    this.socket.close();
  }
}
