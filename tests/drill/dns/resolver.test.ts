import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Authority } from "../../../drill/dns/authority";
import { type ResolverPlan, Resolvers } from "../../../drill/dns/resolver";
import { sleep, until } from "../../../drill/frame/lane";
import { freePort } from "../../../drill/frame/net";
import { seeded } from "../../../drill/load/random";
import { authorityAt } from "./fixture";

const host = "feed.clips.test";
const [ofFirst, ofSecond] = ["10.1.1.1", "10.2.1.1"] as const;

describe("resolvers", () => {
  let authorities: Authority[];
  let servers: { address: string; port: number }[];
  let resolvers: Resolvers | undefined;

  beforeEach(async () => {
    [authorities, servers] = [[], []];
    for (const address of [ofFirst, ofSecond]) {
      const plan = authorityAt(await freePort(), [{ address, weight: 1 }]);
      authorities.push(await Authority.start(plan, () => undefined));
      servers.push({ address: plan.address, port: plan.port });
    }
  });
  afterEach(() => {
    resolvers?.close();
    for (const authority of authorities) authority.close();
  });

  const open = async (more: Partial<ResolverPlan> = {}) => {
    const [first, second] = servers as [ResolverPlan["authorities"][0], ResolverPlan["authorities"][0]];
    resolvers = await Resolvers.open(
      {
        count: 1,
        authorities: [first, second],
        firstAuthorityShare: 1,
        retrySeconds: 0.3,
        avoidSeconds: 30,
        busy: false,
        ...more,
      },
      seeded(3),
    );
    return resolvers;
  };
  const silence = (place: number) => {
    const authority = authorities[place];
    if (authority) authority.mode = "silent";
  };
  const asked = () => authorities.map((authority) => authority.status().queries);

  it("ask each authority by its share", async () => {
    const all = await open({ count: 200, firstAuthorityShare: 0.25 });
    const found = await Promise.all(Array.from({ length: 200 }, (_, which) => all.resolve(which, host)));
    const first = found.filter(({ addresses }) => addresses[0] === ofFirst).length;
    expect(first).toBeGreaterThan(30);
    expect(first).toBeLessThan(70);
  });

  it("keep an answer, and ask for what they don't have", async () => {
    const all = await open();
    for (let time = 0; time < 5; time++) await all.resolve(0, host);
    expect(asked()).toEqual([1, 0]);
  });

  it("ask anew when the answer's time is over", async () => {
    for (const authority of authorities) authority.close();
    authorities = [];
    const plan = authorityAt(await freePort(), [], {
      names: [{ host, ttlSeconds: 1, plain: true, answers: [{ address: ofFirst, weight: 1 }] }],
    });
    authorities.push(await Authority.start(plan, () => undefined));
    const all = await open({ authorities: [plan] });
    await until(10, async () => {
      await all.resolve(0, host);
      return asked()[0] === 3;
    });
    // The first answer's age is anything up to its time to live: the second one was kept for all of it.
    expect(all.asked).toBe(3);
  });

  it("make all who come while they ask wait for the one answer", async () => {
    const all = await open();
    const found = await Promise.all(Array.from({ length: 50 }, () => all.resolve(0, host)));
    expect(new Set(found.map(({ addresses }) => addresses.join())).size).toBe(1);
    expect(asked()).toEqual([1, 0]);
  });

  it("leave a silent authority for the other, once its time is over", async () => {
    silence(0);
    const all = await open();
    const started = performance.now();
    expect((await all.resolve(0, host)).addresses).toEqual([ofSecond]);
    expect(performance.now() - started).toBeGreaterThan(250);
  });

  it("go straight to the other for a while afterwards", async () => {
    silence(0);
    const all = await open();
    await all.resolve(0, host);
    await all.resolve(0, "other.clips.test");
    expect(asked()).toEqual([1, 2]);
  });

  it("find no address when nobody answers, and say so", async () => {
    silence(0);
    silence(1);
    const all = await open();
    expect(await all.resolve(0, host)).toEqual({ addresses: [], why: "no authority answers" });
  });

  it("serve nothing that is stale when nobody answers", async () => {
    for (const authority of authorities) authority.close();
    authorities = [];
    const plan = authorityAt(await freePort(), [], {
      names: [{ host, ttlSeconds: 1, plain: true, answers: [{ address: ofFirst, weight: 1 }] }],
    });
    authorities.push(await Authority.start(plan, () => undefined));
    const all = await open({ authorities: [plan] });
    await all.resolve(0, host);
    silence(0);
    await sleep(1100);
    expect((await all.resolve(0, host)).addresses).toEqual([]);
  });

  it("believe that there is no such name, for as long as they are told", async () => {
    const [authority] = authorities;
    if (authority) authority.mode = "wrong-no-name";
    const all = await open();
    expect(await all.resolve(0, host)).toMatchObject({ addresses: [], why: "no such name" });
    if (authority) authority.mode = "ok";
    const back = () => all.resolve(0, host).then(({ addresses }) => addresses.length > 0);
    expect(await until(10, back, 50)).toBeLessThan(3);
  });

  it("ask by themselves when they are busy", async () => {
    const [authority] = authorities;
    if (authority) authority.mode = "wrong-no-name";
    const all = await open({ busy: true });
    await all.resolve(0, host);
    expect(await until(10, () => all.asked >= 3, 50)).toBeDefined();
  });
});
