/** An operation for nobody goes the way of users', and leaves nothing that anybody would take for a user's. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { engagementCanary } from "../../reference/engagement/canary";
import { engagedOf } from "../../reference/queue/events";
import type { Store } from "../../reference/stores/store";
import { canaryKey, uploadCanary } from "../../reference/upload/canary";
import { FakeQueue, twoStores } from "./fixtures";
import type { MemoryS3 } from "./memory-s3";

const site = "oci-us-ashburn-1";
const at = new Date("2026-03-04T07:31:09Z");

describe("the canary of uploads", () => {
  let [own, other]: MemoryS3[] = [];
  let stores: readonly Store[];
  let now = at;
  const sing = () => uploadCanary({ site, stores, now: () => now });
  const key = `upload/2026/03/04/canary/${site}/0731.json`;

  beforeEach(async () => {
    const made = await twoStores();
    [own, other, stores] = [made.own, made.other, made.stores];
    now = at;
  });
  afterEach(async () => {
    await Promise.all([own?.stop(), other?.stop()]);
  });

  it("writes to a store of each provider, below the day and a folder of its own", async () => {
    expect(await sing()).toEqual([site, "aws-us-east-2"]);
    expect(canaryKey(site, at)).toBe(key);
    for (const store of [own, other])
      expect(store?.text(key)).toBe(`{"canary":"${site}","minute":"2026-03-04T07:31"}\n`);
  });

  it("writes no second object within a minute, and works all the same", async () => {
    await sing();
    now = new Date("2026-03-04T07:31:59Z");
    expect(await sing()).toEqual([site, "aws-us-east-2"]);
    now = new Date("2026-03-04T07:32:00Z");
    await sing();
    expect(own?.text(canaryKey(site, now))).toContain("07:32");
  });

  it("works as long as an upload would be accepted, and fails where it wouldn't", async () => {
    await own?.stop();
    expect(await sing()).toEqual(["aws-us-east-2"]);
    await other?.stop();
    await expect(sing()).rejects.toMatchObject({ status: 503 });
  });
});

describe("the canary of engagement", () => {
  it("publishes what no reader of events takes for one", async () => {
    const queue = new FakeQueue();
    await engagementCanary(queue, site, at);
    const [[id, { subject, event }] = ["", { subject: "", event: {} }]] = queue.events;
    expect([id, subject]).toEqual([`canary-${site}-2026-03-04T07:31:00.000Z`, "engage.canary"]);
    expect(engagedOf(JSON.stringify(event))).toBeUndefined();
  });

  it("adds one event in ten seconds at most, however many ask", async () => {
    const queue = new FakeQueue();
    for (const second of [0, 9, 10, 19])
      await engagementCanary(queue, site, new Date(Date.UTC(2026, 2, 4, 7, 31, second)));
    expect(queue.events.size).toBe(2);
  });

  it("fails where the queue doesn't acknowledge", async () => {
    const queue = new FakeQueue();
    queue.isUp = false;
    await expect(engagementCanary(queue, site, at)).rejects.toMatchObject({ status: 503 });
  });
});
