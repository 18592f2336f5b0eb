/** What each of the newer kinds and modes takes away, worked out by hand; the arithmetic stands beside each. */
import { describe, expect, it } from "vitest";
import { parseTimedFaults } from "../../../resilience/faults/faults";
import { inTime, unfolded } from "../../../resilience/faults/scenarios";
import type { Platform } from "../../../resilience/platform/platform";
import { modelOf, verdictsOf } from "../../../resilience/verdict/verdicts";
import { platform, type Sketch } from "../synthetic";

/** 60 % of the users at a, 40 % at b; one authority: red after 30 s, dead after 42 s, up after 30 s; answers live 30 s. */
const two: Sketch = {
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
};
const verdicts = (on: Platform, text: string) => verdictsOf(modelOf(on), inTime(parseTimedFaults(text, on)));
const feed = (on: Platform, text: string) => verdicts(on, text).feed;

/** With an edge that says how long it waits, and how many requests each of its pods has under way at a server. */
function waiting(answerSeconds: number, placesPerServer: number): Platform {
  const limits = { placesPerServer, answerSeconds, queueSeconds: 5 };
  return platform({
    ...two,
    limits: { keepAliveSeconds: 0, byCapability: { feed: limits, upload: limits } },
  });
}

describe("a site that is slow", () => {
  it("fails what isn't answered in time, and is noticed later by as much as its edge waits", () => {
    // 2 places * 90 pods of the edge / (0.5 * 5 s) = 72 a second, more than the 50 that a server gets: nothing queues.
    const verdict = feed(waiting(5, 2), "site:aws-b:slow:0.5");
    // As a brownout of half: 2 * 30 * (1 - sqrt(1 - 0.5)) = 17.57 s, and 5 s until the first has failed.
    expect(verdict?.detectSeconds).toBeCloseTo(22.6, 1);
    // A round: 22.57 + 30 red + 30 to live + 300 held + 30 green = 412.57 s; in 52.57 of it half of 40 % fails.
    expect(verdict?.served).toBeCloseTo(1 - (0.4 * 0.5 * 52.57) / 412.57, 4);
    expect(verdict?.rtoSeconds).toBeNull();
  });

  it("has its places held, so that those who wait fail too and nobody counts them", () => {
    // 90 places / (0.5 * 60 s) = 3 a second of 50: a server carries 0.06 of what it did, all of them 0.9 * 0.06 = 0.054 of
    // the peak, and none can be added while its region fails. Half of the peak is asked for, 40 % of it here: of 0.4 there
    // is place for 0.054 / 0.5 = 0.108, of which half is answered.
    const verdict = feed(waiting(60, 1), "site:aws-b:slow:0.5");
    expect(verdict?.served).toBeCloseTo(0.6 + 0.5 * 0.108, 4);
    // Asked: 0.5 * 100 * 50 * 0.4 / 90 = 11.1 a second of each server. Given up on: 1.5, 13.5 % of them. A window needs 25 %.
    expect(verdict).toMatchObject({ state: "degraded", detectSeconds: null, rtoSeconds: null });
  });
});

describe("a bad change", () => {
  it("at one site passes every probe, and leaves as soon as live traffic shows it, for as long as that is remembered", () => {
    const verdict = feed(platform(two), "bad-change:aws-b/feed");
    // All fail: 2 * 30 * (1 - sqrt(1 - 0.25)) = 8.04 s. A round: 8.04 + 30 + 30 + 300 + 30 = 398.04 s, 38.04 of it lost.
    expect(verdict?.detectSeconds).toBeCloseTo(8, 1);
    expect(verdict?.served).toBeCloseTo(1 - (0.4 * 38.04) / 398.04, 4);
    expect(verdict?.rtoSeconds).toBeNull();
  });

  it("everywhere is survived by nothing", () => {
    const { feed: own, upload } = verdicts(platform(two), "bad-change:everywhere/feed");
    expect(own).toMatchObject({ state: "down", served: expect.closeTo(0, 1), rtoSeconds: null });
    expect(upload).toMatchObject({ state: "up", lostSeconds: 0 });
  });

  it("of an edge is seen by nobody: its own counts are what is broken", () => {
    expect(feed(platform(two), "bad-change:aws-b/edge")).toMatchObject({ served: 0.6, detectSeconds: null });
  });
});

describe("a site that comes and goes", () => {
  it("costs what a loss costs in every round, and isn't back for good until it has stopped", () => {
    const verdict = feed(platform(two), "flapping:aws-b@0-7200");
    // Down 100 s, up 100 s. In each round 42 s of 40 % and 30 s of falling: 22.8 s; left in again at 130 s. 36 rounds.
    expect(verdict?.lostSeconds).toBeCloseTo(36 * 22.8, 0);
    // Judged from 120 s on, to the end of the last loss at 7100 s: 35 rounds in 6980 s.
    expect(verdict?.served).toBeCloseTo(1 - (35 * 22.8) / 6980, 3);
    expect(verdict).toMatchObject({ state: "degraded", rtoSeconds: null });
  });

  it("isn't back for good either where each round is long", () => {
    // Down 500 s, up 500 s for two hours: from 0, 1000, ... 7000. The 7 that begin after 120 s are in 7080 s.
    const verdict = feed(platform(two), "flapping:aws-b:1000@0-7200");
    expect(verdict?.served).toBeCloseTo(1 - (7 * 22.8) / 7080, 3);
    expect(verdict?.rtoSeconds).toBeNull();
  });

  it("is unfolded into losses at their times, by turns one after the other", () => {
    const on = platform({
      sites: [
        { region: "a", share: 50 },
        { provider: "oci", region: "o", share: 50 },
      ],
    });
    const parts = (text: string) =>
      unfolded(on, parseTimedFaults(text, on)).map(({ fault, start, end }) => `${fault.id}@${start}-${end}`);
    expect(parts("flapping:by-turns:100@0-200")).toEqual([
      "provider:aws@0-50",
      "provider:oci@50-100",
      "provider:aws@100-150",
      "provider:oci@150-200",
    ]);
    expect(parts("flapping:together:200@10-250")).toEqual([
      "provider:aws@10-110",
      "provider:oci@10-110",
      "provider:aws@210-250",
      "provider:oci@210-250",
    ]);
  });
});

describe("service that is back for a moment only", () => {
  it("isn't back: what is lost again before its objective's time counts from the first loss", () => {
    // Back at 71.25 s. Lost again at 150 s, when users have begun to return from 130 s on: 79 s later, under 120 s. Left
    // out at 192 s, aged at 222 s: 222 - 30 * 0.01 / 0.4 = 221.25 s after the first loss.
    const verdict = feed(platform(two), "site:aws-b@0-100+site:aws-b@150-250");
    expect(verdict?.rtoSeconds).toBeCloseTo(221.25, 0);
  });

  it("is back where it lasts as long as that", () => {
    // Lost again at 300 s: 229 s later. Each of the two takes 71.25 s.
    expect(feed(platform(two), "site:aws-b@0-100+site:aws-b@300-400")?.rtoSeconds).toBeCloseTo(71.25, 0);
  });
});

describe("a link", () => {
  const clouds = platform({
    sites: [
      { region: "a", share: 50 },
      { provider: "oci", region: "o", share: 25 },
      { provider: "oci", region: "p", share: 25 },
    ],
    authorities: ["aws", "oci"],
  });
  const rpo = (text: string) => verdicts(clouds, text).upload?.rpoSeconds;

  it("that is lost one way keeps out what is opened that way, and nothing else", () => {
    // What a writes to the other cloud's stores before it acknowledges; no copies are made later: what was accepted in
    // the 100 s is at a alone.
    expect(rpo("site:aws-a@100")).toBe(0);
    expect(rpo("link:aws-oci+site:aws-a@100")).toBe(100);
    expect(rpo("link:aws-to-oci+site:aws-a@100")).toBe(100);
    expect(rpo("link:oci-to-aws+site:aws-a@100")).toBe(0);
  });

  it("between two sites leaves the way to a third", () => {
    expect(rpo("link:aws-a/oci-o+site:aws-a@100")).toBe(0);
    expect(rpo("link:aws-a/oci-o+link:aws-a-to-oci-p+site:aws-a@100")).toBe(100);
  });
});

describe("two regions of one cloud", () => {
  it("are lost while its DNS lives on and sees it", () => {
    const on = platform({
      sites: [
        { region: "a", share: 30 },
        { region: "b", share: 30 },
        { provider: "oci", region: "o", share: 40 },
      ],
      authorities: ["aws", "oci"],
    });
    const verdict = feed(on, "regions:aws-a/aws-b");
    // 60 % for 42 s, and then falling over 30 s: 0.6 * 42 + 0.6 * 15.
    expect(verdict?.lostSeconds).toBeCloseTo(34.2, 2);
    expect(verdict?.because.join(" ")).not.toContain("silent");
  });
});

describe("a zone that is lost for a day", () => {
  // 45 replicas over three zones at each site: 30 are left at a, and no node comes anywhere while a zone is lost.
  const sites = two.sites.map((site) => ({ ...site, floor: 45, nodesThatCome: 0 }));

  it("leaves what ran elsewhere, then as at once", () => {
    // a carries 0.3 of the peak where 0.6 of it comes, b 0.4 of 0.45.
    expect(feed(platform({ ...two, sites }), "zone:aws-a/a-1")?.capacity).toEqual({ atOnce: 0.7, then: 0.7 });
  });

  it("serves less for as long as it lasts where more is demanded than that carries", () => {
    // 0.6 of the peak: at a 0.36 comes and 0.3 is carried, half of all requests; b serves its 0.4.
    const verdict = feed(platform({ ...two, sites, assumptions: { demandShare: 0.6 } }), "zone:aws-a/a-1");
    expect(verdict).toMatchObject({ state: "degraded", served: 0.9, rtoSeconds: null });
  });
});

describe("what runs out", () => {
  it("keeps out everybody who comes to its site, and no check is taken to see it", () => {
    expect(feed(platform(two), "expiry:entrance-certificate/aws-b")).toMatchObject({
      ...{ state: "degraded", served: 0.6, detectSeconds: null, rtoSeconds: null },
    });
  });

  it("refuses other clouds' pods at the stores, so that uploads are in one cloud only", () => {
    const on = platform({
      sites: [
        { region: "a", share: 50 },
        { provider: "oci", region: "o", share: 50 },
      ],
      authorities: ["aws", "oci"],
    });
    const key = {
      ...{ name: "store-key/oci", what: "the key", urn: "key" },
      stops: { what: "stores" as const, from: ["aws"], to: "oci" },
    };
    const upload = (text: string) => verdicts({ ...on, expiring: [key] }, text).upload;
    expect(upload("expiry:store-key/oci")).toMatchObject({ state: "up", rpoSeconds: 0 });
    // What a accepted in the 100 s is in its own store alone; what o did is in both.
    expect(upload("expiry:store-key/oci+site:aws-a@100")?.rpoSeconds).toBe(100);
    expect(upload("expiry:store-key/oci+site:oci-o@100")?.rpoSeconds).toBe(0);
  });
});

describe("a site that returns after long", () => {
  it("carries half of its floor until its caches are warm, while users come back as DNS does", () => {
    const sites = [
      { region: "a", share: 60 },
      { region: "b", share: 40, floor: 30 },
    ];
    const verdict = feed(platform({ ...two, sites }), "return:aws-b");
    // Lost: 22.8 s, as ever. Back at 21,600 s, answered with from 21,630 s, all of its users by 21,660 s. b carries
    // 0.3 * 0.5 = 0.15 of the peak, of half of the peak 0.3: the last tenth of all users is too many. It begins to come
    // after 30 * 0.3 / 0.4 = 22.5 s, at 21,652.5 s (7.5 s of up to a tenth: 0.375 s), and then it is a tenth until 405 s
    // after that, when more pods serve: 22,057.5 - 21,660 = 397.5 s (39.75 s).
    expect(verdict?.lostSeconds).toBeCloseTo(22.8 + 0.375 + 39.75, 1);
    // 22,057.5 - 21,600.
    expect(verdict?.rtoSeconds).toBeCloseTo(457.5, 1);
  });
});
