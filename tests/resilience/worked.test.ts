/** Cases worked out by hand; the arithmetic stands beside each. */
import { describe, expect, it } from "vitest";
import { fault } from "../../resilience/faults/faults";
import { scenarioOf, together } from "../../resilience/faults/scenarios";
import { Survey } from "../../resilience/verdict/survival";
import { platform, type Sketch } from "./synthetic";

/** 60 % of the users at a, 40 % at b; one authority, 3 checks every 10 s, answers live 30 s. */
const two: Sketch = {
  sites: [
    { region: "a", share: 60 },
    { region: "b", share: 40 },
  ],
};
const feed = (sketch: Sketch, ...faults: Parameters<typeof together>[0]) =>
  new Survey(platform(sketch)).verdicts(together(faults)).feed;

describe("a site that answers nothing", () => {
  it("costs its share until the checks have failed and the answers have aged", () => {
    const verdict = feed(two, fault("site", "aws-b"));
    // 3 probes of 10 s, each 4 s to connect in vain: 42 s. Then 30 s in which the old answers age: 72 s.
    expect(verdict?.detectSeconds).toBe(42);
    expect(verdict?.rtoSeconds).toBe(72);
    // 40 % for 42 s, and then falling to nothing over 30 s: 0.4 * 42 + 0.4 * 30 / 2 = 22.8 s of all traffic.
    expect(verdict?.lostSeconds).toBeCloseTo(22.8, 2);
    // Half of a peak of 100 replicas with 50 requests a second each: 2500 a second.
    expect(verdict?.requestsLost).toBe(57_000);
    // The first minute: 0.4 for 42 s, then 0.4 to 0.16 over 18 s: (16.8 + 5.04) / 60 are lost.
    expect(verdict?.worstMinute).toBeCloseTo(1 - 21.84 / 60, 3);
    expect(verdict?.state).toBe("up");
  });

  it("takes its users along for good where its answers have no check", () => {
    const verdict = feed({ ...two, checked: false }, fault("site", "aws-b"));
    expect(verdict).toMatchObject({ state: "degraded", served: 0.6, rtoSeconds: null, detectSeconds: null });
  });

  it("is carried by what is left, at once by what runs and then by what may run", () => {
    // b runs 50 of the 100 replicas that carry the peak, and may run 100.
    const sketch = {
      sites: [
        { region: "a", share: 60 },
        { region: "b", share: 40, floor: 50 },
      ],
    };
    expect(feed(sketch, fault("site", "aws-a"))?.capacity).toEqual({ atOnce: 0.5, then: 1 });
  });

  it("takes longer while the others must first grow", () => {
    // 50 % of the peak is asked for, a runs a quarter: until 45 + 300 + 60 = 405 s after it was too much, half is served.
    const sketch = {
      sites: [
        { region: "a", share: 60, floor: 25 },
        { region: "b", share: 40 },
      ],
    };
    const verdict = feed(sketch, fault("site", "aws-b"));
    // Before the fault a had 0.5 * 0.6 = 0.3 of the peak, so 30 replicas. It has 0.36 from when 0.2 / 0.4 more has come:
    // too much from the first answer that moves, at 42 s. 42 + 405 = 447 s.
    expect(verdict?.rtoSeconds).toBe(447);
    expect(verdict?.state).toBe("up");
  });
});

describe("a brownout", () => {
  it("of 50 % is seen in live traffic, and comes back each time the edge forgets it", () => {
    const verdict = feed(two, fault("site", "aws-b", "brownout", 0.5));
    // 25 % of a window that fails is half of what fails: 2 * 30 * (1 - sqrt(1 - 0.5)) = 17.57 s.
    expect(verdict?.detectSeconds).toBeCloseTo(17.6, 1);
    // A round: 17.57 s, 30 s of red checks, 30 s to live, held for 300 s, 30 s of green checks: 407.57 s. In it b is
    // answered with for 47.57 s, and half of 40 % fails: 1 - 0.4 * 0.5 * 47.57 / 407.57.
    expect(verdict?.served).toBeCloseTo(0.9767, 4);
    expect(verdict?.state).toBe("degraded");
    // First: 0.2 for 47.57 s, then falling; it is at 0.9767 when 1 - 0.0233 / 0.2 of the 30 s are over: 47.57 + 26.5.
    expect(verdict?.rtoSeconds).toBeCloseTo(74.1, 1);
  });

  it("of 90 % is seen sooner", () => {
    const verdict = feed(two, fault("site", "aws-b", "brownout", 0.9));
    // Window: 60 * (1 - sqrt(1 - 0.25 / 0.9)) = 9.01 s. Marked down sooner? (1 - 0.9^10) / (0.9^10 * 0.1) = 18.7
    // requests to each of 90 servers, at 2500 * 0.4 / 90 a second through a pod: 151 s. No.
    expect(verdict?.detectSeconds).toBeCloseTo(9, 1);
    expect(verdict?.state).toBe("degraded");
  });

  it("too mild for anything to notice goes on for as long as it lasts", () => {
    // 20 % of b's requests fail: under the 25 % of a window, and ten in a row are one in ten million.
    const verdict = feed(two, fault("site", "aws-b", "brownout", 0.2));
    expect(verdict).toMatchObject({ state: "degraded", served: 0.92, detectSeconds: null, rtoSeconds: null });
    expect(verdict?.because.join(" ")).toContain("Nothing notices");
  });

  it("is not seen where hardly anybody comes", () => {
    // 0.5 * 2 replicas * 50 * 0.4 = 20 requests a second, over 90 pods: 7 in a window, of the 200 that are wanted.
    const verdict = feed({ ...two, peak: 2 }, fault("site", "aws-b", "brownout", 0.5));
    expect(verdict?.detectSeconds).toBeNull();
  });
});

describe("DNS", () => {
  it("loses nothing with one authority of two", () => {
    const verdict = feed({ ...two, authorities: ["aws", "oci"] }, fault("dns-authority", "aws"));
    expect(verdict).toMatchObject({ state: "up", rtoSeconds: 0, lostSeconds: 0 });
  });

  it("loses everybody with its only authority, as fast as answers age", () => {
    const survey = new Survey(platform(two));
    const verdict = survey.verdicts(scenarioOf(fault("dns-authority", "aws"))).feed;
    expect(verdict).toMatchObject({ state: "down", served: 0, rtoSeconds: null });
    // 30 s to live: nothing at 30, half of it lost until then, all of the 86,400 s after.
    expect(verdict?.timeline.slice(0, 2)).toEqual([
      [0, 1],
      [30, 0],
    ]);
    expect(verdict?.lostSeconds).toBeCloseTo(86_400 - 15, 1);
  });

  it("fails open without its health checks: nothing is lost until something fails, and then for good", () => {
    expect(feed(two, fault("health-checks", "aws"))).toMatchObject({ state: "up", rtoSeconds: 0 });
    const both = feed(two, fault("health-checks", "aws"), fault("site", "aws-b"));
    expect(both).toMatchObject({ state: "degraded", served: 0.6, rtoSeconds: null });
  });

  it("answers with every address when all are red", () => {
    const verdict = feed(
      two,
      fault("site", "aws-a", "brownout", 0.4),
      fault("site", "aws-b", "brownout", 0.4),
    );
    expect(verdict?.served).toBeCloseTo(0.6, 6);
  });
});

describe("a provider that is lost while a zone of the other is", () => {
  const sketch: Sketch = {
    sites: [
      { provider: "oci", region: "o", share: 50, floor: 60 },
      { provider: "aws", region: "w", share: 50, floor: 60 },
    ],
    authorities: ["aws", "oci"],
  };

  it("leaves two thirds of one site, until the lost pods have started elsewhere", () => {
    const verdict = feed(sketch, fault("provider", "oci"), fault("zone", "aws-w/w-1"));
    // 40 of 100 replicas are left, 50 are asked for: 0.8 are served until 50 + 10 + 300 + 60 = 420 s, then all.
    expect(verdict?.capacity.atOnce).toBe(0.4);
    expect(verdict?.timeline.some(([time, share]) => time >= 72 && time <= 420 && share === 0.8)).toBe(true);
    expect(verdict?.rtoSeconds).toBe(420);
    expect(verdict?.state).toBe("up");
  });

  /** The site that is left asks for nodes where the cloud of EKS does. */
  const asking = (nodesWithoutZone: "once-left" | "never"): Sketch => ({
    ...sketch,
    sites: sketch.sites.map((site) => ({ ...site, nodesWithoutZone })),
  });

  it("takes longer where nodes are asked for elsewhere only once the cloud has left the zone", () => {
    const verdict = feed(asking("once-left"), fault("provider", "oci"), fault("zone", "aws-w/w-1"));
    // The zone is left after 300 s, later than pods are evicted after 50 + 10: 300 + 300 + 60 = 660 s.
    expect(verdict?.rtoSeconds).toBe(660);
    expect(verdict?.capacity).toEqual({ atOnce: 0.4, then: 1 });
  });

  it("counts no new node where that is too late for the objectives", () => {
    const late = { ...asking("once-left"), assumptions: { zoneLeftSeconds: 600 } };
    // 600 + 300 + 60 = 960 s; without objectives capacity is judged after 900 s.
    const verdict = feed(late, fault("provider", "oci"), fault("zone", "aws-w/w-1"));
    expect(verdict).toMatchObject({ rtoSeconds: 960, capacity: { atOnce: 0.4, then: 0.4 } });
  });

  it("stays so where nodes are asked for in the lost zone", () => {
    const verdict = feed(asking("never"), fault("provider", "oci"), fault("zone", "aws-w/w-1"));
    expect(verdict).toMatchObject({ state: "degraded", served: 0.8, capacity: { atOnce: 0.4, then: 0.4 } });
  });

  it("stays so where the control plane can't start any", () => {
    const verdict = feed(
      sketch,
      fault("provider", "oci"),
      fault("zone", "aws-w/w-1"),
      fault("control-plane", "aws"),
    );
    expect(verdict).toMatchObject({ state: "degraded", served: 0.8, capacity: { atOnce: 0.4, then: 0.4 } });
  });
});

describe("data", () => {
  it("is lost for good with its only store", () => {
    const survey = new Survey(platform(two));
    expect(survey.verdicts(scenarioOf(fault("media-store", "aws-b"))).upload?.rpoSeconds).toBeNull();
  });

  it("is lost by as much as its best copy is late", () => {
    const survey = new Survey(platform({ ...two, copySeconds: 900 }));
    expect(survey.verdicts(scenarioOf(fault("media-store", "aws-b"))).upload?.rpoSeconds).toBe(900);
  });

  it("is not lost where each upload is in a store of the other provider before it is acknowledged", () => {
    const sites = [
      { region: "a", share: 50 },
      { provider: "oci", region: "o", share: 50 },
    ];
    const survey = new Survey(platform({ sites, authorities: ["aws", "oci"] }));
    expect(survey.verdicts(scenarioOf(fault("provider", "oci"))).upload?.rpoSeconds).toBe(0);
  });
});

describe("a capability that hangs on another", () => {
  /** `feed` needs, or prefers, `upload`; and the other way round too in a circle. No check moves anybody. */
  function hanging(how: "needs" | "prefers", circle = false) {
    const made = platform({ ...two, checked: false });
    const capabilities = made.capabilities.map((capability) => {
      const other = capability.name === "feed" ? "upload" : "feed";
      if (capability.name !== "feed" && !circle) return capability;
      const dependency = `capability/${other}` as const;
      return { ...capability, [how]: [...capability[how], dependency] };
    });
    return new Survey({ ...made, capabilities });
  }
  const upload = scenarioOf(fault("workload", "aws-a/upload"));

  it("fails where what it needs fails", () => {
    // 60 % of the users are at a, stay there, and get nothing; less than half is down.
    expect(hanging("needs").verdicts(upload).feed).toMatchObject({ state: "down", served: 0.4 });
  });

  it("is degraded, and serves everybody, without what it prefers", () => {
    const { feed: verdict } = hanging("prefers").verdicts(upload);
    expect(verdict).toMatchObject({ state: "degraded", served: 1 });
    expect(verdict?.because.join(" ")).toContain("capability/upload");
  });

  it("is judged also where both hang on each other", () => {
    const { feed: one, upload: other } = hanging("needs", true).verdicts(upload);
    expect([one?.served, other?.served]).toEqual([0.4, 0.4]);
  });
});
