/** A stand-in for one pod of a workload: plain HTTP, whose answers to users and to checks can be made to fail. */
import * as http from "node:http";
import type { Socket } from "node:net";

/** A path with a fault of its own: it answers 500 always. */
const FAILING = "/fail";

export class Pod {
  mode: "good" | "fails" | "hangs" | "slow" | "some" | "busy" = "good";
  checkMode: "good" | "hangs" = "good";
  /** Of the requests that fail in the mode `some`. */
  failing = 0;
  /** Of the requests that are never answered. */
  hanging = 0;
  /** Requests of users that have come. */
  requests = 0;
  slowMs = 1000;
  /**
   * In the mode `busy`: requests that it answers in a second, one after another, some in more time than others. It never
   * notices that one was given up.
   */
  perSecond = 10;
  /** Milliseconds that it has worked in that mode for answers that somebody still waited for. */
  workedMs = 0;
  /** When it has answered all that it was sent, in that mode. */
  private freeAt = 0;
  /** Headers of the last request of a user. */
  last: http.IncomingHttpHeaders = {};
  /** What it asked for, and when it came. */
  lastPath = "";
  lastAt = 0;
  private server: http.Server | undefined;
  private readonly sockets = new Set<Socket>();

  constructor(
    readonly name: string,
    readonly address: string,
    readonly port = 8080,
  ) {}

  start(): Promise<void> {
    const server = http.createServer((request, answer) => {
      if (request.url === "/readyz") {
        if (this.checkMode === "good") answer.writeHead(200).end();
        return;
      }
      this.requests++;
      this.last = request.headers;
      this.lastPath = request.url ?? "";
      this.lastAt = performance.now();
      request.resume().on("end", () => {
        if (this.mode === "hangs" || Math.random() < this.hanging) return;
        const bad =
          request.url === FAILING ||
          this.mode === "fails" ||
          (this.mode === "some" && Math.random() < this.failing);
        const workMs = this.mode === "busy" ? (-Math.log(1 - Math.random()) * 1000) / this.perSecond : 0;
        const reply = () => {
          if (!answer.destroyed) this.workedMs += workMs;
          answer.writeHead(bad ? 500 : 200, { "x-pod": this.name }).end("hello\n");
        };
        setTimeout(reply, this.delayMs(workMs));
      });
    });
    server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
    });
    this.server = server;
    return new Promise((done, failed) => server.once("error", failed).listen(this.port, this.address, done));
  }

  private delayMs(workMs: number): number {
    if (this.mode === "slow") return this.slowMs;
    if (this.mode !== "busy") return 0;
    const at = performance.now();
    this.freeAt = Math.max(at, this.freeAt) + workMs;
    return this.freeAt - at;
  }

  /** As a pod that is killed: its connections break, and new ones are refused. */
  stop(): void {
    this.server?.close();
    for (const socket of this.sockets) socket.destroy();
    this.server = undefined;
  }
}
