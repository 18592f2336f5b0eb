/** The client against real servers with TLS on loopback. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Ask, type Client, NoAnswerError, OutcomeUnknownError } from "../../../reference/client/client";
import { NobodyAnswersError } from "../../../reference/client/race";
import { documentOf, ids, siteName, TestPlatform, type TestSite } from "./sites";

/** Milliseconds that a black hole may cost an app: issue and README say so. */
const BLACK_HOLE = 1500;

const get: Ask = { capability: "feed", path: "/v1/feed" };
const post = (body: string, more: Partial<Ask> = {}): Ask => ({
  capability: "feed",
  method: "POST",
  path: "/v1/things",
  body,
  ...more,
});

let platform: TestPlatform;
let home: TestSite;
let second: TestSite;
beforeEach(async () => {
  platform = await TestPlatform.start();
  home = platform.sites["oci-a"];
  second = platform.sites["aws-b"];
});
afterEach(() => platform.stop());

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  const value = await work;
  return { value, ms: performance.now() - began };
}
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
/** Sites other than home that were asked. */
const elsewhere = () => second.asked.length + platform.sites["aws-c"].asked.length;

describe("while all is well", () => {
  it("asks at home, by the site's own name, on a connection that it keeps", async () => {
    const client = platform.client();
    for (let time = 0; time < 5; time++)
      expect(await client.ask(get)).toMatchObject({
        status: 200,
        site: "oci-a",
        address: home.address,
        sent: 1,
      });
    expect(home.asked.map(({ host }) => host)).toEqual(Array(5).fill(siteName("oci-a")));
    // The document may have been got on a second one.
    expect(home.connections).toBeLessThanOrEqual(2);
    expect(platform.asked).toBe(5);
  });

  it("doesn't leave a site that is slow to answer, and asks it once", async () => {
    home.answerMs = 1200;
    expect(await platform.client().ask(get)).toMatchObject({ status: 200, site: "oci-a", sent: 1 });
    expect(platform.asked).toBe(1);
    expect(home.probed).toBeGreaterThan(0);
  });

  it("takes what connects first where home is slow to connect, and doesn't call that sick", async () => {
    home.connectMs = 600;
    const client = platform.client();
    expect((await client.ask(get)).site).not.toBe("oci-a");
    await pause(700);
    home.connectMs = 0;
    const other = platform.client();
    expect((await other.ask(get)).site).toBe("oci-a");
  });

  it("sends what is asked, and gives back what is answered", async () => {
    home.instead = (_, response) => response.writeHead(404, { "x-said": "no" }).end("nothing here");
    const reply = await platform.client().ask(post("a thing", { headers: { "x-it": "is" } }));
    expect([reply.status, reply.headers["x-said"], reply.body.toString()]).toEqual([
      404,
      "no",
      "nothing here",
    ]);
    expect(home.asked).toEqual([{ host: siteName("oci-a"), method: "POST", body: "a thing" }]);
  });
});

describe("a black hole", () => {
  it("costs a new connection less than 1.5 s, and nothing the next time", async () => {
    home.goSilent();
    const client = platform.client();
    const first = await timed(client.ask(get));
    expect(first.value.status).toBe(200);
    expect(first.ms).toBeLessThan(BLACK_HOLE);
    await pause(1100);
    const next = await timed(client.ask(get));
    expect(next.value.status).toBe(200);
    expect(next.ms).toBeLessThan(200);
  });

  it("costs who has no document less than 1.5 s beside the document's", async () => {
    home.goSilent();
    const names = { feed: "feed.clips.test", upload: siteName("aws-b") };
    const client = platform.client({ names, saved: "" });
    const { value, ms } = await timed(client.ask(get));
    expect(value.status).toBe(200);
    expect(ms).toBeLessThan(BLACK_HOLE + 500);
  });

  it.each([
    ["GET", get],
    ["an upload with an id", post("bytes", { identified: true })],
  ])("under a kept connection costs a %s less than 1.5 s", async (_, ask) => {
    const client = platform.client();
    await client.ask(get);
    home.goSilent();
    const { value, ms } = await timed(client.ask(ask));
    expect(value).toMatchObject({ status: 200, sent: 2 });
    expect(value.site).not.toBe("oci-a");
    expect(ms).toBeLessThan(BLACK_HOLE);
    const next = await timed(client.ask(ask));
    expect(next.ms).toBeLessThan(200);
  });

  it("under a kept connection costs what may be sent once less than 1.5 s, and it is sent once", async () => {
    const client = platform.client({}, { trusted: 0 });
    await client.ask(get);
    home.goSilent();
    const { value, ms } = await timed(client.ask(post("a payment")));
    expect(value).toMatchObject({ status: 200, sent: 1 });
    expect(ms).toBeLessThan(BLACK_HOLE);
    expect(home.asked.filter(({ method }) => method === "POST")).toEqual([]);
    expect(elsewhere()).toBe(1);
  });

  it("that opens under what may be sent once is told as soon, and it isn't sent again", async () => {
    home.answerMs = 5000;
    const client = platform.client();
    const asking = timed(client.ask(post("a payment")).catch((error: Error) => error));
    await pause(100);
    home.goSilent();
    const { value, ms } = await asking;
    expect(value).toBeInstanceOf(OutcomeUnknownError);
    expect(ms).toBeLessThan(BLACK_HOLE);
    expect(platform.asked).toBe(1);
  });

  it("in DNS costs nothing once the sites are known", async () => {
    const client = platform.client({}, { keepAlive: 50 });
    await client.ask(get);
    platform.byDns = null;
    platform.dnsIsDown = true;
    await pause(100);
    expect(await client.ask(get)).toMatchObject({ status: 200, site: "oci-a" });
    expect(home.connections).toBe(1);
  });

  it("isn't what DNS says of a site that was taken away", async () => {
    const client = platform.client({}, { keepAlive: 50 });
    await client.ask(get);
    platform.unnamed.add("oci-a");
    await pause(100);
    const { value, ms } = await timed(client.ask(get));
    expect(value.status).toBe(200);
    expect(value.site).not.toBe("oci-a");
    expect(ms).toBeLessThan(200);
  });
});

describe("a site that refuses", () => {
  it("is left at once", async () => {
    await home.refuse();
    const { value, ms } = await timed(platform.client().ask(get));
    expect(value.status).toBe(200);
    expect(ms).toBeLessThan(200);
  });

  it("and ended a kept connection, is left at once by what may be sent twice", async () => {
    const client = platform.client();
    await client.ask(get);
    await home.refuse();
    const { value, ms } = await timed(client.ask(get));
    expect(value.status).toBe(200);
    expect(value.site).not.toBe("oci-a");
    expect(ms).toBeLessThan(200);
  });

  it("only a connection, is asked again on another", async () => {
    let asked = 0;
    home.instead = (request, response) => {
      asked++;
      if (asked === 2) request.socket.destroy();
      else response.end("well");
    };
    const client = platform.client();
    await client.ask(get);
    expect(await client.ask(get)).toMatchObject({ status: 200, site: "oci-a", sent: 2 });
    expect(elsewhere()).toBe(0);
  });
});

describe("a site that fails", () => {
  beforeEach(() => {
    home.status = 503;
  });

  it("is asked no more than once for what may be sent twice", async () => {
    expect(await platform.client().ask(get)).toMatchObject({ status: 200, sent: 2 });
    expect(home.asked).toHaveLength(1);
  });

  it("has its answer handed on for what may be sent once", async () => {
    expect(await platform.client().ask(post("a payment"))).toMatchObject({
      status: 503,
      site: "oci-a",
      sent: 1,
    });
    expect(platform.asked).toBe(1);
  });

  it("three times in a row is left, for what may be sent once too", async () => {
    const client = platform.client();
    for (let time = 0; time < 3; time++) await client.ask(get);
    expect(await client.ask(post("a payment"))).toMatchObject({ status: 200, sent: 1 });
  });

  it("is asked for whatever was refused before anything was done", async () => {
    home.status = 421;
    expect(await platform.client().ask(post("a payment"))).toMatchObject({ status: 200, sent: 2 });
  });

  it("everywhere isn't made to fail more by asking again", async () => {
    for (const id of ids) platform.sites[id].status = 500;
    const client = platform.client();
    for (let time = 0; time < 60; time++) expect((await client.ask(get)).status).toBe(500);
    // A tenth more, and the five that there are to begin with.
    expect(platform.asked).toBeLessThanOrEqual(60 + 6 + 5);
    expect(platform.asked).toBeGreaterThan(60);
  });

  it("by hanging is left for another where the app says when that is", async () => {
    home.status = 200;
    home.instead = () => undefined;
    const { value, ms } = await timed(platform.client().ask({ ...get, slowAfter: 700 }));
    expect(value).toMatchObject({ status: 200, sent: 2 });
    expect(ms).toBeLessThan(BLACK_HOLE);
  });

  it("by hanging ends what waits for it when its time is over", async () => {
    home.instead = () => undefined;
    await expect(platform.client().ask({ ...get, timeout: 700 })).rejects.toBeInstanceOf(NoAnswerError);
    await expect(platform.client().ask(post("it", { timeout: 700 }))).rejects.toBeInstanceOf(
      OutcomeUnknownError,
    );
  });
});

describe("a site that has too much to do", () => {
  it("is asked again when it said, and no other is", async () => {
    let asked = 0;
    home.instead = (_, response) =>
      response.writeHead(++asked === 1 ? 429 : 200, { "retry-after": "1" }).end();
    const { value, ms } = await timed(platform.client().ask(post("a payment")));
    expect(value).toMatchObject({ status: 200, site: "oci-a", sent: 2 });
    expect(ms).toBeGreaterThanOrEqual(1000);
    expect(elsewhere()).toBe(0);
  });

  it("has its word handed on where there isn't time for that", async () => {
    home.status = 429;
    home.headers = { "retry-after": "60" };
    const { value, ms } = await timed(platform.client().ask({ ...get, timeout: 5000 }));
    expect(value).toMatchObject({ status: 429, sent: 1 });
    expect(ms).toBeLessThan(500);
  });
});

describe("home", () => {
  const soon = { rest: 60, longestRest: 200, late: 100 };

  async function untilHome(client: Client, limit: number): Promise<boolean> {
    for (const end = performance.now() + limit; performance.now() < end; await pause(30))
      if ((await client.ask(get)).site === "oci-a") return true;
    return false;
  }

  it.each([
    ["was silent", () => home.goSilent(), () => home.comeBack()],
    ["refused", () => home.refuse(), () => home.comeBack()],
  ])("that %s is found well again by a probe, and gone back to", async (_, lose, mend) => {
    const client = platform.client({}, soon);
    await client.ask(get);
    await lose();
    await client.ask(get);
    expect(await untilHome(client, 300)).toBe(false);
    await mend();
    const asked = home.asked.length;
    expect(await untilHome(client, 5000)).toBe(true);
    // No user's request was risked for it before.
    expect(home.asked.length).toBe(asked + 1);
    expect(home.probed).toBeGreaterThanOrEqual(2);
  });

  it("is left when it closes connections and calls itself red, as when it is drained", async () => {
    const client = platform.client({}, soon);
    await client.ask(get);
    home.health = 503;
    home.headers = { connection: "close" };
    await client.ask(get);
    await pause(100);
    expect((await client.ask(get)).site).not.toBe("oci-a");
    home.health = 200;
    home.headers = {};
    expect(await untilHome(client, 5000)).toBe(true);
  });

  it("isn't called sick by who is cut off from everybody", async () => {
    const client = platform.client({}, { connect: 400 });
    for (const id of ids) await platform.sites[id].refuse();
    await expect(client.ask(get)).rejects.toBeInstanceOf(NobodyAnswersError);
    for (const id of ids) await platform.sites[id].comeBack();
    expect(await client.ask(get)).toMatchObject({ status: 200, site: "oci-a" });
  });
});

describe("the document", () => {
  it("is got from any site, and given to be kept", async () => {
    home.goSilent();
    const saved: string[] = [];
    const client = platform.client({ saved: documentOf({ "aws-c": 1 }), save: (text) => saved.push(text) });
    await client.ask(get);
    for (let time = 0; saved.length === 0 && time < 100; time++) await pause(20);
    expect(saved).toEqual([documentOf({ "oci-a": 1 })]);
  });

  it("is waited for by who has none, and then gone by", async () => {
    platform.byDns = "aws-b";
    expect(await platform.client({ saved: "" }).ask(get)).toMatchObject({ status: 200, site: "oci-a" });
  });

  it.each([
    ["isn't there", { status: 404, text: "" }],
    ["can't be read", { status: 200, text: "<html>" }],
    [
      "leads elsewhere",
      { status: 200, text: documentOf({ "oci-a": 1 }).replaceAll("clips.test", "evil.test") },
    ],
  ])("that %s is none: the last good one stays", async (_, document) => {
    for (const id of ids) platform.sites[id].document = document;
    const saved: string[] = [];
    const client = platform.client({ save: (text) => saved.push(text) });
    await client.ask(get);
    await pause(100);
    expect(await client.ask(get)).toMatchObject({ status: 200, site: "oci-a" });
    expect(saved).toEqual([]);
  });

  it("isn't needed: without one the public name is asked", async () => {
    for (const id of ids) platform.sites[id].document = { status: 404, text: "" };
    const reply = await platform.client({ saved: "" }).ask(get);
    expect(reply).toMatchObject({ status: 200, address: home.address });
    expect(reply).not.toHaveProperty("site");
  });
});
