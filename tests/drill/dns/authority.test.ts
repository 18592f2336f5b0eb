/** Real probes of real servers on loopback, at a hundredth of the times. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Asker } from "../../../drill/dns/asker";
import { Authority } from "../../../drill/dns/authority";
import type { AnswerChange, AuthorityPlan } from "../../../drill/dns/plan";
import { codes } from "../../../drill/dns/wire";
import { sleep, until } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { authorityAt, checkAt, type WebServer, webServer } from "./fixture";

const [first, second] = ["127.0.0.1", "127.0.0.2"] as const;
const LIMIT = 30;
/** After it a verdict has been heeded, unless this machine is very busy. */
const PROPAGATED_MS = 200;

describe("an authority with checkers", () => {
  let servers: Record<string, WebServer>;
  let status: number;
  let port: number;
  let asker: Asker;
  let authority: Authority | undefined;
  let changes: AnswerChange[];

  beforeEach(async () => {
    status = 200;
    port = await freePort();
    asker = await Asker.open(Math.random);
    changes = [];
    servers = {};
    for (const address of [first, second]) {
      servers[address] = await webServer(address, port, (_, response) => {
        response.writeHead(address === first ? status : 200).end();
      });
    }
  });
  afterEach(async () => {
    authority?.close();
    authority = undefined;
    asker.close();
    await Promise.all(Object.values(servers).map((server) => server.stop()));
  });

  const start = async (more: Partial<AuthorityPlan> = {}, provider: "aws" | "oci" = "aws") => {
    const answers = [first, second].map((address) => ({ address, weight: 1, check: checkAt(port) }));
    const plan = authorityAt(await freePort(), answers, { provider, ...more });
    authority = await Authority.start(plan, (change) => changes.push(change));
    return plan;
  };
  const ask = (plan: AuthorityPlan, host = "feed.clips.test", seconds = 2) => asker.ask(plan, host, seconds);
  const answered = () => authority?.status().names[0]?.answered.map(({ address }) => address);
  const answers = (...addresses: string[]) =>
    until(LIMIT, () => JSON.stringify(answered()) === JSON.stringify(addresses), 20);
  const probed = async (more: number) => {
    const wanted = (authority?.status().probes ?? 0) + more;
    await until(LIMIT, () => (authority?.status().probes ?? 0) >= wanted, 20);
  };

  it("answers with one of the addresses, and for how long to keep it", async () => {
    const reply = await ask(await start());
    expect(reply).toMatchObject({ code: codes.ok, ttlSeconds: 6 });
    expect([first, second]).toContain(reply?.addresses.join());
  });

  it("gives each address its share of few answers", async () => {
    const plan = await start();
    const counts = { [first]: 0, [second]: 0 };
    for (let query = 0; query < 20; query++)
      for (const address of (await ask(plan))?.addresses ?? []) counts[address as typeof first]++;
    expect(counts[first]).toBeGreaterThanOrEqual(9);
    expect(counts[first]).toBeLessThanOrEqual(11);
  });

  it("leaves an address out that is gone, and says when and why", async () => {
    await start();
    await servers[first]?.stop();
    expect(await answers(second)).toBeDefined();
    expect(changes.at(-1)?.because).toMatch(/^127\.0\.0\.1 is unwell: 0 of 2 checkers .*ECONNREFUSED/);
  });

  it("leaves an address out that says it is unwell, and takes it back", async () => {
    await start();
    status = 503;
    expect(await answers(second)).toBeDefined();
    status = 200;
    expect(await answers(first, second)).toBeDefined();
  });

  it("takes a redirection for well on Route 53, and for unwell on OCI", async () => {
    status = 302;
    await start();
    await probed(12);
    expect(answered()).toEqual([first, second]);
    authority?.close();
    await start({}, "oci");
    expect(await answers(second)).toBeDefined();
  });

  it("heeds a verdict only after it has propagated", async () => {
    await start({ propagationSeconds: 1.5 });
    await servers[first]?.stop();
    const unwell = () => authority?.status().names[0]?.checks[0]?.healthy === false;
    await until(LIMIT, unwell, 10);
    expect(answered()).toEqual([first, second]);
    expect(await answers(second)).toBeGreaterThan(1);
  });

  it("answers all addresses on Route 53 when none is well, and none on OCI", async () => {
    const plan = await start({ allUnhealthy: "none" });
    await Promise.all([servers[first]?.stop(), servers[second]?.stop()]);
    expect(await answers()).toBeDefined();
    expect(await ask(plan)).toMatchObject({ code: codes.ok, addresses: [], negativeSeconds: 1 });
    authority?.close();
    await start({ allUnhealthy: "all" });
    const unwell = () => authority?.status().names[0]?.checks.every(({ healthy }) => !healthy) === true;
    expect(await until(LIMIT, unwell, 20)).toBeDefined();
    // Of the two verdicts one is heeded first: until the other is, one address is left.
    await sleep(PROPAGATED_MS);
    expect(await answers(first, second)).toBeDefined();
  });

  it("takes all for well at once while it is blind, and notices anew afterwards", async () => {
    await start();
    await servers[first]?.stop();
    await answers(second);
    if (authority) authority.mode = "blind";
    expect(answered()).toEqual([first, second]);
    await probed(12);
    expect(answered()).toEqual([first, second]);
    if (authority) authority.mode = "ok";
    expect(await answers(second)).toBeDefined();
  });

  it("answers what it answered last while it is frozen, and what it knows afterwards", async () => {
    await start();
    if (authority) authority.mode = "frozen";
    await servers[first]?.stop();
    await until(LIMIT, () => authority?.status().names[0]?.checks[0]?.healthy === false, 20);
    await sleep(50);
    expect(answered()).toEqual([first, second]);
    if (authority) authority.mode = "ok";
    expect(await answers(second)).toBeDefined();
  });

  it("answers nobody while it is silent", async () => {
    const plan = await start();
    if (authority) authority.mode = "silent";
    expect(await ask(plan, "feed.clips.test", 0.3)).toBeUndefined();
    if (authority) authority.mode = "ok";
    expect(await ask(plan)).toBeDefined();
  });

  it("says that there is no such name while it is wrong", async () => {
    const plan = await start();
    if (authority) authority.mode = "wrong-no-name";
    expect(await ask(plan)).toMatchObject({ code: codes.noSuchName, addresses: [] });
    if (authority) authority.mode = "wrong-no-address";
    expect(await ask(plan)).toMatchObject({ code: codes.ok, addresses: [] });
  });

  it("takes all for well when its checkers are lost", async () => {
    await start();
    await servers[first]?.stop();
    await answers(second);
    authority?.lose(["a", "b"]);
    expect(await answers(first, second)).toBeDefined();
  });

  it("knows no other name, and refuses other zones", async () => {
    const plan = await start();
    expect(await ask(plan, "nobody.clips.test")).toMatchObject({ code: codes.noSuchName });
    expect(await ask(plan, "clips.example")).toMatchObject({ code: codes.refused });
  });
});
