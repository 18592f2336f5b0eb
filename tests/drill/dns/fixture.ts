/** A web server with TLS, and an authority's plan, on loopback. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import os from "node:os";
import path from "node:path";
import type { AnswerPlan, AuthorityPlan, CheckPlan } from "../../../drill/dns/plan";
import { selfSigned } from "../../../drill/frame/requests";

export interface WebServer {
  /** The server's own certificate, which is its authority too. */
  readonly ca: string;
  /** Connections since it was started. */
  connections(): number;
  /** Ends what is connected and listens no more. */
  stop(): Promise<void>;
}

export async function webServer(
  address: string,
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<WebServer> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-web-"));
  selfSigned(folder, "DNS:*.clips.test");
  const [cert, key] = ["tls.crt", "tls.key"].map((file) => readFileSync(path.join(folder, file), "utf8"));
  rmSync(folder, { recursive: true });
  const server = https.createServer({ cert, key }, answer);
  const open = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections++;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await new Promise<void>((done, failed) => server.once("error", failed).listen(port, address, done));
  return {
    ca: cert ?? "",
    connections: () => connections,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of open) socket.destroy();
      }),
  };
}

export const checkAt = (port: number, more: Partial<CheckPlan> = {}): CheckPlan => ({
  port,
  path: "/healthz/feed",
  host: "feed.clips.test",
  intervalSeconds: 0.1,
  threshold: 2,
  connectSeconds: 0.5,
  responseSeconds: 0.5,
  checkers: [{ name: "a" }, { name: "b" }],
  unhealthyShare: 1,
  ...more,
});

export const authorityAt = (
  port: number,
  answers: readonly AnswerPlan[],
  more: Partial<AuthorityPlan> = {},
): AuthorityPlan => ({
  provider: "aws",
  address: "127.0.0.1",
  port,
  zone: "clips.test",
  nameServers: ["ns-1.aws.test"],
  names: [{ host: "feed.clips.test", capability: "feed", ttlSeconds: 6, plain: false, answers }],
  allUnhealthy: "all",
  propagationSeconds: 0,
  negativeSeconds: 1,
  ...more,
});
