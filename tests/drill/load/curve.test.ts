import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { served, servedCurves } from "../../../drill/load/curve";
import type { RequestRecord } from "../../../drill/load/plan";

const record = (at: number, ok: boolean, more: Partial<RequestRecord> = {}): RequestRecord => ({
  at,
  capability: "feed",
  kind: "short",
  did: "feed",
  ok,
  status: ok ? 200 : 503,
  seconds: 0.01,
  attempts: 1,
  lag: 0,
  ...more,
});
const stretch = { faultAt: 10, from: -5, to: 10, binSeconds: 5 };

describe("a measured curve", () => {
  it("counts seconds from the fault, and requests by when they were due", () => {
    const late = record(12, true, { seconds: 9 });
    const { bins } = served([record(9, true), record(11, false), late], stretch);
    expect(bins).toEqual([
      { from: -5, sent: 1, ok: 1, served: 1 },
      { from: 0, sent: 2, ok: 1, served: 0.5 },
      { from: 5, sent: 0, ok: 0 },
    ]);
  });

  it("leaves out what this machine never sent", () => {
    expect(served([record(11, false, { unsent: true })], stretch).sent).toBe(0);
  });

  it("counts what took longer than is allowed as not served", () => {
    const records = [record(11, true, { seconds: 12 }), record(12, true)];
    expect(served(records, { ...stretch, withinSeconds: 10 }).bins[1]).toMatchObject({ sent: 2, ok: 1 });
  });

  it("is one for each capability and kind of client, that add up to all", () => {
    const some = fc.array(
      fc.record({
        at: fc.double({ min: 5, max: 19.99, noNaN: true }),
        ok: fc.boolean(),
        capability: fc.constantFrom("feed" as const, "upload" as const),
        kind: fc.constantFrom("short" as const, "kept" as const),
      }),
    );
    fc.assert(
      fc.property(some, (given) => {
        const records = given.map(({ at, ok, ...more }) => record(at, ok, more));
        const curves = servedCurves(records, stretch);
        for (const { all, byKind } of Object.values(curves)) {
          const kinds = Object.values(byKind);
          for (const [place, bin] of all.bins.entries())
            expect(kinds.reduce((sum, { bins }) => sum + (bins[place]?.ok ?? 0), 0)).toBe(bin.ok);
        }
        const sent = Object.values(curves).reduce((sum, { all }) => sum + all.sent, 0);
        expect(sent).toBe(records.length);
      }),
    );
  });

  it("of bins without a length is refused", () => {
    expect(() => served([], { ...stretch, binSeconds: 0 })).toThrow(/a length above 0 is wanted/);
  });
});
