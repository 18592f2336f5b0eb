import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codes, readQuestion, readReply, types, writeQuestion, writeReply } from "../../../drill/dns/wire";

const label = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
const host = fc.array(label, { minLength: 1, maxLength: 5 }).map((labels) => labels.join("."));
const address = fc.ipV4();
const id = fc.integer({ min: 0, max: 0xffff });
const question = fc.record({ id, name: host, type: fc.constant(types.A) });

describe("a DNS message", () => {
  it("asks what it was made to ask", () => {
    fc.assert(
      fc.property(question, (asked) => {
        expect(readQuestion(writeQuestion(asked))).toEqual(asked);
      }),
    );
  });

  it("answers with the addresses that it was made with", () => {
    const ttl = fc.integer({ min: 0, max: 2 ** 31 - 1 });
    fc.assert(
      fc.property(
        question,
        fc.array(address, { minLength: 1, maxLength: 8 }),
        ttl,
        (asked, records, ttlSeconds) => {
          const message = writeReply(writeQuestion(asked), asked, { code: codes.ok, records, ttlSeconds });
          expect(readReply(message)).toEqual({ ...asked, code: codes.ok, addresses: records, ttlSeconds });
        },
      ),
    );
  });

  it("says for how long there is no such name", () => {
    const asked = { id: 1, name: "gone.clips.test", type: types.A };
    const negative = { zone: "clips.test", seconds: 7 };
    const message = writeReply(writeQuestion(asked), asked, {
      code: codes.noSuchName,
      records: [],
      ttlSeconds: 0,
      negative,
    });
    expect(readReply(message)).toEqual({
      ...asked,
      code: codes.noSuchName,
      addresses: [],
      negativeSeconds: 7,
    });
  });

  it("has the authoritative bit, and nothing of recursion that wasn't asked for", () => {
    const asked = { id: 1, name: "clips.test", type: types.A };
    const message = writeReply(writeQuestion(asked), asked, { code: codes.ok, records: [], ttlSeconds: 0 });
    expect(message.readUInt16BE(2)).toBe(0x8400);
  });

  it("asks in small letters, whatever was sent", () => {
    const asked = writeQuestion({ id: 1, name: "FEED.Clips.Test", type: types.A });
    expect(readQuestion(asked)?.name).toBe("feed.clips.test");
  });

  it("that is rubbish is read as none, and never without end", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const message = Buffer.from(bytes);
        const read = [readQuestion(message), readReply(message)];
        expect(read.filter((each) => each !== undefined).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("whose name points to itself is read as none", () => {
    const message = writeQuestion({ id: 1, name: "a", type: types.A });
    message.writeUInt16BE(0xc00c, 12);
    expect(readQuestion(message)).toBeUndefined();
  });
});
