import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Counts } from "../../reference/engagement/counts";
import { Videos } from "../../reference/feed/videos";
import { NewestModel } from "../../reference/recommendations/newest-model";
import { GuardedStore } from "../../reference/stores/guarded";
import { modelKey } from "../../reference/stores/models";
import { type Store, StoreFailure } from "../../reference/stores/store";
import { Trainer } from "../../reference/training/program";
import { noLog, storeOf, twoStores } from "./fixtures";
import { MemoryS3 } from "./memory-s3";

const put = (store: Store, key: string, text = "text") => store.put(key, Buffer.from(text), "text/plain");

/** Listens, and never takes a connection. */
async function listeningAndDeaf(): Promise<{ port: number; end(): Promise<unknown> }> {
  const worker = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const server = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000);
     });`,
    { eval: true },
  );
  const port = await new Promise<number>((done) => worker.once("message", done));
  return { port, end: () => worker.terminate() };
}

describe("a store", () => {
  let memory: MemoryS3;
  let store: Store;
  beforeEach(async () => {
    memory = await MemoryS3.start("oci-us-ashburn-1");
    store = storeOf(memory);
  });
  afterEach(() => memory.stop());

  it("takes an object once, and says that a key is taken", async () => {
    expect([await put(store, "upload/a", "one"), await put(store, "upload/a", "two")]).toEqual([
      "made",
      "there",
    ]);
    expect((await store.get("upload/a"))?.toString()).toBe("one");
  });

  it.each([403, 404] as const)("has no object where it says %i", async (missing) => {
    memory.missing = missing;
    expect([await store.get("upload/none"), await store.has("upload/none")]).toEqual([undefined, false]);
  });

  it("that doesn't know who asks has failed, which is not that there is nothing", async () => {
    memory.mode = "stranger";
    await expect(store.get("upload/a")).rejects.toThrow("403 InvalidAccessKeyId");
  });

  it("is asked by one connection for one thing after the other, and by a new one where it closed that", async () => {
    for (const key of ["upload/a", "upload/b"]) await put(store, key);
    expect([await store.has("upload/a"), await store.has("upload/none")]).toEqual([true, false]);
    expect(memory.connections).toBe(1);
    memory.hangUp();
    expect(await put(store, "upload/c")).toBe("made");
    expect(memory.connections).toBe(2);
  });

  it("is asked once more after an error that may pass", async () => {
    memory.mode = "broken";
    await expect(put(store, "upload/a")).rejects.toMatchObject({ isSilent: false });
    expect(memory.asked).toHaveLength(2);
  });

  it("that says nothing is given up after two seconds", async () => {
    memory.mode = "silent";
    const started = performance.now();
    await expect(put(store, "upload/a")).rejects.toMatchObject({ isSilent: true });
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it("at whose address nobody is, isn't asked twice", async () => {
    await memory.stop();
    await expect(put(store, "upload/a")).rejects.toMatchObject({ isSilent: true });
  });

  it("whose address swallows what is sent there is given up before one that is only slow", async () => {
    const deaf = await listeningAndDeaf();
    const store = storeOf({ spec: { ...memory.spec, endpoint: `http://127.0.0.1:${deaf.port}` } });
    // The kernel takes what fits into its queue by itself, and drops the rest.
    const many = await Promise.allSettled(Array.from({ length: 8 }, () => store.has("upload/a")));
    await deaf.end();
    expect(many.map((one) => one.status === "rejected" && one.reason)).toContainEqual(
      expect.objectContaining({ isSilent: true, message: expect.stringContaining("no connection") }),
    );
  });
});

describe("a store that is down", () => {
  let failing = true;
  let asked = 0;
  const spec = {
    site: "aws-us-east-2",
    provider: "aws",
    region: "us-east-2",
    bucket: "b",
    endpoint: "e",
    pathStyle: true,
  };
  const answer = async <T>(value: T): Promise<T> => {
    asked++;
    if (failing) throw new StoreFailure("aws-us-east-2", "no answer", true);
    return value;
  };
  const inner: Store = {
    spec,
    put: () => answer("made" as const),
    get: () => answer(undefined),
    has: () => answer(false),
  };

  it("is left alone after three silences, and used again once a probe was answered", async () => {
    failing = true;
    asked = 0;
    const store = new GuardedStore(inner, "upload/probe", noLog, 20);
    for (let n = 0; n < 3; n++) await expect(put(store, "upload/a")).rejects.toThrow("no answer");
    await expect(put(store, "upload/a")).rejects.toThrow("taken for down");
    expect([asked, store.isUp]).toEqual([3, false]);
    failing = false;
    await expect.poll(() => store.isUp).toBe(true);
    expect(await put(store, "upload/a")).toBe("made");
  });

  it("is one that fails three times in a row, and not one that fails now and then", async () => {
    let isBroken = false;
    const now = {
      ...inner,
      has: async () => (isBroken ? Promise.reject(new StoreFailure("s", "500", false)) : true),
    };
    const store = new GuardedStore(now, "upload/probe", noLog);
    for (const broken of [true, true, false, true, true]) {
      isBroken = broken;
      await store.has("upload/a").catch(() => undefined);
    }
    expect(store.isUp).toBe(true);
    await store.has("upload/a").catch(() => undefined);
    expect(store.isUp).toBe(false);
  });
});

describe("models", () => {
  let made: Awaited<ReturnType<typeof twoStores>>;
  let now: Date;
  beforeEach(async () => {
    made = await twoStores();
    now = new Date("2026-03-04T12:00:30Z");
  });
  afterEach(async () => {
    await Promise.all([made.own.stop(), made.other.stop()]);
  });
  const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
  const write = (memory: MemoryS3, at: Date, site = "oci-us-ashburn-1") =>
    memory.put(
      modelKey(at),
      JSON.stringify({
        version: 1,
        site,
        madeAt: at.toISOString(),
        events: 1,
        isWhole: true,
        videos: ["v1"],
      }),
    );
  const newest = () => new NewestModel(made.stores, () => now);

  it("stand under the minute in which they were made", () => {
    expect(modelKey(now)).toBe("training/2026/03/04/model/1200.json");
  });

  it.each([
    [0, 1],
    [3, 1],
    [600, 43],
  ])("of %i minutes ago are found at look %i of a pod that started", async (minutes, looks) => {
    write(made.other, minutesAgo(minutes));
    const models = newest();
    for (let n = 1; n < looks; n++) await models.look();
    expect(models.found).toBeUndefined();
    await models.look();
    expect(models.found?.key).toBe(modelKey(minutesAgo(minutes)));
  });

  it("of hours ago are found also where the stores were dead when the pod started", async () => {
    write(made.own, minutesAgo(20));
    made.own.mode = "broken";
    await made.other.stop();
    const models = newest();
    await models.look();
    made.own.mode = "good";
    await models.look();
    expect(models.found?.key).toBe(modelKey(minutesAgo(20)));
  });

  it("are used as soon as a newer one is there, of whichever store", async () => {
    write(made.own, minutesAgo(5));
    const models = newest();
    await models.look();
    write(made.other, minutesAgo(1), "aws-us-east-2");
    await models.look();
    expect(models.found?.model.site).toBe("aws-us-east-2");
  });

  it("of one minute and two sites: the later one counts", async () => {
    write(made.own, new Date("2026-03-04T12:00:10Z"));
    write(made.other, new Date("2026-03-04T12:00:20Z"), "aws-us-east-2");
    const models = newest();
    await models.look();
    expect(models.found?.model.site).toBe("aws-us-east-2");
  });

  it("stay in use where all stores are gone", async () => {
    write(made.own, now);
    const models = newest();
    await models.look();
    await Promise.all([made.own.stop(), made.other.stop()]);
    await models.look();
    expect(models.found?.key).toBe(modelKey(now));
  });

  it("that are none are passed over", async () => {
    made.own.put(modelKey(now), "{}");
    write(made.own, minutesAgo(2));
    const models = newest();
    await models.look();
    expect(models.found?.key).toBe(modelKey(minutesAgo(2)));
  });

  const trainer = (follower: { isCurrent: boolean; isShare: boolean }) => {
    const counts = new Counts();
    counts.add({ id: "e1", video: "v1", user: "u", kind: "view" });
    const [own] = made.stores;
    if (own === undefined) throw new Error("no store");
    const parts = {
      site: "oci-us-ashburn-1",
      own,
      counts,
      videos: new Videos(),
      follower,
      log: noLog,
      now: () => now,
    };
    return new Trainer(parts);
  };

  it("are written once a minute, into the own store alone", async () => {
    const one = trainer({ isCurrent: true, isShare: false });
    await one.train();
    await one.train();
    now = minutesAgo(-1);
    await one.train();
    expect(made.own.keys()).toEqual([
      "training/2026/03/04/model/1200.json",
      "training/2026/03/04/model/1201.json",
    ]);
    expect(made.other.keys()).toEqual([]);
  });

  it("are not written while events are behind", async () => {
    await trainer({ isCurrent: false, isShare: false }).train();
    expect(made.own.keys()).toEqual([]);
  });

  it("that can't be written are tried again", async () => {
    const one = trainer({ isCurrent: true, isShare: false });
    made.own.mode = "broken";
    await one.train();
    expect(one.lastModelKey).toBeNull();
    made.own.mode = "good";
    await one.train();
    expect(made.own.keys()).toEqual([one.lastModelKey]);
  });
});
