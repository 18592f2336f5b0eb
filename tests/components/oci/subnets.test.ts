import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contains, overlaps, parseCidr } from "../../../components/cidr";
import { dnsLabel } from "../../../components/oci/names";
import { clusterCidrs, parts, planSubnets, usableAddresses } from "../../../components/oci/subnets";
import { regionsOf } from "../../../graph/clouds/regions";

const siteCidr = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 15 }), fc.integer({ min: 16, max: 20 }))
  .map(
    ([second, block, prefix]) =>
      `10.${second}.${prefix === 16 ? 0 : (block << 4) & (256 - 2 ** (24 - prefix))}.0/${prefix}`,
  );

describe("the subnets of a site", () => {
  it("lie in its network without overlapping, one for each part", () => {
    fc.assert(
      fc.property(siteCidr, (cidr) => {
        const plan = planSubnets(cidr);
        const all = parts.map((part) => plan[part]);
        for (const [i, subnet] of all.entries()) {
          expect(contains(cidr, subnet)).toBe(true);
          expect(all.slice(i + 1).filter((other) => overlaps(subnet, other))).toEqual([]);
        }
      }),
    );
  });

  it("are as large as OCI and OKE ask for in the smallest site that is allowed", () => {
    const plan = planSubnets("10.0.0.0/20");
    expect(parseCidr(plan.endpoint).prefix).toBe(28);
    // Half of 4,096 addresses, of which OCI keeps three.
    expect(usableAddresses(plan.pods)).toBe(2045);
  });
});

describe("the networks inside the cluster", () => {
  it("are OKE's own where they can be", () => {
    expect(clusterCidrs("10.10.0.0/16")).toEqual({ services: "10.96.0.0/16", pods: "10.244.0.0/16" });
  });

  it("never overlap the site's or each other", () => {
    const inTheWay = fc.constantFrom("10.96.0.0/16", "10.96.32.0/19", "10.244.0.0/16", "10.244.16.0/20");
    const anySite = fc.oneof(siteCidr, inTheWay, fc.constantFrom("172.20.0.0/16", "172.21.0.0/18"));
    fc.assert(
      fc.property(anySite, (cidr) => {
        const { services, pods } = clusterCidrs(cidr);
        return !overlaps(services, cidr) && !overlaps(pods, cidr) && !overlaps(services, pods);
      }),
    );
  });
});

it("every region's name makes a label that a VCN takes", () => {
  for (const { name } of regionsOf("oci")) expect(dnsLabel(name)).toMatch(/^[a-z][a-z0-9]{0,14}$/);
});
