/** Faults: what is generated, and what the command line takes. */
import { describe, expect, it } from "vitest";
import {
  FaultError,
  faultTitle,
  objectiveKind,
  parseFault,
  parseTimedFaults,
  singleFaults,
} from "../../../resilience/faults/faults";
import { inTime, timedId } from "../../../resilience/faults/scenarios";
import { platform } from "../synthetic";

const on = platform({
  sites: [
    { provider: "aws", region: "a", metro: "Northern Virginia", share: 50, zones: 2 },
    { provider: "oci", region: "o", share: 50, zones: 1 },
  ],
  authorities: ["aws", "oci"],
});
const says = (text: string): string => {
  try {
    parseFault(text, on);
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
  throw new Error(`${text} is taken`);
};

describe("generated faults", () => {
  const ids = singleFaults(on).map(({ id }) => id);

  it("are each of the platform's parts, once", () => {
    expect(ids.filter((id) => !/:(brownout|slow)/.test(id))).toEqual([
      "zone:aws-a/a-1",
      "zone:aws-a/a-2",
      "zone:oci-o/o-1",
      "site:aws-a",
      "site:oci-o",
      "metro:northern-virginia",
      "metro:o",
      "provider:aws",
      "provider:oci",
      "provider-blind:aws",
      "provider-blind:oci",
      "dns-authority:aws",
      "dns-authority:oci",
      "authority-wrong:aws",
      "authority-wrong:oci",
      "health-checks:aws",
      "health-checks:oci",
      "control-plane:aws",
      "control-plane:oci",
      "registry:aws-a",
      "registry:oci-o",
      "link:aws-oci",
      "link:aws-a/oci-o",
      "link:aws-to-oci",
      "link:oci-to-aws",
      "workload:aws-a/edge",
      "workload:aws-a/feed",
      "workload:aws-a/upload",
      "workload:oci-o/edge",
      "workload:oci-o/feed",
      "workload:oci-o/upload",
      "media-store:aws-a",
      "media-store:oci-o",
      "bad-change:aws-a/edge",
      "bad-change:aws-a/feed",
      "bad-change:aws-a/upload",
      "bad-change:everywhere/edge",
      "bad-change:everywhere/feed",
      "bad-change:everywhere/upload",
      "bad-change:oci-o/edge",
      "bad-change:oci-o/feed",
      "bad-change:oci-o/upload",
      "expiry:entrance-certificate/aws-a",
      "expiry:entrance-certificate/oci-o",
      "flapping:aws-a",
      "flapping:oci-o",
      "flapping:aws",
      "flapping:oci",
      "flapping:together",
      "flapping:by-turns",
      "return:aws-a",
      "return:oci-o",
    ]);
  });

  it("have brownouts behind and in front of the edge, and slowness, of each site, metro and provider", () => {
    const shares = [0.1, 0.25, 0.5, 0.75, 0.9];
    for (const of of [
      "site:aws-a",
      "site:oci-o",
      "metro:northern-virginia",
      "metro:o",
      "provider:aws",
      "provider:oci",
    ]) {
      for (const mode of ["brownout", "brownout-front", "slow"]) {
        expect(ids.filter((id) => id.startsWith(`${of}:${mode}:`))).toEqual(
          shares.map((share) => `${of}:${mode}:${share}`),
        );
      }
    }
    expect(ids.filter((id) => /:(brownout|slow)/.test(id))).toHaveLength(6 * 3 * 5);
  });

  it("are read back from their ids", () => {
    for (const fault of singleFaults(on)) expect(parseFault(fault.id, on)).toEqual(fault);
  });
});

describe("a fault on the command line", () => {
  it("may name a metro as people write it", () => {
    expect(parseFault("metro:Northern Virginia", on).id).toBe("metro:northern-virginia");
  });

  it("says which kinds there are", () => {
    expect(says("region:a")).toContain('its kind is "region"; wanted one of zone, site, metro');
  });

  it("says what this platform has", () => {
    expect(says("site:aws-b")).toContain("wanted one of aws-a, oci-o");
    expect(says("queue:aws-a")).toContain("another kind, as it has no queue at all");
  });

  it.each([
    [
      "site:aws-a:broken",
      'its mode is "broken"; wanted hard or brownout or brownout-front or slow or control for a site',
    ],
    ["link:aws-oci:brownout:0.5", 'its mode is "brownout"; wanted hard for a link'],
    ["site:aws-a:brownout", 'its share is ""; wanted the share of requests that fail, over 0 and up to 1'],
    ["site:aws-a:brownout:50", 'its share is "50"'],
    ["site:aws-a:hard:0.5", "wanted a share for a brownout only, or for slow"],
    ["flapping:aws-a:5", 'a round takes "5"; wanted seconds from one loss to the next, 10 to 86400'],
    ["flapping:aws-a:hard", 'a round takes "hard"; wanted seconds'],
    ["site:aws-a:brownout:0.5:1", "too many parts"],
  ])("%s is refused", (text, wanted) => {
    expect(says(text)).toContain(wanted);
  });

  it("has a title for people", () => {
    expect(faultTitle(parseFault("site:aws-a:brownout:0.5", on))).toBe(
      "Brownout of site aws-a (50 % of requests fail)",
    );
    expect(faultTitle(parseFault("dns-authority:oci", on))).toBe("Loss of DNS authority OCI DNS");
  });
});

describe("faults at their times on the command line", () => {
  const read = (text: string) => parseTimedFaults(text, on);

  it("begin and end in seconds, and are joined by a plus", () => {
    expect(read("link:aws-oci@0-72000+provider:aws@72060+site:oci-o:brownout:0.5")).toMatchObject([
      { fault: { id: "link:aws-oci" }, start: 0, end: 72_000 },
      { fault: { id: "provider:aws" }, start: 72_060 },
      { fault: { id: "site:oci-o:brownout:0.5" }, start: 0 },
    ]);
  });

  it("are read back from the id of their scenario", () => {
    const scenario = inTime(read("site:oci-o@60-120+site:aws-a"));
    expect(scenario.id).toBe("site:aws-a+site:oci-o@60-120");
    expect(read(scenario.id).map(timedId).join("+")).toBe(scenario.id);
  });

  it.each([
    ["site:aws-a@", 'its times are ""; wanted @START or @START-END, in seconds'],
    ["site:aws-a@5-5", "it ends at 5; wanted an end after its start at 5"],
    ["site:aws-a@-5", 'its times are "-5"'],
  ])("%s is refused", (text, wanted) => {
    expect(() => read(text)).toThrow(wanted);
  });
});

describe("the kind under which objectives count a fault", () => {
  it.each([
    ["site:aws-a:brownout:0.5", "brownout"],
    ["site:aws-a:brownout-front:0.5", "brownout-front"],
    ["site:aws-a:slow:0.5", "slow"],
    ["site:aws-a:control", "control-plane"],
    ["link:aws-to-oci", "link"],
    ["flapping:aws-a:60", "flapping"],
    ["bad-change:everywhere/feed", "bad-change"],
  ])("of %s is %s", (text, kind) => {
    expect(objectiveKind(parseFault(text, on))).toBe(kind);
  });
});
