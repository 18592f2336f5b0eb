/** Requests to what a lane runs, one by one or as steady load. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import * as http from "node:http";
import * as https from "node:https";
import { sleep } from "./lane";

export interface Answer {
  /** 0 for a connection that couldn't be made or broke. */
  readonly status: number;
  readonly body: string;
  readonly headers: http.IncomingHttpHeaders;
  /** A kept connection broke that the other side may have just closed: every browser then asks again. */
  readonly askAgain?: boolean;
}

/** An HTTPS request by address with any Host, whatever the certificate. */
export function ask(
  address: string,
  port: number,
  host: string,
  path: string,
  { agent, servername = "" }: { agent?: https.Agent; servername?: string } = {},
): Promise<Answer> {
  const options = { host: address, port, path, agent, servername, headers: { host }, timeout: 20_000 };
  return answered((done) => https.get({ ...options, rejectUnauthorized: false }, done));
}

/** A plain HTTP request. */
export function plain(address: string, port: number, path: string): Promise<Answer> {
  return answered((done) => http.get({ host: address, port, path, timeout: 3000 }, done));
}

function answered(
  send: (done: (answer: http.IncomingMessage) => void) => http.ClientRequest,
): Promise<Answer> {
  return new Promise((done) => {
    const broken = (error: Error) =>
      done({ status: 0, body: error.message, headers: {}, askAgain: request.reusedSocket });
    const request: http.ClientRequest = send((answer) => {
      let body = "";
      answer.setEncoding("utf8").on("error", broken);
      answer.on("data", (part) => {
        body += part;
      });
      answer.on("end", () => done({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    });
    request.on("timeout", () => request.destroy(new Error("no answer in time"))).on("error", broken);
  });
}

export interface Load {
  /** Answers by status. */
  readonly counts: Record<string, number>;
  /** What didn't succeed: its status and the start of its body. */
  readonly errors: string[];
  /** Ends it and waits for what is under way. */
  stop(): Promise<Record<string, number>>;
}

/** Steady load by GET until it is stopped; `maxSockets` of them at a time, the others wait for one. */
export function load(
  address: string,
  port: number,
  host: string,
  perSecond: number,
  keepAlive = true,
  maxSockets = 50,
): Load {
  const agent = new https.Agent({ keepAlive, maxSockets });
  const counts: Record<string, number> = {};
  const errors: string[] = [];
  const started = performance.now();
  let sent = 0;
  let open = 0;
  const one = async () => {
    open++;
    let answer = await ask(address, port, host, "/x", { agent });
    if (answer.askAgain) answer = await ask(address, port, host, "/x", { agent });
    const { status, body } = answer;
    open--;
    counts[status] = (counts[status] ?? 0) + 1;
    if (status !== 200) errors.push(`${status} ${body.slice(0, 60).trim()}`);
  };
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * perSecond);
    for (; sent < due; sent++) void one();
  }, 5);
  return {
    counts,
    errors,
    stop: async () => {
      clearInterval(timer);
      while (open > 0) await sleep(20);
      agent.destroy();
      return counts;
    },
  };
}

/** A certificate that signs itself: `tls.crt` and `tls.key` in a folder. `names` as `DNS:a,IP:b`. */
export function selfSigned(folder: string, names: string): void {
  mkdirSync(folder, { recursive: true });
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    `${folder}/tls.key`,
  ];
  const subject = ["-subj", "/CN=clips.test", "-addext", `subjectAltName=${names}`, "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...key, "-out", `${folder}/tls.crt`, ...subject], {
    stdio: "ignore",
  });
}
