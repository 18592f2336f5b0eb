import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Store } from "../../reference/stores/store";
import { accept } from "../../reference/upload/accept";
import { Settler } from "../../reference/upload/settle";
import { FakeQueue, noLog, twoStores } from "./fixtures";
import type { MemoryS3 } from "./memory-s3";

const idOf = (n: number) => `0b7c2f0e-4f0a-4c58-9d0d-${String(n).padStart(12, "0")}`;

describe("what was left to do of uploads", () => {
  let made: { own: MemoryS3; other: MemoryS3; stores: readonly Store[] };
  let queue: FakeQueue;
  let now: Date;
  const podOf = (firstPauseMs = 0, stores = made.stores) => {
    const site = "oci-us-ashburn-1";
    const common = { site, stores, publisher: queue, log: noLog, now: () => now };
    const settler = new Settler({ ...common, othersFirstMs: 0, firstPauseMs });
    const upload = (n: number) =>
      accept(
        { ...common, todo: settler },
        { id: idOf(n), contentType: "video/mp4", body: Buffer.from(`video ${n}`) },
      );
    return { settler, upload };
  };
  const outbox = (ending: string) =>
    made.own.keys().filter((key) => key.includes("outbox") && key.endsWith(ending));

  beforeEach(async () => {
    made = await twoStores();
    queue = new FakeQueue();
    now = new Date("2026-03-04T12:00:00Z");
  });
  afterEach(async () => {
    await Promise.all([made.own.stop(), made.other.stop()]);
  });

  it("stays open while the queue is down, and is done when it is back", async () => {
    const { settler, upload } = podOf();
    queue.isUp = false;
    await upload(1);
    await settler.settle();
    expect([settler.open > 0, outbox(".done").length]).toEqual([true, 0]);
    queue.isUp = true;
    await settler.settle();
    expect([settler.open, outbox(".done").length, [...queue.events.keys()]]).toEqual([0, 1, [idOf(1)]]);
  });

  it("rests before it is tried again, and nobody asks the stores for it meanwhile", async () => {
    const HOUR_MS = 3_600_000;
    queue.isUp = false;
    await podOf().upload(1);
    const { settler } = podOf(HOUR_MS);
    await settler.look();
    await settler.settle();
    const asked = made.own.asked.length;
    queue.isUp = true;
    await settler.settle();
    expect([made.own.asked.length - asked, settler.open > 0, queue.events.size]).toEqual([0, true, 0]);
  });

  it("is not looked at while the store that lacks it is taken for down", async () => {
    made.other.mode = "broken";
    await podOf().upload(1);
    const [own, other] = made.stores as [Store, Store];
    const down: Store = {
      spec: other.spec,
      isUp: false,
      put: (...args) => other.put(...args),
      get: (key) => other.get(key),
      has: (key) => other.has(key),
    };
    const { settler } = podOf(0, [own, down]);
    await settler.look();
    const asked = [made.own.asked.length, made.other.asked.length];
    await settler.settle();
    expect([made.own.asked.length, made.other.asked.length]).toEqual(asked);
  });

  it("is done by another pod, where the one that accepted them has crashed", async () => {
    queue.isUp = false;
    const crashed = podOf();
    await crashed.upload(1);
    await crashed.upload(2);
    queue.isUp = true;
    const { settler } = podOf();
    await settler.look();
    await settler.settle();
    expect([...queue.events.keys()].sort()).toEqual([idOf(1), idOf(2)]);
  });

  it("of a day before is found by a pod that starts later", async () => {
    queue.isUp = false;
    await podOf().upload(1);
    queue.isUp = true;
    now = new Date("2026-03-07T12:00:00Z");
    const { settler } = podOf();
    await settler.look();
    await settler.settle();
    expect([...queue.events.keys()]).toEqual([idOf(1)]);
  });

  it("of a day before is found also where the stores were dead when the pod started", async () => {
    queue.isUp = false;
    await podOf().upload(1);
    queue.isUp = true;
    now = new Date("2026-03-07T12:00:00Z");
    made.own.mode = "broken";
    made.other.mode = "broken";
    const { settler } = podOf();
    await settler.look();
    await settler.settle();
    made.own.mode = "good";
    await settler.look();
    await settler.settle();
    expect([...queue.events.keys()]).toEqual([idOf(1)]);
  });

  it("is not done again by a pod that comes when it is done", async () => {
    queue.isUp = false;
    const { settler, upload } = podOf();
    await upload(1);
    queue.isUp = true;
    await settler.settle();
    queue.events.clear();
    const late = podOf();
    await late.settler.look();
    await late.settler.settle();
    expect(queue.events.size).toBe(0);
  });

  it("fills the store that was missing, bytes and manifest", async () => {
    const { settler, upload } = podOf();
    made.other.mode = "broken";
    const { accepted } = await upload(1);
    made.other.mode = "good";
    await settler.settle();
    expect(made.other.text(accepted.key)).toBe("video 1");
    expect(made.other.text(accepted.manifestKey)).toBe(made.own.text(accepted.manifestKey));
  });

  it("has nothing left of a copy that the mirror has made meanwhile", async () => {
    const { settler, upload } = podOf();
    made.other.mode = "broken";
    const { accepted } = await upload(1);
    made.other.mode = "good";
    for (const key of [accepted.key, accepted.manifestKey]) made.other.put(key, made.own.text(key));
    await settler.settle();
    expect([settler.open, outbox(".done").length]).toEqual([0, 1]);
  });

  it("is numbered without a gap, and many at a time share a number", async () => {
    queue.isUp = false;
    const { upload } = podOf();
    const other = podOf();
    await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? upload(n) : other.upload(n))));
    const numbers = outbox(".json").map((key) => Number(/(\d{8})\.json$/.exec(key)?.[1]));
    expect(numbers).toEqual(numbers.map((_, n) => n));
    const tasks = outbox(".json").flatMap((key) => JSON.parse(made.own.text(key)) as unknown[]);
    expect([tasks.length, numbers.length < 20]).toEqual([20, true]);
  });

  it("goes on behind what is there already, without asking for each number", async () => {
    const folder = "upload/2026/03/04/outbox/oci-us-ashburn-1/oci-us-ashburn-1";
    for (let n = 0; n < 300; n++) made.own.put(`${folder}/${String(n).padStart(8, "0")}.json`, "[]");
    queue.isUp = false;
    await podOf().upload(1);
    expect(made.own.keys(folder).at(-1)).toBe(`${folder}/00000300.json`);
    expect(made.own.asked.filter((line) => line.includes("/outbox/")).length).toBeLessThan(30);
  });
});
