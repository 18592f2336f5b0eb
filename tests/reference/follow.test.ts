import type { NatsConnection } from "@nats-io/transport-node";
import { afterEach, describe, expect, it } from "vitest";
import { type Follower, follow } from "../../reference/queue/follow";
import type { Link } from "../../reference/queue/link";
import { noLog } from "./fixtures";

const sites = ["oci-us-ashburn-1", "aws-us-east-2"];

/** Streams by name, of events numbered from 1. */
class FakeQueue {
  readonly streams = new Map<string, string[]>(sites.map((site) => [`uploads-${site}`, []]));
  readonly dead = new Set<string>();

  get connection(): NatsConnection {
    const request = async (subject: string, payload: string) => {
      const stream = subject.split(".").at(-1) ?? "";
      const events = this.streams.get(stream);
      if (events === undefined || this.dead.has(stream)) throw new Error("no responders");
      const asked = JSON.parse(payload) as { seq?: number; last_by_subj?: string };
      const number = asked.last_by_subj === undefined ? Number(asked.seq) : events.length;
      const event = events[number - 1];
      const answer =
        event === undefined
          ? { error: { code: 404, description: "no message found" } }
          : { message: { seq: number, data: Buffer.from(event).toString("base64") } };
      return { json: () => answer };
    };
    return { request } as unknown as NatsConnection;
  }
}

describe("who follows the streams of all sites", () => {
  let follower: Follower | undefined;
  afterEach(async () => {
    await follower?.stop();
  });
  const start = (link: Pick<Link, "connection">) => {
    const seen: string[] = [];
    const parts = { link: link as Link, capability: "feed", sites, families: ["uploads" as const] };
    follower = follow(parts, (data) => seen.push(data), noLog);
    return { seen, follower };
  };

  it("is current once it has read all of them, and sees what is new", async () => {
    const queue = new FakeQueue();
    queue.streams.get("uploads-aws-us-east-2")?.push("a", "b");
    const { seen, follower } = start(queue);
    expect(follower.isCurrent).toBe(false);
    await expect.poll(() => follower.isCurrent, { timeout: 10_000 }).toBe(true);
    expect([seen, follower.behind, follower.isShare]).toEqual([["a", "b"], 0, false]);
    queue.streams.get("uploads-oci-us-ashburn-1")?.push("c");
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["a", "b", "c"]);
  });

  it("isn't while one of the streams doesn't answer, and doesn't say how far it is behind", async () => {
    const queue = new FakeQueue();
    queue.dead.add("uploads-aws-us-east-2");
    queue.streams.get("uploads-oci-us-ashburn-1")?.push("a");
    const { seen, follower } = start(queue);
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(["a"]);
    expect([follower.isCurrent, follower.behind]).toEqual([false, null]);
  });

  it("isn't without a connection", async () => {
    const { follower } = start({ connection: undefined });
    await new Promise((done) => setTimeout(done, 50));
    expect([follower.isCurrent, follower.behind]).toEqual([false, null]);
  });
});
