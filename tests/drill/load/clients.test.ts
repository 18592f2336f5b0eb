/** Each kind of client against real servers with TLS on loopback. */
import type { IncomingMessage, ServerResponse } from "node:http";
import * as net from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Authority } from "../../../drill/dns/authority";
import { Resolvers } from "../../../drill/dns/resolver";
import { freePort } from "../../../drill/frame/net";
import { makeClients } from "../../../drill/load/clients";
import type { Clients } from "../../../drill/load/clients/client";
import { type Call, exchange, KeepingAgent, verifying } from "../../../drill/load/exchange";
import type { ClientKind, LoadPlan } from "../../../drill/load/plan";
import { usualLoad } from "../../../drill/load/plan";
import { seeded } from "../../../drill/load/random";
import { authorityAt, type WebServer, webServer } from "../dns/fixture";

const host = "feed.clips.test";
const call: Call = { host, method: "GET", path: "/v1/feed", headers: {} };
const [living, silent] = ["127.0.0.1", "127.0.0.2"] as const;
const PATIENCE = 1;

describe("clients", () => {
  let server: WebServer;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let port: number;
  let authority: Authority;
  let resolvers: Resolvers;
  let clients: Clients | undefined;
  let plan: LoadPlan;
  /** Takes connections and says nothing. */
  let deaf: net.Server;
  let deafened: net.Socket[];

  beforeEach(async () => {
    port = await freePort();
    answer = (_, response) => response.end("{}");
    server = await webServer(living, port, (request, response) => answer(request, response));
    deafened = [];
    deaf = net.createServer((socket) => {
      deafened.push(socket);
      socket.on("error", () => undefined);
    });
    await new Promise<void>((done) => deaf.listen(port, silent, done));
    await serve([living]);
  });
  afterEach(async () => {
    clients?.close();
    clients = undefined;
    resolvers.close();
    authority.close();
    await server.stop();
    for (const socket of deafened) socket.destroy();
    await new Promise((done) => deaf.close(done));
  });

  /** @param sites one address of each, where they are others than DNS has for the public name */
  async function serve(addresses: readonly string[], sites = addresses): Promise<void> {
    const answers = addresses.map((address) => ({ address, weight: 1 }));
    const named = (name: string, own: typeof answers) => ({
      host: `${name}.clips.test`,
      ttlSeconds: 60,
      plain: true,
      answers: own,
    });
    const names = [
      named("feed", answers),
      ...sites.map((address, place) => named(`site-${place}`, [{ address, weight: 1 }])),
    ];
    const authorityPlan = authorityAt(await freePort(), [], { names });
    authority = await Authority.start(authorityPlan, () => undefined);
    plan = {
      ...usualLoad,
      t0: 0,
      seed: 1,
      port,
      trust: { ca: server.ca },
      demand: { feed: { asks: "feed", host, perSecond: 1 } },
      kinds: { short: 1 },
      patienceSeconds: PATIENCE,
      // One client of each kind that keeps its connection.
      clients: { spacingSeconds: 1, sessionSeconds: 1000, from: [], users: 1 },
      resolvers: {
        count: 1,
        authorities: [authorityPlan],
        firstAuthorityShare: 1,
        retrySeconds: 0.3,
        avoidSeconds: 1,
        busy: false,
      },
      recordsFile: "",
      journalFile: "",
    };
    resolvers = await Resolvers.open(plan.resolvers, seeded(1));
  }
  async function serveAgain(addresses: readonly string[], sites = addresses): Promise<void> {
    resolvers.close();
    authority.close();
    await serve(addresses, sites);
  }
  /** Two sites, the first of which is home to all; the second answers, with a document of both. */
  async function serveSites(first: string): Promise<void> {
    await serveAgain([living], [first, living]);
    const sites = [1, 0].map((weight, place) => ({ id: `site-${place}`, weight }));
    const document = {
      version: 1,
      sites,
      capabilities: [
        {
          name: "feed",
          health: "/healthz/feed",
          sites: Object.fromEntries(sites.map(({ id }) => [id, `${id}.clips.test`])),
        },
      ],
    };
    answer = ({ url }, response) =>
      response.end(url?.startsWith("/.well-known/") ? JSON.stringify(document) : "{}");
  }
  const of = (kind: ClientKind): Clients => {
    clients = makeClients[kind]({
      plan,
      resolvers,
      verify: verifying(plan.trust),
      random: seeded(1),
      clients: () => 1,
    });
    return clients;
  };
  const ask = (given: Clients) => given.ask("feed", call);

  it("that are short connect for every request", async () => {
    const short = of("short");
    for (let time = 0; time < 3; time++)
      expect(await ask(short)).toMatchObject({ status: 200, address: living, attempts: 1 });
    expect(server.connections()).toBe(3);
  });

  it("that keep their connection ask on it again", async () => {
    const kept = of("kept");
    for (let time = 0; time < 3; time++) expect((await ask(kept)).status).toBe(200);
    expect(server.connections()).toBe(1);
  });

  it("that keep their connection don't wait for an answer before they ask again", async () => {
    let waiting: ServerResponse | undefined;
    answer = (_, response) => {
      if (waiting) response.end("{}");
      else waiting = response;
    };
    const kept = of("kept");
    const first = ask(kept);
    while (!waiting) await new Promise((done) => setTimeout(done, 5));
    expect((await ask(kept)).status).toBe(200);
    waiting.end("{}");
    await first;
  });

  it("that keep their connection connect anew when the server asks them to", async () => {
    answer = (_, response) => response.setHeader("connection", "close").end("{}");
    const kept = of("kept");
    for (let time = 0; time < 3; time++) expect((await ask(kept)).status).toBe(200);
    expect(server.connections()).toBe(3);
  });

  it("that keep their connection ask at once again where it breaks under a request", async () => {
    let asked = 0;
    answer = (request, response) => {
      asked++;
      if (asked === 2) request.socket.destroy();
      else response.end("{}");
    };
    const kept = of("kept");
    await ask(kept);
    expect(await ask(kept)).toMatchObject({ status: 200, attempts: 2 });
  });

  it("don't ask again where a new connection breaks, unless they are mobile", async () => {
    answer = (request) => request.socket.destroy();
    expect(await ask(of("kept"))).toMatchObject({ status: 0, why: "ECONNRESET", attempts: 1 });
  });

  it("that are mobile ask again for what failed, twice", async () => {
    let asked = 0;
    answer = (_, response) => {
      asked++;
      response.writeHead(asked < 3 ? 503 : 200).end("{}");
    };
    expect(await ask(of("mobile"))).toMatchObject({ status: 200, attempts: 3 });
    asked = Number.NEGATIVE_INFINITY;
    clients?.close();
    expect(await ask(of("mobile"))).toMatchObject({ status: 503, attempts: 3 });
  });

  it("that are mobile don't ask again for what is their own fault", async () => {
    answer = (_, response) => response.writeHead(404).end("{}");
    expect(await ask(of("mobile"))).toMatchObject({ status: 404, attempts: 1 });
  });

  it("leave an address that says nothing when their patience is over", async () => {
    await serveAgain([silent]);
    const started = performance.now();
    expect(await ask(of("short"))).toMatchObject({ status: 0, why: "no answer in time" });
    const seconds = (performance.now() - started) / 1000;
    expect(seconds).toBeGreaterThan(PATIENCE * 0.95);
    expect(seconds).toBeLessThan(PATIENCE * 2.5);
  });

  it("that are patient wait three times as long", async () => {
    answer = (_, response) => setTimeout(() => response.end("{}"), PATIENCE * 2000);
    expect((await ask(of("patient"))).status).toBe(200);
  });

  it.each([
    ["takes connections and says nothing", silent],
    ["refuses", "127.0.0.3"],
  ])("that race leave a home that %s", async (_, first) => {
    await serveSites(first);
    plan = { ...plan, patienceSeconds: 5 };
    const raced = of("raced");
    for (let time = 0; time < 4; time++)
      expect(await ask(raced)).toMatchObject({ status: 200, address: living });
  });

  it("that race say why nobody answers", async () => {
    await serveAgain(["127.0.0.3"]);
    expect(await ask(of("raced"))).toMatchObject({ status: 0, why: expect.stringMatching(/nobody answers/) });
  });

  it("refuse a certificate that nobody they trust has signed", async () => {
    plan = { ...plan, trust: { ca: (await otherCertificate()) ?? "" } };
    expect(await ask(of("short"))).toMatchObject({ status: 0, why: "DEPTH_ZERO_SELF_SIGNED_CERT" });
  });

  it.each([
    ["a new connection", undefined],
    ["one that is kept", new KeepingAgent({ keepAlive: true })],
  ])("refuse a certificate of another name, on %s", async (_, agent) => {
    const line = { port, tls: verifying({ ca: server.ca }) };
    const ask = (name: string) => exchange({ ...call, host: name }, living, line, agent ? { agent } : {}, 2);
    expect(await ask("feed.other.test")).toMatchObject({ status: 0, why: "ERR_TLS_CERT_ALTNAME_INVALID" });
    expect(await ask(host)).toMatchObject({ status: 200 });
    agent?.destroy();
  });

  it("say that the name has no address where it has none", async () => {
    authority.mode = "wrong-no-name";
    expect(await ask(of("short"))).toMatchObject({ status: 0, why: "no such name" });
  });
});

async function otherCertificate(): Promise<string | undefined> {
  const other = await webServer("127.0.0.4", await freePort(), (_, response) => response.end());
  await other.stop();
  return other.ca;
}
