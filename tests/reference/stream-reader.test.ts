import { describe, expect, it } from "vitest";
import { type Asks, type Stored, StreamReader } from "../../reference/queue/stream-reader";

/** A stream that answers as JetStream does. */
class FakeStream implements Asks {
  readonly events = new Map<number, string>();
  readonly asked: string[] = [];
  isLeaderless = false;

  add(sequence: number): this {
    this.events.set(sequence, `event ${sequence}`);
    return this;
  }

  async request(subject: string, payload?: unknown): Promise<never> {
    this.asked.push(subject);
    if (this.isLeaderless) throw new Error("no responders");
    const {
      seq,
      next_by_subj: next,
      last_by_subj: last,
    } = JSON.parse(String(payload)) as Record<string, unknown>;
    const numbers = [...this.events.keys()].sort((a, b) => a - b);
    const found =
      last !== undefined
        ? numbers.at(-1)
        : numbers.find((number) => (next === undefined ? number === seq : number >= Number(seq)));
    const answer =
      found === undefined
        ? { error: { code: 404, err_code: 10037, description: "no message found" } }
        : { message: { seq: found, data: Buffer.from(this.events.get(found) ?? "").toString("base64") } };
    return { json: () => answer } as never;
  }
}

const read = async (reader: StreamReader, stream: FakeStream): Promise<number[]> => {
  const seen: Stored[] = [];
  await reader.readOn(stream, (event) => seen.push(event));
  return seen.map(({ sequence }) => sequence);
};
const readerOf = () => new StreamReader("aws-us-east-2", "uploads-aws-us-east-2");

describe("a stream's reader", () => {
  it("asks by the prefix of the site at which the stream began", async () => {
    const stream = new FakeStream();
    await read(readerOf(), stream);
    expect(stream.asked).toEqual(["JS.aws-us-east-2.API.STREAM.MSG.GET.uploads-aws-us-east-2"]);
  });

  it("gives all events from the first on, wherever the numbers begin", async () => {
    const stream = new FakeStream();
    const first = 177_262_560_000_000;
    for (let n = 0; n < 250; n++) stream.add(first + n);
    expect(await read(readerOf(), stream)).toEqual(Array.from({ length: 250 }, (_, n) => first + n));
  });

  it("gives each event once, and goes on with what is new", async () => {
    const stream = new FakeStream().add(7).add(8);
    const reader = readerOf();
    await read(reader, stream);
    stream.add(9);
    expect([await read(reader, stream), await read(reader, stream)]).toEqual([[9], []]);
  });

  it("goes over what a mirror lacks, however much it is", async () => {
    const stream = new FakeStream().add(1).add(2).add(900_000_000).add(900_000_001);
    expect(await read(readerOf(), stream)).toEqual([1, 2, 900_000_000, 900_000_001]);
  });

  it("begins anew where the stream was made anew below", async () => {
    const reader = readerOf();
    await read(reader, new FakeStream().add(100).add(101));
    expect(await read(reader, new FakeStream().add(5).add(6))).toEqual([5, 6]);
  });

  it("is behind by what it knows of and couldn't read", async () => {
    const stream = new FakeStream().add(1).add(2).add(3);
    const reader = readerOf();
    await expect(
      reader.readOn(stream, () => {
        throw new Error("the pod fails");
      }),
    ).rejects.toThrow("the pod fails");
    expect(reader.behind).toBe(3);
  });

  it("throws where nobody answers, and loses its place by it in no way", async () => {
    const stream = new FakeStream().add(1);
    const reader = readerOf();
    await read(reader, stream);
    stream.add(2).isLeaderless = true;
    await expect(read(reader, stream)).rejects.toThrow("no responders");
    stream.isLeaderless = false;
    expect(await read(reader, stream)).toEqual([2]);
  });

  it("says what JetStream refuses", async () => {
    const answer = { error: { code: 404, description: "stream not found" } };
    const queue = { request: async () => ({ json: () => answer }) as never };
    await expect(readerOf().readOn(queue, () => undefined)).rejects.toThrow(/stream not found/);
  });
});
