/** Cases worked out by hand; the arithmetic stands beside each. */
import { describe, expect, it } from "vitest";
import { fault } from "../../resilience/faults/faults";
import { inTime, scenarioOf, together } from "../../resilience/faults/scenarios";
import { Survey } from "../../resilience/verdict/survey";
import { survivalOn } from "../../resilience/verdict/survival";
import { modelOf, verdictsOf } from "../../resilience/verdict/verdicts";
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
    // 3 probes of 10 s, each 4 s to connect in vain: 42 s. Then the old answers age over 30 s, and 99 % are served again
    // when 1 % of the 40 % is left: 42 + 30 * (1 - 0.01 / 0.4) = 71.25 s.
    expect(verdict?.detectSeconds).toBe(42);
    expect(verdict?.rtoSeconds).toBeCloseTo(71.25, 0);
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
    // In each round a fifth of all requests fails for 47.57 s: service is never back for good.
    expect(verdict?.rtoSeconds).toBeNull();
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

describe("faults that come together", () => {
  const both = [fault("site", "aws-b", "brownout", 0.2), fault("site", "aws-b")];

  it("are played as they are: a site that is lost is left, and one that fails a fifth isn't", () => {
    const alone = verdictsOf(modelOf(platform(two)), together(both)).feed;
    expect(alone).toMatchObject({ state: "up", served: 1 });
  });

  it("are judged by the worst of their parts, as any of them may not happen", () => {
    // 20 % of the 40 %, for as long as it lasts.
    const verdict = feed(two, ...both);
    expect(verdict).toMatchObject({ state: "degraded", served: 0.92, rtoSeconds: null });
    expect(verdict?.because.join(" ")).toContain("Held to what it is without the rest");
  });
});

describe("service that is back", () => {
  it("loses a site's whole share until answers without a time to live have changed", () => {
    const verdict = feed({ ...two, ttl: 0 }, fault("site", "aws-b"));
    // 42 s of checks, and then all at once: 0.4 * 42.
    expect(verdict).toMatchObject({ state: "up", rtoSeconds: 42 });
    expect(verdict?.lostSeconds).toBeCloseTo(16.8, 2);
  });

  it("is held to the share that the objectives name", () => {
    // 90 % are served when a quarter of the 40 % is left: 42 + 30 * (1 - 0.1 / 0.4).
    const survey = new Survey({ ...platform(two), objectives: { ...objectives, minServedShare: 0.9 } });
    expect(survey.verdicts(scenarioOf(fault("site", "aws-b"))).feed?.rtoSeconds).toBeCloseTo(64.5, 1);
  });

  it("is held to what the capacity left can carry where more than that is demanded", () => {
    // a keeps 60 replicas of a peak of 100, all of which is demanded: 60 % while it can't grow, and the floor is 0.6 / 1.
    const on = platform({ ...two, assumptions: { demandShare: 1 } });
    const survey = new Survey({
      ...on,
      objectives: { ...objectives, capacity: { ...objectives.capacity, atOnce: 0.6 } },
    });
    expect(survey.verdicts(scenarioOf(fault("site", "aws-b"))).feed?.rtoSeconds).toBe(0);
  });

  it("isn't while two clouds go down and up by turns, and what is lost counts", () => {
    const twoClouds: Sketch = {
      sites: [
        { region: "a", share: 50 },
        { provider: "oci", region: "b", share: 50 },
      ],
    };
    const both = [fault("site", "aws-a"), fault("site", "oci-b")];
    // For two hours 100 s of both down, 100 s of both up.
    const faults = Array.from({ length: 36 }, (_, n) =>
      both.map((one) => ({ fault: one, start: n * 200, end: n * 200 + 100 })),
    ).flat();
    // Of itself: to hold it to each of its parts there are too many of them.
    const on = modelOf({ ...platform(twoClouds), objectives });
    const verdict = verdictsOf(on, { id: "flap", kind: "custom", title: "flap", faults }).feed;
    // Half of the time nothing answers: 36 * 100 s are lost at least, of 7,100 s until the last end.
    expect(verdict?.lostSeconds).toBeGreaterThanOrEqual(3600);
    expect(verdict?.state).not.toBe("up");
    expect(verdict?.served).toBeLessThan(0.51);
    expect(verdict?.rtoSeconds).toBeNull();
  });
});

const objectives = {
  survive: ["site"],
  maxRtoSeconds: 120,
  maxRpoSeconds: {},
  maxStalenessSeconds: {},
  capacity: { atOnce: 0.5, withinSeconds: 900, then: 1 },
};

describe("objectives", () => {
  const missesAt = (demand: readonly number[], more: object = {}) =>
    survivalOn(
      new Survey({ ...platform({ ...two, peak: 2 }), objectives: { ...objectives, ...more, demand } }),
    ).misses;

  it("are asked at each demand, and the worst is told with its own", () => {
    // 40 % of 0.1 of 2 replicas: too few requests for the edge to see; of 0.5 likewise. A site lost is the same at both.
    const lost = missesAt([0.1, 0.5], { maxLostSeconds: { default: 20 } }).filter(
      ({ objective }) => objective === "lost",
    );
    // b: 22.8 s, by hand above; a has 60 %: 0.6 * 42 + 0.6 * 30 / 2 = 34.2 s.
    expect(lost.map(({ scenario, capability }) => `${scenario} ${capability}`)).toEqual(
      expect.arrayContaining(["site:aws-a feed", "site:aws-b feed"]),
    );
    const b = lost.find(({ scenario, capability }) => scenario === "site:aws-b" && capability === "feed");
    expect(b?.found).toBeCloseTo(22.8, 2);
    expect([0.1, 0.5]).toContain(b?.demand);
  });

  it("hold requests lost to the capability's own bound before the default", () => {
    const lost = missesAt([0.5], { maxLostSeconds: { feed: 100, default: 20 } });
    expect(lost.filter(({ objective, capability }) => objective === "lost" && capability === "feed")).toEqual(
      [],
    );
  });

  it("cover the kinds that they name alone: what else is played is marked", () => {
    const { scenarios } = survivalOn(new Survey({ ...platform(two), objectives }));
    const kinds = new Map(scenarios.map(({ kind, covered }) => [kind, covered]));
    expect([kinds.get("site"), kinds.get("metro"), kinds.get("brownout")]).toEqual([true, false, false]);
  });
});

describe("a brownout in front of the edge", () => {
  it("is seen by no edge, and by the checks only when nearly all of their probes fail", () => {
    // Half of 40 %: 0.8 for as long as it lasts. Three probes in a row fail as seldom as they succeed: half of the
    // checkers call it healthy at any time, more than the 18 % that are enough.
    expect(feed(two, fault("site", "aws-b", "brownout-front", 0.5))).toMatchObject({
      ...{ state: "degraded", served: 0.8, rtoSeconds: null, detectSeconds: null },
    });
    // Of 90 %: up after (1 - 0.9^3) / (0.9^3 * 0.1) = 3.72 probes, down after (1 - 0.1^3) / (0.1^3 * 0.9) = 1110:
    // 3.72 / 1113.7 = 0.3 % of the checkers are healthy, and its users are moved as from a dead site.
    const nearly = feed(two, fault("site", "aws-b", "brownout-front", 0.9));
    expect(nearly).toMatchObject({ state: "up", served: 1, detectSeconds: 42 });
    // 0.9 * 0.4 are lost at first: 42 + 30 * (1 - 0.01 / 0.36).
    expect(nearly?.rtoSeconds).toBeCloseTo(71.2, 1);
  });
});

describe("an authority", () => {
  const twoAuthorities: Sketch = { ...two, authorities: ["aws", "oci"] };

  it("that answers wrongly is believed: its half of the resolvers asks no other", () => {
    const verdict = feed(twoAuthorities, fault("authority-wrong", "oci"));
    expect(verdict).toMatchObject({ state: "degraded", served: 0.5, rtoSeconds: null });
    expect(verdict?.because.join(" ")).toContain("answers wrongly");
  });

  it("that says for a minute that there is no such name is believed for as long as its zone says, by more each time", () => {
    const negative = { ...twoAuthorities, negativeSeconds: 300 };
    const verdict = new Survey(platform(negative)).verdicts(
      inTime([{ fault: fault("authority-wrong", "oci"), start: 0, end: 60 }]),
    ).feed;
    // Each asks anew every 30 s, and half of them come upon it: a half after 30 s, three quarters after 60. Those of the first
    // 30 s forget it from 300 to 330 s, and the others by 360: 0.5 * 30 / 2 + (0.5 + 0.75) * 30 / 2 + 0.75 * 240 +
    // (0.75 + 0.25) * 30 / 2 + 0.25 * 30 / 2.
    expect(verdict?.lostSeconds).toBeCloseTo(7.5 + 18.75 + 180 + 15 + 3.75, 0);
    // It isn't back when the fault ends, and four minutes later no more of it is.
    expect(verdict?.rtoSeconds).toBeNull();
    expect(verdict?.timeline.find(([time, share]) => time > 300 && share === 1)?.[0]).toBeCloseTo(360, 0);
    expect(verdict?.because.join(" ")).toContain("believe it for 300 s");
  });

  it("that has no answer while everything fails is believed for as long as its zone says, when all is well again", () => {
    const none = (negativeSeconds: number) => {
      const plain = platform({ ...two, negativeSeconds });
      return {
        ...plain,
        authorities: plain.authorities.map((own) => ({ ...own, allUnhealthy: "none" as const })),
      };
    };
    const lost = (negativeSeconds: number) =>
      new Survey(none(negativeSeconds)).verdicts(
        inTime(["aws-a", "aws-b"].map((site) => ({ fault: fault("site", site), start: 0, end: 100 }))),
      ).feed?.lostSeconds;
    // Left out after 42 s, back in at 100 + 30 = 130 s, of which resolvers hear over the 30 s after: 130 + 30 / 2.
    expect(lost(30)).toBeCloseTo(145, 0);
    // They fetch what is none as answers age, over 42 to 72 s, and again over 342 to 372 s: 342 + 30 / 2.
    expect(lost(300)).toBeCloseTo(357, 0);
  });
});

describe("a provider whose sites are lost", () => {
  const clouds: Sketch = {
    sites: [
      { region: "a", share: 50 },
      { provider: "oci", region: "b", share: 50 },
    ],
    authorities: ["aws", "oci"],
  };

  it("and whose DNS is blind to it goes on being answered with by that half of the resolvers", () => {
    // Half of the resolvers ask it, and half of those answers lead to what is lost: a quarter.
    expect(feed(clouds, fault("provider-blind", "aws"))).toMatchObject({
      ...{ state: "degraded", served: 0.75, rtoSeconds: null },
    });
  });

  it("is played with its DNS lost and with its DNS well, and is whichever is worse", () => {
    // Both authorities see it after 42 s alike: with both well half of all users move over 30 s, 0.5 * (42 + 15). With
    // its own lost, resolvers ask the other: the same.
    expect(feed(clouds, fault("provider", "aws"))?.lostSeconds).toBeCloseTo(28.5, 2);
    // With a slower one left alive beside it, what asks that is moved later than where everybody asks the other.
    const slow = platform(clouds);
    const later = {
      ...slow,
      capabilities: slow.capabilities.map((capability) => ({
        ...capability,
        answers: capability.answers.map((name, place) =>
          place === 1 && name
            ? {
                ...name,
                answers: name.answers.map((answer) =>
                  answer.check ? { ...answer, check: { ...answer.check, deadSeconds: 92 } } : answer,
                ),
              }
            : name,
        ),
      })),
    };
    // OCI lost with its DNS: all ask Route 53, 0.5 * (42 + 15) = 28.5. With its DNS well: 0.25 * (42 + 15 + 92 + 15) = 41.
    const verdict = new Survey(later).verdicts(scenarioOf(fault("provider", "oci"))).feed;
    expect(verdict?.lostSeconds).toBeCloseTo(41, 1);
    expect(verdict?.because.join(" ")).toContain("its DNS lives on");
  });
});

describe("more than a site can answer", () => {
  /** Half of the users at each; b is lost while the whole peak is asked for, half of which a carries. */
  const halves = (placesPerServer: number, assumptions: Sketch["assumptions"] = {}): Sketch => {
    const limits = { placesPerServer, queueSeconds: 5, answerSeconds: 5 };
    return {
      sites: [
        { region: "a", share: 50, floor: 50 },
        { region: "b", share: 50, floor: 50 },
      ],
      limits: { keepAliveSeconds: 0, byCapability: { feed: limits, upload: limits } },
      assumptions: { demandShare: 1, ...assumptions },
    };
  };
  const lost = fault("site", "aws-b");
  const servedAt = (verdict: ReturnType<typeof feed>, time: number) =>
    verdict?.timeline.findLast(([seconds]) => seconds <= time)?.[1];

  it("is shed where a full pod answers all that it has before the time-out: what it carries is served", () => {
    // 50 or, once grown, 100 edges with a place each: 100 requests at a pod that answers 50 a second: 2 s of 5.
    const verdict = feed(halves(1), lost);
    expect(servedAt(verdict, 200)).toBe(0.5);
    // Too much from the first answer that moves, at 42 s: 42 + 45 + 300 + 60 = 447 s until pods have come for all.
    expect(verdict).toMatchObject({ state: "up", served: 1, rtoSeconds: 447 });
  });

  it("is served to nobody where it doesn't, and the survivor turns itself red", () => {
    // 5 places at each of 50 edges: 250 requests, 5 s, and 5 s is when each is given up.
    const verdict = feed(halves(5), lost);
    expect(servedAt(verdict, 60)).toBe(0);
    expect(verdict).toMatchObject({ state: "down", served: 0, rtoSeconds: null });
    expect(verdict?.because.join(" ")).toContain("aws-a has more than it can answer");
    expect(verdict?.because.join(" ")).toContain("its own health turns red");
    // Red after 42 + 5 until the first is given up + 8.04 of a window, and left out after 30 s of checks: at 85.04 s. With
    // all red, DNS answers with all: half of the users are sent to the dead site again, 30 s later.
    const back = verdict?.flows[1]?.arriving.find(([time, share]) => time > 90 && share === 0.5);
    expect(back?.[0]).toBeCloseTo(42 + 5 + 8.04 + 30 + 30, 0);
  });

  it("goes on, as users try again, after it has become no more than the site can carry", () => {
    // Sent half of the peak again, a carries that; with two more tries each it is asked for 1.5 of it.
    expect(servedAt(feed(halves(5), lost), 300)).toBe(0);
    const patient = feed(halves(5, { clientRetries: 0 }), lost);
    expect(servedAt(patient, 300)).toBe(0.5);
  });

  it("is missed by the objective for the whole peak, and by none where it is shed", () => {
    const missed = (placesPerServer: number) =>
      survivalOn(
        new Survey({ ...platform(halves(placesPerServer, { demandShare: 0.5 })), objectives }),
      ).misses.filter(({ scenario, capability }) => scenario === "site:aws-b" && capability === "feed");
    // 0.5 of 1 is to be left at once, and all within 900 s.
    expect(missed(1)).toEqual([]);
    expect(missed(5).map(({ objective, demand, found }) => [objective, demand, found])).toEqual([
      ["capacity.atOnce", 1, 0],
      ["capacity.within", 1, null],
    ]);
  });
});

describe("users who are connected", () => {
  /** Half of all pauses are longer than the edge keeps a connection, one in 10 s: a twentieth ends in a second. */
  const keepAliveSeconds = 10 * Math.log(2);
  const places = { placesPerServer: 0.5, queueSeconds: 5, answerSeconds: 5 };
  const kept: Sketch = {
    ...two,
    ttl: 0,
    limits: { keepAliveSeconds, byCapability: { feed: places, upload: places } },
    assumptions: { requestSpacingSeconds: 10, sessionSeconds: 1e9, horizonSeconds: 300 },
  };

  it("stay at a site that browns out when answers move, until their connections end", () => {
    // Seen after 17.57 s, left out after 30 more; half of 40 % fails: 0.2 * 47.57 = 9.51 s. Then half of them is still
    // connected, for 20 s on average: 0.2 * 0.5 * 20 = 2 s more.
    const exact = 0.2 * 47.574 + 2;
    const found = feed(kept, fault("site", "aws-b", "brownout", 0.5))?.lostSeconds ?? 0;
    // Straight lines lie above what decays.
    expect(found).toBeGreaterThan(exact);
    expect(found).toBeLessThan(exact + 0.1);
    const { limits: _, ...notKept } = kept;
    expect(feed(notKept, fault("site", "aws-b", "brownout", 0.5))?.lostSeconds).toBeCloseTo(9.515, 2);
  });

  it("are as they are without looking again where none of them keeps a connection", () => {
    const again = { ...two, assumptions: { clientsLookAgain: true } };
    expect(feed(again, fault("site", "aws-b"))).toEqual(feed(two, fault("site", "aws-b")));
  });

  it("are led to the living by chance where they look again, and stay there, until checks have moved all", () => {
    const again = (assumptions: Sketch["assumptions"]) => ({
      ...kept,
      ttl: 30,
      limits: { keepAliveSeconds: 600, byCapability: { feed: places, upload: places } },
      assumptions: { ...kept.assumptions, ...assumptions },
    });
    const found = feed(again({ clientsLookAgain: true }), fault("site", "aws-b"));
    // 40 % are connected to the dead, and each learns of it by its first request, one in 10 s: 0.4 * 10 = 4 s of all traffic.
    // Then 0.4 of their resolvers lead there again, until 72 s at the latest, and they ask once more within 10 s.
    const { lostSeconds = 0, rtoSeconds } = found ?? {};
    expect(lostSeconds).toBeGreaterThan(4);
    expect(lostSeconds).toBeLessThan(4 + 0.4 * 0.4 * (72 + 10));
    expect(rtoSeconds).toBeLessThan(71.25);
    // Whom answers alone move, as above.
    expect(feed(again({}), fault("site", "aws-b"))?.lostSeconds).toBeCloseTo(22.8, 2);
  });

  it("leave a site that is dead at once: it keeps nobody", () => {
    // 42 s of checks: 0.4 * 42.
    expect(feed(kept, fault("site", "aws-b"))?.lostSeconds).toBeCloseTo(16.8, 2);
  });
});
