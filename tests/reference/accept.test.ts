import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { accept, type Parts } from "../../reference/upload/accept";
import { Settler } from "../../reference/upload/settle";
import { FakeQueue, noLog, twoStores } from "./fixtures";
import type { MemoryS3 } from "./memory-s3";

const id = "0b7c2f0e-4f0a-4c58-9d0d-0f6d3a1c2b3d";
const body = Buffer.from("a video");
const sha256 = createHash("sha256").update(body).digest("hex");

describe("an upload", () => {
  let [own, other]: MemoryS3[] = [];
  let parts: Parts;
  let queue: FakeQueue;
  let settler: Settler;
  let now: Date;
  const take = (bytes = body) => accept(parts, { id, contentType: "video/mp4", body: bytes });
  const at = (store: MemoryS3 | undefined): MemoryS3 => {
    if (store === undefined) throw new Error("no store was started");
    return store;
  };

  beforeEach(async () => {
    const made = await twoStores();
    [own, other] = [made.own, made.other];
    queue = new FakeQueue();
    now = new Date("2026-03-04T12:00:00Z");
    const common = {
      site: "oci-us-ashburn-1",
      stores: made.stores,
      publisher: queue,
      log: noLog,
      now: () => now,
    };
    settler = new Settler(common);
    parts = { ...common, todo: settler };
  });
  afterEach(async () => {
    await Promise.all([own?.stop(), other?.stop()]);
  });

  it("is in a store of each provider, bytes and manifest, when it is acknowledged", async () => {
    const { isNew, accepted } = await take();
    expect({ isNew, accepted }).toEqual({
      isNew: true,
      accepted: {
        id,
        key: `upload/2026/03/04/media/${id}.${sha256.slice(0, 32)}`,
        manifestKey: `upload/2026/03/04/manifest/${id}.json`,
        sha256,
        bytes: body.length,
        stores: ["oci-us-ashburn-1", "aws-us-east-2"],
        marked: false,
        event: "published",
      },
    });
    for (const store of [at(own), at(other)]) {
      expect(store.text(accepted.key)).toBe("a video");
      expect(JSON.parse(store.text(accepted.manifestKey))).toMatchObject({ id, sha256, missing: [] });
    }
  });

  it("has its event published once, by its id", async () => {
    await take();
    await take();
    expect([...queue.events]).toMatchObject([[id, { subject: "upload.accepted", event: { id, sha256 } }]]);
  });

  it("leaves nothing to do where all went well", async () => {
    await take();
    expect([...at(own).keys(), ...at(other).keys()].filter((key) => key.includes("outbox"))).toEqual([]);
  });

  it("that comes again is the same one, and nothing is written anew", async () => {
    const first = await take();
    const before = at(own).keys();
    const again = await take();
    expect(again).toEqual({ isNew: false, accepted: first.accepted });
    expect(at(own).keys()).toEqual(before);
  });

  it("with other bytes under its id is refused, and they are written nowhere", async () => {
    await take();
    const before = [...at(own).keys(), ...at(other).keys()];
    await expect(take(Buffer.from("another"))).rejects.toMatchObject({ status: 409 });
    expect([...at(own).keys(), ...at(other).keys()]).toEqual(before);
  });

  it("with other bytes is refused also where the own store has lost the first", async () => {
    await take();
    at(own).objects.clear();
    await expect(take(Buffer.from("another"))).rejects.toMatchObject({ status: 409 });
  });

  it("that comes again after midnight belongs to the day of the first", async () => {
    now = new Date("2026-03-04T23:59:50Z");
    const first = await take();
    now = new Date("2026-03-05T00:00:10Z");
    expect(await take()).toEqual({ isNew: false, accepted: first.accepted });
  });

  it("is accepted without the other provider's store, and marked", async () => {
    at(other).mode = "broken";
    const { accepted } = await take();
    expect(accepted).toMatchObject({ stores: ["oci-us-ashburn-1"], marked: true, event: "published" });
  });

  it("is accepted without its own store, and marked", async () => {
    await at(own).stop();
    const { accepted } = await take();
    expect(accepted).toMatchObject({ stores: ["aws-us-east-2"], marked: true });
  });

  it("counts for nothing in a store that has the bytes and no manifest", async () => {
    at(other).failPutsOf = "manifest";
    expect((await take()).accepted).toMatchObject({ stores: ["oci-us-ashburn-1"], marked: true });
  });

  it("is refused with 503 where no store takes it", async () => {
    await at(own).stop();
    at(other).mode = "broken";
    await expect(take()).rejects.toMatchObject({ status: 503 });
  });

  it("doesn't wait for the queue: its event is pending, and what is left to do is in each store", async () => {
    queue.isUp = false;
    expect((await take()).accepted).toMatchObject({ marked: false, event: "pending" });
    for (const store of [at(own), at(other)]) expect(store.keys("upload/2026/03/04/outbox/")).toHaveLength(1);
  });

  it("is not acknowledged where what is left to do can't be written down", async () => {
    queue.isUp = false;
    at(own).failPutsOf = "outbox";
    at(other).failPutsOf = "outbox";
    await expect(take()).rejects.toMatchObject({ status: 503 });
  });

  it("is found missing by a store that says 403 to whoever may not list", async () => {
    at(own).missing = 403;
    at(other).missing = 403;
    expect((await take()).isNew).toBe(true);
  });

  it("marked once is whole after it came again with all stores there", async () => {
    at(other).mode = "broken";
    await take();
    at(other).mode = "good";
    expect((await take()).accepted).toMatchObject({
      stores: ["oci-us-ashburn-1", "aws-us-east-2"],
      marked: false,
    });
  });
});
