/** Users of a lane: steady requests, of which a share changes something, each with its time and what became of it. */
import * as https from "node:https";
import { now, sleep } from "../../../drill/frame/lane";

export interface Sent {
  /** Seconds, as `now()`. */
  readonly at: number;
  readonly method: "GET" | "POST";
  /** 0 where no answer came. */
  readonly status: number;
  readonly ms: number;
}

export interface UsersOptions {
  readonly perSecond: number;
  /** Share of the requests that are POST. */
  readonly posts?: number;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Users {
  readonly sent: Sent[] = [];
  private readonly agent = new https.Agent({ keepAlive: true, maxSockets: 400 });
  private readonly timer: NodeJS.Timeout;
  private open = 0;

  constructor(
    private readonly address: string,
    private readonly host: string,
    private readonly options: UsersOptions,
  ) {
    const started = now();
    let count = 0;
    this.timer = setInterval(() => {
      for (; count < (now() - started) * options.perSecond; count++) void this.one(count);
    }, 5);
  }

  private one(count: number): Promise<void> {
    const { posts = 0, path = "/x", headers = {} } = this.options;
    const method = (count * 0.618034) % 1 < posts ? "POST" : "GET";
    const at = now();
    this.open++;
    return new Promise((done) => {
      const ended = (status: number) => {
        this.open--;
        this.sent.push({ at, method, status, ms: (now() - at) * 1000 });
        done();
      };
      const request = https.request(
        {
          host: this.address,
          port: 8443,
          path,
          method,
          agent: this.agent,
          servername: "",
          rejectUnauthorized: false,
          headers: { host: this.host, ...headers },
          timeout: 20_000,
        },
        (answer) => {
          answer.resume();
          answer.on("error", () => ended(0));
          answer.on("end", () => ended(answer.statusCode ?? 0));
        },
      );
      request.on("timeout", () => request.destroy(new Error("no answer in time")));
      request.on("error", () => ended(0));
      request.end(method === "POST" ? "hello" : undefined);
    });
  }

  /** Share that was answered well within `seconds`, of those sent in a time; undefined where none was. */
  served(from: number, to: number, seconds = 5): number | undefined {
    const asked = this.sent.filter(({ at }) => at >= from && at < to);
    const good = asked.filter(({ status, ms }) => status === 200 && ms <= seconds * 1000);
    return asked.length === 0 ? undefined : good.length / asked.length;
  }

  /** Counts by status of those sent in a time. */
  counts(from = 0, to = Number.POSITIVE_INFINITY): Record<string, number> {
    const found: Record<string, number> = {};
    for (const { at, status } of this.sent)
      if (at >= from && at < to) found[status] = (found[status] ?? 0) + 1;
    return found;
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    while (this.open > 0) await sleep(20);
    this.agent.destroy();
  }
}
