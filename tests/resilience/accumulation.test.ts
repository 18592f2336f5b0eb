/** What accumulates while something is down, and what a second loss then costs, with the arithmetic. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fault } from "../../resilience/faults/faults";
import type { Scenario, TimedFault } from "../../resilience/faults/scenarios";
import type { Platform, Stream } from "../../resilience/platform/platform";
import { Survey } from "../../resilience/verdict/survey";
import type { Verdict } from "../../resilience/verdict/verdicts";
import { platform, type Sketch } from "./synthetic";

const hour = 3600;
const link = fault("link", "aws-oci");
const aws = fault("provider", "aws");
const oci = fault("site", "oci-b");

/**
 * Two sites of half the users each. `feed` needs the queue and publishes: 24 replicas x 50/s x 0.5 of the peak = 600
 * events/s, 300 at each site, of 334 B, kept for 72 h. No check moves anybody, unless said.
 */
function streaming(sketch: Partial<Sketch> = {}, bytes = 1e12, refuses = true): Platform {
  const on = platform({
    sites: [
      { provider: "aws", region: "a", share: 50 },
      { provider: "oci", region: "b", share: 50 },
    ],
    checked: false,
    peak: 24,
    ...sketch,
  });
  return {
    ...on,
    capabilities: on.capabilities.map((one) =>
      one.name === "feed" ? { ...one, needs: ["edge", "queue"] } : one,
    ),
    sites: on.sites.map((site, place) => ({
      ...site,
      ...(site.health
        ? {
            health: {
              ...site.health,
              byCapability: Object.fromEntries(
                Object.entries(site.health.byCapability).map(([name, one]) => [
                  name,
                  { ...one, watchesFailures: false },
                ]),
              ),
            },
          }
        : {}),
      queue: {
        workload: { ...(site.edge as NonNullable<typeof site.edge>), floor: 3 },
        mirroredAt: on.sites.flatMap((_, other) => (other === place ? [] : [other])),
        streams: [stream(site.id, bytes, refuses)],
      },
    })),
  };
}

const stream = (site: string, maxBytes: number, refusesWhenFull: boolean): Stream => ({
  urn: `setup-${site}`,
  name: `engagement-${site}`,
  publishers: ["feed"],
  eventsPerRequest: 1,
  eventBytes: 334,
  maxBytes,
  maxAgeSeconds: 72 * hour,
  refusesWhenFull,
});

const scenario = (...faults: TimedFault[]): Scenario => ({
  id: "custom",
  kind: "custom",
  title: "custom",
  faults,
});
const played = (on: Platform, ...faults: TimedFault[]): Readonly<Record<string, Verdict>> =>
  new Survey(on).verdicts(scenario(...faults));
const feed = (on: Platform, ...faults: TimedFault[]): Verdict => played(on, ...faults).feed as Verdict;
const upload = (on: Platform, ...faults: TimedFault[]): Verdict => played(on, ...faults).upload as Verdict;

const down20h: TimedFault = { fault: link, start: 0, end: 20 * hour };
const lostAfter = (seconds: number): TimedFault => ({ fault: aws, start: 20 * hour + seconds });

describe("events that wait for a link", () => {
  it("are lost with the site, but for those that got through since", () => {
    // 72,000 s wait, 300 events/s: in 60 s at 1,000/s 60,000 events get through, 200 s of the oldest; 60 s come anew.
    // 72,000 - 200 + 60 = 71,860 s, and 10 s that a mirror is always late.
    const verdict = feed(streaming(), down20h, lostAfter(60));
    expect(verdict.rpoSeconds).toBe(71_870);
    expect(verdict.because.join(" ")).toContain(
      "71860 s of events of aws-a waited for a mirror when it was lost",
    );
  });

  it("are whole again when they are caught up with", () => {
    // 72,000 x 300 = 21.6e6 events; 1,000 - 300 = 700/s: 30,857 s
    expect(feed(streaming(), down20h, lostAfter(30_850)).rpoSeconds).toBeGreaterThan(10);
    expect(feed(streaming(), down20h, lostAfter(30_860)).rpoSeconds).toBe(10);
  });

  it("are told while nothing else fails: how much, and how long catching up takes", () => {
    const { because, rpoSeconds, stalenessSeconds, state } = feed(streaming(), down20h);
    expect(because.join(" ")).toContain(
      "Events of aws-a wait for their mirror at oci-b, up to 20 h of them; reached again, they take 8.6 h (assumption mirrorEventsPerSecond). A loss of AWS before that costs up to 20 h of them.",
    );
    expect({ rpoSeconds, stalenessSeconds, state }).toEqual({
      rpoSeconds: 0,
      stalenessSeconds: 72_000,
      state: "up",
    });
  });

  it("never catch up where more comes than a mirror stores", () => {
    const slow = streaming({ assumptions: { mirrorEventsPerSecond: 300 } });
    expect(feed(slow, down20h).because.join(" ")).toContain("nothing is known to catch up with them");
    expect(feed(slow, down20h, lostAfter(40 * hour)).rpoSeconds).toBe(72_010);
  });

  it("cost nothing more where the site is lost before the link", () => {
    const first: TimedFault = { fault: aws, start: 0, end: 60 };
    const then: TimedFault = { fault: link, start: 60, end: 20 * hour };
    expect(feed(streaming(), first, then).rpoSeconds).toBe(10);
  });

  it("are none when both fail at once: what the mirror had, it has", () => {
    expect(feed(streaming(), { fault: link, start: 0 }, { fault: aws, start: 0 }).rpoSeconds).toBe(10);
  });

  it("that are older than the stream keeps them never get there", () => {
    const long: TimedFault = { fault: link, start: 0, end: 100 * hour };
    expect(feed(streaming(), long).because.join(" ")).toContain("What is older than 72 h never gets there.");
  });
});

describe("events of which no mirror is left", () => {
  const queue = (site: string): TimedFault => ({ fault: fault("queue", site), start: 0 });

  it("are all lost, where the mirror's queue is gone as well", () => {
    expect(feed(streaming(), queue("aws-a")).rpoSeconds).toBe(10);
    expect(feed(streaming(), queue("aws-a"), queue("oci-b")).rpoSeconds).toBeNull();
  });

  it("wait for one that has lost its quorum with its zones, as for one that is gone", () => {
    // Three servers in three zones: with two of them none answers, and what a accepts in 20 h is there alone.
    const on = streaming();
    const zones = (on.sites[1]?.zones ?? []).slice(0, 2);
    const lost = zones.map((zone) => ({ fault: fault("zone", `oci-b/${zone}`), start: 0, end: 20 * hour }));
    expect(zones).toHaveLength(2);
    expect(feed(on, ...lost, { fault: aws, start: 20 * hour }).rpoSeconds).toBe(72_010);
  });

  it("are there still behind a certificate that has run out", () => {
    const key = {
      ...{ name: "queue-certificate/aws-a", what: "the certificates of the queue", urn: "key" },
      stops: { what: "queue" as const, sites: [0] },
    };
    const verdict = feed(
      { ...streaming(), expiring: [key] },
      { fault: fault("expiry", "queue-certificate/aws-a"), start: 0 },
    );
    // Nobody moves, as nothing is checked: a's half fails.
    expect(verdict).toMatchObject({ rpoSeconds: 0, served: 0.5 });
  });
});

describe("a site that comes back", () => {
  it("is behind the others by all that it missed", () => {
    const { stalenessSeconds, because } = feed(streaming(), { fault: oci, start: 0, end: 20 * hour });
    expect(stalenessSeconds).toBe(72_000);
    expect(because.join(" ")).toContain("Events of aws-a wait for their mirror at oci-b, up to 20 h");
  });

  it("holds too little of them when the other is lost a minute later", () => {
    const verdict = feed(streaming(), { fault: oci, start: 0, end: 20 * hour }, lostAfter(60));
    expect(verdict.rpoSeconds).toBe(71_870);
  });
});

describe("uploads that wait for their copy", () => {
  it("are lost with the store: none got there before the job's next turn", () => {
    const verdict = upload(streaming({ copySeconds: 900 }), down20h, lostAfter(60));
    expect(verdict.rpoSeconds).toBe(72_000);
    expect(verdict.because.join(" ")).toContain("but for 72000 s of uploads that waited to be copied there");
  });

  it("get there twice as fast as they came, after the job's wait", () => {
    // 900 s until the job's turn, then 18,000 s at 2 s of uploads a second: 36,000 of 72,000 s are left
    expect(upload(streaming({ copySeconds: 900 }), down20h, lostAfter(18_900)).rpoSeconds).toBe(36_000);
    expect(upload(streaming({ copySeconds: 900 }), down20h, lostAfter(36_900)).rpoSeconds).toBe(0);
  });

  it("wait for ever where nothing copies them", () => {
    expect(upload(streaming(), down20h, lostAfter(40 * hour)).rpoSeconds).toBe(72_000);
    expect(upload(streaming(), down20h).because.join(" ")).toContain(
      "nothing is known to catch up with them",
    );
  });

  it("are none when the link and the store fail at once", () => {
    expect(upload(streaming(), { fault: link, start: 0 }, { fault: aws, start: 0 }).rpoSeconds).toBe(0);
  });
});

describe("a stream", () => {
  it("that is full with nothing failing is told while nothing fails", () => {
    // 10 GiB / 334 B = 32,147,959 events; at 300/s 107,160 s = 29.8 h, and they are kept for 72 h
    const calm = feed(streaming({}, 10 * 2 ** 30));
    expect(calm).toMatchObject({ state: "down", served: 0 });
    expect(calm.because).toContain(
      "the stream engagement-aws-a is full after 29.8 h of this with nothing failing (assumptions meanDemandShare and requestsPerReplicaPerSecond) and refuses what is published.",
    );
  });

  it("that drops its oldest instead goes on, and says so", () => {
    const calm = feed(streaming({}, 10 * 2 ** 30, false));
    expect(calm.state).toBe("up");
    expect(calm.because.join(" ")).toContain("and drops events before their time");
  });

  it("that holds the calm is full when the others' users have come, and takes as much as goes", () => {
    // 300/s x 259,200 s = 77.76e6 events are held. The other site's users make it 600/s while 300/s go: room for
    // 10.8e6 more lasts 36,000 s. From there on half of what is published is refused.
    const on = streaming({ checked: true, checkers: [] }, (77_760_000 + 10_800_000) * 334);
    const verdict = feed(on, { fault: fault("site", "oci-b"), start: 0 });
    expect(verdict.because).toContain(
      "the stream engagement-aws-a is full after 10 h of it (assumptions meanDemandShare and requestsPerReplicaPerSecond) and refuses what is published.",
    );
    expect(verdict).toMatchObject({ served: 0.5, rtoSeconds: null });
    const at = (time: number) => verdict.timeline.filter(([seconds]) => seconds <= time).at(-1)?.[1];
    expect([at(35_990), at(36_010)]).toEqual([1, 0.5]);
  });

  it("is not full where the other site is back before", () => {
    const on = streaming({ checked: true, checkers: [] }, (77_760_000 + 10_800_000) * 334);
    const verdict = feed(on, { fault: fault("site", "oci-b"), start: 0, end: 35_000 });
    expect(verdict.because.join(" ")).not.toContain("is full");
  });

  it("of which nothing bounds the size is never full", () => {
    const on = streaming();
    const unbounded = {
      ...on,
      sites: on.sites.map((site) => {
        if (!site.queue) return site;
        const streams = site.queue.streams.map(({ maxBytes: _, ...rest }) => rest);
        return { ...site, queue: { ...site.queue, streams } };
      }),
    };
    expect(feed(unbounded).state).toBe("up");
  });
});

describe("on any such platform", () => {
  const runs = { numRuns: 40 };
  const seconds = fc.integer({ min: 60, max: 100_000 });
  const cutFor = (on: Platform, time: number, after: number) =>
    played(on, { fault: link, start: 0, end: time }, { fault: aws, start: time + after });
  const rpo = (verdict: Verdict | undefined): number => verdict?.rpoSeconds ?? Number.POSITIVE_INFINITY;

  it("a longer loss of the link never costs less at a second loss, nor does one that comes sooner after it", () => {
    const on = streaming({ copySeconds: 900 });
    fc.assert(
      fc.property(seconds, seconds, seconds, seconds, (time, more, after, later) => {
        for (const name of ["feed", "upload"]) {
          const own = rpo(cutFor(on, time, after)[name]);
          expect(rpo(cutFor(on, time + more, after)[name])).toBeGreaterThanOrEqual(own);
          expect(rpo(cutFor(on, time, after + later)[name])).toBeLessThanOrEqual(own);
        }
      }),
      runs,
    );
  });

  it("a larger stream is never full earlier, and never serves less", () => {
    const bytes = fc.integer({ min: 20, max: 60 });
    fc.assert(
      fc.property(bytes, bytes, (gb, more) => {
        const of = (size: number) =>
          feed(streaming({ checked: true, checkers: [] }, size * 1e9), {
            fault: fault("site", "oci-b"),
            start: 0,
          });
        expect(of(gb + more).lostSeconds).toBeLessThanOrEqual(of(gb).lostSeconds + 1e-3);
        expect(of(gb + more).served).toBeGreaterThanOrEqual(of(gb).served - 1e-6);
      }),
      runs,
    );
  });

  it("what a pair of faults costs is the same whether it is asked for among all pairs or by itself", () => {
    const survey = new Survey(streaming({ checked: true, checkers: [] }, (77_760_000 + 10_800_000) * 334));
    for (const { faults, verdicts } of survey.pairs()) {
      const own = survey.verdicts(
        scenario(
          ...[...faults].sort((a, b) => (a.id < b.id ? -1 : 1)).map((one) => ({ fault: one, start: 0 })),
        ),
      );
      for (const name of ["feed", "upload"]) {
        const { served, rpoSeconds, stalenessSeconds } = own[name] as Verdict;
        expect(verdicts[name]).toMatchObject({ served, rpoSeconds, stalenessSeconds });
      }
    }
  });
});
