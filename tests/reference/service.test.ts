import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { Agent, createServer, get, request } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { apiPrefix, inboxPrefix, streamName } from "../../components/queue/model";
import { edgesText, sitesText } from "../../components/sites-text";
import { ask } from "../../reference/contract/ask";
import { Counts } from "../../reference/engagement/counts";
import { engagementRoutes } from "../../reference/engagement/program";
import { feedRoutes } from "../../reference/feed/program";
import { Videos } from "../../reference/feed/videos";
import { ok, Refusal } from "../../reference/frame/http";
import { jsonLog } from "../../reference/frame/log";
import { Metrics } from "../../reference/frame/metrics";
import { type Route, Service } from "../../reference/frame/service";
import { capabilityNames, readSettings } from "../../reference/frame/settings";
import * as names from "../../reference/queue/names";
import { cloudUrls } from "../../reference/status/program";
import { Reach, statusOf } from "../../reference/status/reach";
import { video as catalog } from "../fixtures/catalogs/video";
import { FakeQueue } from "./fixtures";

const site = "aws-us-east-2";
const running: Service[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.end(0)));
});

async function serve(routes: readonly Route[], lines: string[] = []) {
  const log = jsonLog({ capability: "feed", site: "aws-us-east-2" }, (line) => lines.push(line));
  const service = new Service(routes, new Metrics({}), log);
  running.push(service);
  const port = await service.listen({ host: "127.0.0.1", port: 0 });
  return { service, url: `http://127.0.0.1:${port}` };
}

const route = (handle: Route["handle"], method: Route["method"] = "GET"): Route => ({
  method,
  path: "/v1/thing/:name",
  handle,
});

describe("a pod's server", () => {
  it.each(["/startupz", "/readyz", "/livez"])("answers %s", async (probe) => {
    const { url } = await serve([]);
    expect(await ask(url, { path: probe })).toMatchObject({ status: 200 });
  });

  it("counts its requests by route, and never by path", async () => {
    const { url } = await serve([route(({ params }) => ok(params))]);
    await ask(url, { path: "/v1/thing/a-user" });
    const text = (await ask(url, { path: "/metrics" }))?.text;
    expect(text).toContain('route="/v1/thing/:name",status="200"');
    expect(text).not.toContain("a-user");
  });

  it.each([
    ["/v1/other", 404],
    ["/v1/thing/", 404],
    ["/v1/thing/%zz", 400],
  ])("answers %s with %i", async (path, status) => {
    const { url } = await serve([route(({ params }) => ok(params))]);
    expect((await ask(url, { path }))?.status).toBe(status);
  });

  it("refuses a body that is longer than it may be, and says so", async () => {
    const { url } = await serve([route(async (asked) => ok(await asked.json(10)), "POST")]);
    const answer = await ask(url, { method: "POST", path: "/v1/thing/a", body: '{"a":"0123456789"}' });
    expect(answer).toMatchObject({ status: 413, json: { error: "the body is longer than 10 bytes" } });
  });

  it("answers a defect with 500, tells the log of it and the client nothing", async () => {
    const lines: string[] = [];
    const fail = () => {
      throw new TypeError("the secret reason");
    };
    const { url } = await serve([route(fail)], lines);
    const answer = await ask(url, { path: "/v1/thing/a" });
    expect([answer?.status, answer?.text.includes("secret")]).toEqual([500, false]);
    expect(lines.join("")).toContain("TypeError: the secret reason");
  });

  it("writes a line of JSON for a request, with the id that came with it", async () => {
    const lines: string[] = [];
    const { url } = await serve([route(() => ok({}), "POST")], lines);
    await ask(url, { method: "POST", path: "/v1/thing/a", headers: { "x-request-id": "r-1" }, body: "" });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        level: "info",
        site: "aws-us-east-2",
        capability: "feed",
        requestId: "r-1",
        status: 200,
        path: "/v1/thing/:name",
      },
    ]);
  });

  it("says when to try again where a refusal knows it", async () => {
    const { url } = await serve([
      route(() => {
        throw new Refusal(503, "not now", 1);
      }),
    ]);
    const retryAfter = await new Promise((done) => {
      request(`${url}/v1/thing/a`, (answer) => {
        answer.resume();
        done(answer.headers["retry-after"]);
      }).end();
    });
    expect(retryAfter).toBe("1");
  });

  it("finishes what has begun when it ends, takes nothing new, and cuts nothing off", async () => {
    let finish: (() => void) | undefined;
    const { service, url } = await serve([
      route(async () => {
        await new Promise<void>((done) => {
          finish = done;
        });
        return ok({ done: true });
      }),
    ]);
    const begun = ask(url, { path: "/v1/thing/a" });
    await expect.poll(() => finish !== undefined).toBe(true);
    const ended = service.end(10_000);
    expect(await ask(url, { path: "/v1/thing/b" })).toBeUndefined();
    finish?.();
    expect([(await begun)?.json, await ended]).toEqual([{ done: true }, 0]);
  });

  it("ends at once where clients only keep their connections", async () => {
    const { service, url } = await serve([]);
    const agent = new Agent({ keepAlive: true });
    await new Promise((done) => {
      get(`${url}/livez`, { agent }, (answer) => answer.resume().on("end", done));
    });
    const started = performance.now();
    expect(await service.end(10_000)).toBe(0);
    expect(performance.now() - started).toBeLessThan(2000);
    agent.destroy();
  });

  it("says how many it cut off when the time is up", async () => {
    let isBegun = false;
    const { service, url } = await serve([
      route(() => {
        isBegun = true;
        return new Promise(() => undefined);
      }),
    ]);
    const begun = ask(url, { path: "/v1/thing/a" });
    await expect.poll(() => isBegun).toBe(true);
    expect(await service.end(50)).toBe(1);
    expect(await begun).toBeUndefined();
  });
});

describe("engagement's answers", () => {
  const event = { id: "e1", video: "v1", user: "u1", kind: "view" };
  const send = async (queue: FakeQueue, body: object = event) => {
    const { url } = await serve(engagementRoutes(queue, new Counts(), { isCurrent: true, behind: 0 }, site));
    return ask(url, { method: "POST", path: "/v1/engagements", body: JSON.stringify(body) });
  };
  const count = async (counts: Counts, isCurrent: boolean) => {
    const { url } = await serve(
      engagementRoutes(new FakeQueue(), counts, { isCurrent, behind: isCurrent ? 0 : null }, site),
    );
    return (await ask(url, { path: "/v1/engagements/v1" }))?.json;
  };

  it("are 202 once the queue has the event", async () => {
    const queue = new FakeQueue();
    expect(await send(queue)).toMatchObject({ status: 202, json: { id: "e1" } });
    expect([...queue.events]).toEqual([["e1", { subject: "engage.view", event }]]);
  });

  it("are 503 where it doesn't take it", async () => {
    const queue = new FakeQueue();
    queue.isUp = false;
    expect((await send(queue))?.status).toBe(503);
  });

  it.each([{ ...event, kind: "share" }, { ...event, id: "" }, { ...event, video: "a b" }, { id: "e1" }, []])(
    "are 400 for what is no event: %j",
    async (body) => {
      expect((await send(new FakeQueue(), body))?.status).toBe(400);
    },
  );

  it("are zero views only where all events are known", async () => {
    expect(await count(new Counts(), true)).toMatchObject({ views: 0, likes: 0, stale: false });
    expect(await count(new Counts(), false)).toMatchObject({
      views: null,
      likes: null,
      stale: true,
      behind: null,
    });
  });

  it("are the last known count, marked, where events are behind", async () => {
    const counts = new Counts();
    counts.add({ ...event, kind: "view" });
    expect(await count(counts, false)).toMatchObject({ views: 1, likes: 0, stale: true });
  });
});

describe("a feed", () => {
  const videos = new Videos();
  for (const n of [1, 2]) {
    const uploadedAt = `2026-03-04T12:0${n}:00Z`;
    videos.add({
      id: `v${n}`,
      key: `k${n}`,
      manifestKey: "m",
      sha256: "s",
      bytes: 1,
      uploadedAt,
      site: "aws-us-east-2",
    });
  }
  const shown = async (recommended: Parameters<typeof feedRoutes>[1], isCurrent = true) => {
    const { url } = await serve(feedRoutes(videos, recommended, { isCurrent }));
    const { videos: list, ...rest } = (await ask(url, { path: "/v1/feed?user=u1" }))?.json ?? {};
    return { ids: (list as { id: string }[]).map(({ id }) => id), ...rest };
  };

  it("is in the order that recommendations gave", async () => {
    const ask = async () => ({ videos: ["v1"], model: { key: "k", ageSeconds: 7 } });
    expect(await shown({ ask })).toEqual({
      ids: ["v1", "v2"],
      ranking: "recommended",
      modelAgeSeconds: 7,
      stale: false,
    });
  });

  it("is of what is new where recommendations don't answer, or have no model", async () => {
    const popular = { ids: ["v2", "v1"], ranking: "popular", modelAgeSeconds: null, stale: false };
    expect(await shown({ ask: async () => undefined })).toEqual(popular);
    expect(await shown({ ask: async () => ({ videos: [], model: null }) })).toEqual(popular);
  });

  it("is served while the queue is down, and marked", async () => {
    expect(await shown({ ask: async () => undefined }, false)).toMatchObject({
      ids: ["v2", "v1"],
      stale: true,
    });
  });
});

describe("status", () => {
  it("knows what it last saw of each cloud, and that it hasn't seen one yet", async () => {
    const answers = new Map<string, number | undefined>([
      ["oci", 404],
      ["aws", undefined],
    ]);
    const reach = new Reach(
      new Map([
        ["oci", ["oci"]],
        ["aws", ["aws"]],
      ]),
      (status) => status !== undefined,
      async (url) => answers.get(url),
    );
    expect(reach.known().oci).toEqual({ reachable: null, at: null });
    await reach.look();
    expect(reach.known()).toMatchObject({ oci: { reachable: true }, aws: { reachable: false } });
  });

  it("doesn't take a cloud for dead of which it knows no address", async () => {
    const reach = new Reach(
      cloudUrls({
        capability: "status",
        edges: new Map([["aws-us-east-2", ["192.0.2.1"]]]),
        sites: ["oci-us-ashburn-1", "aws-us-east-2"],
      }),
      () => true,
      async () => 200,
    );
    await reach.look();
    expect(reach.known()).toMatchObject({ oci: { reachable: null }, aws: { reachable: true } });
  });

  it("asks every edge of every other site, by address", () => {
    const edges = new Map([
      ["aws-us-east-2", ["192.0.2.1", "192.0.2.2"]],
      ["aws-us-west-2", ["192.0.2.3"]],
    ]);
    const sites = ["oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
    const asked = (...last: number[]) => last.map((n) => `https://192.0.2.${n}/healthz/status`);
    expect(Object.fromEntries(cloudUrls({ capability: "status", edges, sites }))).toEqual({
      oci: [],
      aws: asked(1, 2, 3),
    });
  });
});

describe("an edge that is asked by its address", () => {
  const seen: unknown[] = [];
  const servers: Server[] = [];
  afterEach(() => {
    seen.length = 0;
    for (const server of servers.splice(0)) server.close();
  });
  const portOf = async (server: Server) => {
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    return (server.address() as AddressInfo).port;
  };

  it("is asked for the platform's own name, in its handshake and in its request", async () => {
    const plain = createServer(({ headers }, answer) => {
      seen.push(headers.host);
      answer.writeHead(503).end();
    });
    const secure = createSecureServer({
      SNICallback: (name, done) => {
        seen.push(name);
        done(new Error("no certificate"));
      },
    });
    const name = "status.clips.example.com";
    expect(await statusOf(`http://127.0.0.1:${await portOf(plain)}/`, name)).toBe(503);
    expect(await statusOf(`https://127.0.0.1:${await portOf(secure)}/`, name)).toBeUndefined();
    expect(seen).toEqual([name, name]);
  });
});

describe("what a pod is told", () => {
  const env = { TWINCLOUD_SITE: "oci-us-ashburn-1", TWINCLOUD_CAPABILITY: "upload" };

  it.each([
    [{}, /TWINCLOUD_SITE is not set/],
    [{ ...env, TWINCLOUD_CAPABILITY: "chat" }, /"chat"; wanted one of upload, feed/],
    [{ ...env, TWINCLOUD_LISTEN: "8080" }, /"8080"; wanted \[address\]:port/],
    [{ ...env, TWINCLOUD_EDGES: "aws-us-east-2" }, /"aws-us-east-2"; wanted <site>=<address>/],
  ])("is refused where it is wrong: %j", (wrong, message) => {
    expect(() => readSettings(wrong)).toThrow(message);
  });

  it("has the stores, and the sites that they name where nothing else does", () => {
    const etc = mkdtempSync(path.join(os.tmpdir(), "twincloud-reference-"));
    try {
      const store = (site: string) => {
        const [provider = ""] = site.split("-");
        return { site, provider, region: "r", bucket: "b", endpoint: "e", pathStyle: true };
      };
      mkdirSync(path.join(etc, "stores"));
      const stores = { own: store("oci-us-ashburn-1"), others: [store("aws-us-east-2")] };
      writeFileSync(path.join(etc, "stores/stores.json"), JSON.stringify(stores));
      const settings = readSettings({ ...env, TWINCLOUD_ETC: etc });
      expect([settings.stores, settings.sites]).toEqual([stores, ["oci-us-ashburn-1", "aws-us-east-2"]]);
    } finally {
      rmSync(etc, { recursive: true });
    }
  });

  it("has the sites and the addresses of their edges, as the stack writes them", () => {
    const edges = { "aws-us-west-2": ["192.0.2.2", "192.0.2.3"], "aws-us-east-2": ["192.0.2.1"] };
    const { site, sites, ...told } = readSettings({
      ...env,
      TWINCLOUD_SITES: sitesText(["oci-us-ashburn-1", ...Object.keys(edges)]),
      TWINCLOUD_EDGES: edgesText(edges),
    });
    expect(Object.fromEntries(told.edges)).toEqual(edges);
    expect(sites[0]).toBe(site);
    expect([...sites].sort()).toEqual(["aws-us-east-2", "aws-us-west-2", "oci-us-ashburn-1"]);
  });

  it("calls capabilities, families, streams and prefixes as the stack does", () => {
    expect([...capabilityNames].sort()).toEqual(catalog.capabilities.map(({ name }) => name).sort());
    const family: string[] = ["engagement", "uploads"];
    expect(catalog.eventFamilies.map(({ name }) => name).sort()).toEqual(family);
    expect(names.streamName("uploads", "s-1")).toBe(streamName("uploads", "s-1"));
    expect(names.apiPrefix("s-1")).toBe(apiPrefix("s-1"));
    expect(names.inboxPrefix("feed")).toBe(inboxPrefix("feed"));
  });
});
