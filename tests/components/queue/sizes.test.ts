import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EventFamily, reservedBytes } from "../../../components/queue/model";
import { recoverySeconds, sizedFamilies, volumeGiB } from "../../../components/queue/sizes";

const GIB = 2 ** 30;
const engagement: EventFamily = {
  name: "engagement",
  subjects: ["engage.>"],
  maxAgeHours: 72,
  maxEventBytes: 16_384,
  eventBytes: 233,
  eventsPerRequest: 1,
  duplicateWindowSeconds: 120,
};
const workloads = [{ name: "engagement", publishes: ["engagement"], consumes: [] }];
const sized = (
  requests: number,
  shares: Record<string, number>,
  family: Partial<EventFamily> = {},
  publishers = workloads,
) =>
  sizedFamilies([{ ...engagement, ...family }], publishers, {
    requestsPerSecond: { engagement: requests, upload: requests },
    shares,
  });
const planOf = (requests: number, shares: Record<string, number>) => ({
  sites: Object.keys(shares),
  families: sized(requests, shares),
});

describe("a stream's size", () => {
  it("holds what comes within its age at the site's worst share, and a quarter more", () => {
    // 600 events/s x 0.6 x 259,200 s x 334 B x 1.25 = 38.96e9 B = 36.3 GiB
    expect(sized(600, { chicago: 0.6 })[0]?.maxBytes).toEqual({ chicago: 37 * GIB });
  });

  it("is of each site's own share", () => {
    // 600 x 0.4 x 259,200 x 334 x 1.25 = 25.97e9 B = 24.2 GiB
    expect(sized(600, { chicago: 0.6, ashburn: 0.4 })[0]?.maxBytes).toEqual({
      chicago: 37 * GIB,
      ashburn: 25 * GIB,
    });
  });

  it("follows from the age, the events of a request and every workload that publishes them", () => {
    const of = (family: Partial<EventFamily>, publishers = workloads) =>
      sized(600, { chicago: 0.6 }, family, publishers)[0]?.maxBytes.chicago;
    // twice 36.28 GiB = 72.6
    expect(of({ maxAgeHours: 144 })).toBe(73 * GIB);
    expect(of({ eventsPerRequest: 2 })).toBe(73 * GIB);
    const both = [...workloads, { name: "upload", publishes: ["engagement"], consumes: [] }];
    expect(of({}, both)).toBe(73 * GIB);
  });

  it("is a GiB where next to nothing comes", () => {
    expect(sized(0, { chicago: 1 })[0]?.maxBytes).toEqual({ chicago: GIB });
  });

  it("is never less for more requests, larger events or a larger share", () => {
    const size = (requests: number, eventBytes: number, share: number) =>
      sized(requests, { chicago: share }, { eventBytes })[0]?.maxBytes.chicago ?? 0;
    const number = fc.integer({ min: 1, max: 5000 });
    const share = fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100);
    fc.assert(
      fc.property(number, number, share, number, (requests, bytes, part, more) => {
        const own = size(requests, bytes, part);
        expect(size(requests + more, bytes, part)).toBeGreaterThanOrEqual(own);
        expect(size(requests, bytes + more, part)).toBeGreaterThanOrEqual(own);
        expect(size(requests, bytes, Math.min(1, part + more / 5000))).toBeGreaterThanOrEqual(own);
      }),
    );
  });
});

describe("the queue's volumes", () => {
  it("hold all streams and a quarter more", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 16 }), (requests, sites) => {
        const shares = Object.fromEntries(Array.from({ length: sites }, (_, i) => [`site-${i}`, 2 / sites]));
        const plan = planOf(requests, shares);
        expect(volumeGiB(plan) * GIB).toBeGreaterThanOrEqual(1.25 * reservedBytes(plan));
      }),
    );
  });

  it("are the 240 GiB that they have always been where that is enough, and then twice as large", () => {
    expect(volumeGiB(planOf(10, { chicago: 1, ohio: 1 }))).toBe(240);
    // 2 x 600/s: each 60.5, so 61 GiB: 122 x 1.25 = 152.5
    expect(volumeGiB(planOf(600, { chicago: 1, ohio: 1 }))).toBe(240);
    // 2 x 1000/s: each 100.8, so 101 GiB: 202 x 1.25 = 252.5
    expect(volumeGiB(planOf(1000, { chicago: 1, ohio: 1 }))).toBe(480);
  });

  it("stay the same when sites share the same load among more of them: another template replaces all servers", () => {
    // By twos of each provider, each half of what is left: 100.8 GiB for each provider, and a rounding for each site
    const four = { a: 0.5, b: 0.5, c: 0.5, d: 0.5 };
    expect(volumeGiB(planOf(1000, four))).toBe(volumeGiB(planOf(1000, { a: 1, c: 1 })));
  });

  it("refuse what no volume holds, naming what to change", () => {
    expect(() => volumeGiB(planOf(200_000, { chicago: 1, ohio: 1 }))).toThrow(
      /peak: found events that take \d+ GiB .* wanted no more than 15360 GiB: keep events for less time/,
    );
  });
});

describe("a server's start", () => {
  it("may take as long as reading all streams at 125 MB/s, and never less than a quarter of an hour", () => {
    expect(recoverySeconds(planOf(10, { chicago: 1, ohio: 1 }))).toBe(900);
    // 202 GiB = 216.9e9 B: 1,735 s, 29 minutes
    expect(recoverySeconds(planOf(1000, { chicago: 1, ohio: 1 }))).toBe(1740);
  });
});
