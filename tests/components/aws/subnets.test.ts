import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dnsAddress, serviceCidr } from "../../../components/aws/services";
import { planSubnets } from "../../../components/aws/subnets";
import { contains, overlaps, parseCidr } from "../../../components/cidr";
import { regionOf } from "../../../graph/clouds/regions";

const siteCidr = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 15 }), fc.integer({ min: 16, max: 20 }))
  .map(
    ([second, block, prefix]) =>
      `10.${second}.${prefix === 16 ? 0 : (block << 4) & (256 - 2 ** (24 - prefix))}.0/${prefix}`,
  );
const region = fc
  .constantFrom("us-east-1", "us-east-2", "us-west-1", "us-west-2")
  .map((name) => regionOf("aws", name));

describe("the subnets of a site", () => {
  it("lie in its network without overlapping, a private and a public one in each zone", () => {
    fc.assert(
      fc.property(siteCidr, region, (cidr, { zones }) => {
        const plan = planSubnets(cidr, zones);
        const all = plan.flatMap(({ privateCidr, publicCidr }) => [privateCidr, publicCidr]);
        expect(plan.map(({ zone }) => zone)).toEqual(zones);
        for (const [i, subnet] of all.entries()) {
          expect(contains(cidr, subnet)).toBe(true);
          expect(all.slice(i + 1).filter((other) => overlaps(subnet, other))).toEqual([]);
        }
      }),
    );
  });

  it("leave a load balancer its eight addresses in the smallest site that is allowed", () => {
    for (const { publicCidr } of planSubnets("10.0.0.0/20", regionOf("aws", "us-east-2").zones)) {
      // AWS keeps five addresses of every subnet.
      expect(2 ** (32 - parseCidr(publicCidr).prefix) - 5).toBeGreaterThanOrEqual(8);
    }
  });
});

describe("the network of Services", () => {
  it("never overlaps the site's", () => {
    const wide = fc.constantFrom("172.20.0.0/16", "172.20.16.0/20", "10.100.0.0/16", "10.100.32.0/19");
    fc.assert(fc.property(fc.oneof(siteCidr, wide), (cidr) => !overlaps(serviceCidr(cidr), cidr)));
  });

  it("has DNS at its tenth address", () => {
    expect(dnsAddress("172.20.0.0/16")).toBe("172.20.0.10/32");
  });
});
