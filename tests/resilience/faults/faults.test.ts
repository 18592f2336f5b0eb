/** Faults: what is generated, and what the command line takes. */
import { describe, expect, it } from "vitest";
import { FaultError, faultTitle, parseFault, singleFaults } from "../../../resilience/faults/faults";
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
    expect(ids.filter((id) => !id.includes(":brownout"))).toEqual([
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
      "workload:aws-a/edge",
      "workload:aws-a/feed",
      "workload:aws-a/upload",
      "workload:oci-o/edge",
      "workload:oci-o/feed",
      "workload:oci-o/upload",
      "media-store:aws-a",
      "media-store:oci-o",
    ]);
  });

  it("have brownouts behind and in front of the edge of each site, metro and provider, from mild to nearly all", () => {
    const shares = [0.1, 0.25, 0.5, 0.75, 0.9];
    for (const of of [
      "site:aws-a",
      "site:oci-o",
      "metro:northern-virginia",
      "metro:o",
      "provider:aws",
      "provider:oci",
    ]) {
      for (const mode of ["brownout", "brownout-front"]) {
        expect(ids.filter((id) => id.startsWith(`${of}:${mode}:`))).toEqual(
          shares.map((share) => `${of}:${mode}:${share}`),
        );
      }
    }
    expect(ids.filter((id) => id.includes(":brownout"))).toHaveLength(6 * 2 * 5);
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
      "site:aws-a:slow",
      'its mode is "slow"; wanted hard or brownout or brownout-front or control for a site',
    ],
    ["link:aws-oci:brownout:0.5", 'its mode is "brownout"; wanted hard for a link'],
    ["site:aws-a:brownout", 'its share is ""; wanted the share of requests that fail, over 0 and up to 1'],
    ["site:aws-a:brownout:50", 'its share is "50"'],
    ["site:aws-a:hard:0.5", "wanted a share for a brownout only"],
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
