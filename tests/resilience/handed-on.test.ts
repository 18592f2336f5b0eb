/** Sites that hand requests on to each other, worked out by hand. */
import { describe, expect, it } from "vitest";
import { fault } from "../../resilience/faults/faults";
import { inTime, together } from "../../resilience/faults/scenarios";
import { Survey } from "../../resilience/verdict/survey";
import { canary, platform, type Sketch } from "./synthetic";

/** 60 % of the users at a, 40 % at b: each could carry nine tenths of the peak, and half of it is asked for. */
const two: Sketch = {
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
  forwarding: {},
};
const played = (sketch: Sketch, ...faults: Parameters<typeof together>[0]) =>
  new Survey(platform(sketch)).verdicts(together(faults));
const feed = (sketch: Sketch, ...faults: Parameters<typeof together>[0]) => played(sketch, ...faults).feed;

describe("a brownout behind an edge that lives", () => {
  it("is over once eight requests have failed at each pod of the edge", () => {
    const verdict = feed({ ...two, forwarding: { canary } }, fault("site", "aws-b", "brownout", 0.9));
    // 2500 * 0.4 / 90 = 11.1 requests a second at a pod, of which 10 fail: eight of twenty in a window of two seconds,
    // 4 * (1 - sqrt(0.6)) = 0.9 s. Until then 36 % of all requests fail; from then on a takes what is asked of it.
    expect(verdict).toMatchObject({ state: "up", rtoSeconds: 0.9, detectSeconds: 0.9 });
    expect(verdict?.lostSeconds).toBeCloseTo(0.36 * 0.9016, 2);
    // Its canary hardly ever passes twelve times in a row, so that it is known when users come back.
    expect(verdict?.timeline.at(-1)).toEqual([86_400, 1]);
  });

  it("costs a little each time users come back, where nothing has kept it known", () => {
    // 300 s after the last sign health is green again. Users come back over 30 s, and are noticed when eight of them have
    // failed at a pod: after the root of 2 * 8 * 30 / 10, 6.93 s. Then 40 % * 6.93 / 30 of all come to b.
    const { timeline } = feed(two, fault("site", "aws-b", "brownout", 0.9)) ?? {};
    const least = Math.min(
      ...(timeline ?? []).filter(([at]) => at > 60 && at < 500).map(([, served]) => served),
    );
    expect(least).toBeCloseTo(1 - 0.4 * 0.9 * (6.928 / 30), 3);
  });

  it("of a tenth is handed on for most of the time", () => {
    // Seen after 17.57 s, and handed on for 75.9 % of the time (hands-from.test.ts): a tenth fails of what isn't.
    const verdict = feed(two, fault("site", "aws-b", "brownout", 0.1));
    expect(verdict).toMatchObject({ state: "up", rtoSeconds: 17.6 });
    expect(verdict?.served).toBeCloseTo(1 - 0.4 * 0.1 * 0.2415, 3);
  });

  it("is what it was where nobody is told to take it", () => {
    const without = { sites: two.sites };
    const brownout = fault("site", "aws-b", "brownout", 0.9);
    const shut = feed({ ...two, forwarding: { takes: false } }, brownout);
    expect(shut?.timeline).toEqual(feed(without, brownout)?.timeline);
    expect(shut?.because).toContain("aws-b has no peer left that takes its requests: it hands nothing on.");
  });

  it("is what it was where the only peer is lost, or can't be reached", () => {
    const other: Sketch = {
      sites: [
        { region: "a", share: 60 },
        { provider: "oci", region: "b", share: 40 },
      ],
      checked: false,
    };
    const brownout = fault("site", "oci-b", "brownout", 0.9);
    for (const more of [fault("site", "aws-a"), fault("link", "oci-b-to-aws-a"), fault("link", "aws-oci")]) {
      const served = (sketch: Sketch) => feed(sketch, brownout, more)?.served;
      expect(served({ ...other, forwarding: {} })).toBe(served(other));
    }
    // The way back is open: what a would open isn't needed.
    expect(feed({ ...other, forwarding: {} }, brownout, fault("link", "aws-a-to-oci-b"))?.served).toBe(1);
  });

  it("of both sites is handed to nobody", () => {
    const both = [fault("site", "aws-a", "brownout", 0.5), fault("site", "aws-b", "brownout", 0.5)];
    expect(feed({ ...two, checked: false }, ...both)?.served).toBe(0.5);
  });

  it("fills a peer to what its own users leave, and the rest is served at home", () => {
    // a runs 80 of 100 replicas, takes requests up to 64 of them and has 30 for its own: room for 34 of the 40 % * 50 = 20.
    // Of a third of that, 0.8 * 45 - 30 = 6: with nothing tried at home 14 stay, of which nine tenths fail.
    const tight = (floor: number): Sketch => ({
      sites: [
        { region: "a", share: 60, floor, nodesThatCome: 0 },
        { region: "b", share: 40 },
      ],
      checked: false,
      forwarding: { canary },
      assumptions: { idempotentShare: 0 },
    });
    const brownout = fault("site", "aws-b", "brownout", 0.9);
    expect(feed(tight(80), brownout)?.served).toBe(1);
    expect(feed(tight(45), brownout)?.served).toBeCloseTo(1 - (14 * 0.9) / 50, 4);
  });
});

describe("what else is handed on", () => {
  it("is what hangs, before the first is given up", () => {
    const verdict = feed({ ...two, forwarding: { canary } }, fault("site", "aws-b", "slow", 0.5));
    // 5.56 a second hang at a pod: eight of them after 1.44 s, and half a second of it.
    expect(verdict?.rtoSeconds).toBe(1.9);
    expect(verdict?.served).toBe(1);
  });

  it("is what a site has no pods for, from when its edge's checks have seen it", () => {
    // Three checks of two seconds that hang for two: 12 s.
    const verdict = feed(two, fault("workload", "aws-b/feed"));
    expect(verdict).toMatchObject({ state: "up", rtoSeconds: 12 });
    expect(verdict?.lostSeconds).toBeCloseTo(0.4 * 12, 3);
  });

  it("is what needs a store that is lost: its pods say so", () => {
    const { upload } = played(two, fault("media-store", "aws-b"));
    // 11.1 of 11.1 a second fail: eight of 22.2 in a window. 4 * (1 - sqrt(0.64)) = 0.8 s.
    expect(upload).toMatchObject({ state: "up", rtoSeconds: 0.8 });
  });

  it("is what there is no room for, and that is no failure", () => {
    // b runs 15 of the 100 replicas and is asked for 20 of 50; a takes the five at once.
    const small: Sketch = {
      sites: [
        { region: "a", share: 60 },
        { region: "b", share: 40, floor: 15, nodesThatCome: 0 },
      ],
      forwarding: {},
    };
    const calm = (sketch: Sketch) => new Survey(platform(sketch)).verdicts(together([])).feed;
    expect(calm(small)).toMatchObject({ served: 1, lostSeconds: 0 });
  });

  it("isn't what a dead site would have been asked", () => {
    const dead = fault("site", "aws-b");
    expect(feed(two, dead)).toEqual(feed({ sites: two.sites }, dead));
  });

  it("isn't what fails before the edge", () => {
    const front = fault("site", "aws-b", "brownout-front", 0.5);
    expect(feed(two, front)?.timeline).toEqual(feed({ sites: two.sites }, front)?.timeline);
  });
});

describe("small demand", () => {
  it("is handed on from the eighth failure on, however long that takes", () => {
    // A twentieth of the traffic: 0.56 a second at a pod, 0.5 fail. Eight of fifteen in half a minute:
    // 60 * (1 - sqrt(1 - 8 / 15)) = 19 s.
    const brownout = fault("site", "aws-b", "brownout", 0.9);
    expect(feed({ ...two, peak: 5 }, brownout)?.detectSeconds).toBeCloseTo(19, 0);
    // A hundredth: 3 in half a minute, and eight together by chance in one window of 84.
    expect(feed({ ...two, peak: 1 }, brownout)?.detectSeconds).toBeGreaterThan(600);
  });
});

describe("a brownout that goes on while something else begins", () => {
  it("is known already", () => {
    const verdict = new Survey(platform({ ...two, checked: false, forwarding: { canary } })).verdicts(
      inTime([
        { fault: fault("site", "aws-b", "brownout", 0.9), start: 0 },
        { fault: fault("media-store", "aws-a"), start: 5000, end: 6000 },
      ]),
    ).feed;
    const later = (verdict?.timeline ?? []).filter(([at]) => at > 10).map(([, served]) => served);
    expect(Math.min(...later)).toBe(1);
  });
});
