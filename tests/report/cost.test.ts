/** What a stack costs: quantities of its graph by list prices, each worked out by hand here. */
import { describe, expect, it } from "vitest";
import { costs } from "../../graph/clouds/costs";
import { monthly } from "../../graph/clouds/price";
import { graphOf } from "../../graph/graph";
import { comparedLines, costOf, oldPrices } from "../../report/cost";
import type { Yearly } from "../../resilience/yearly/yearly";
import { resource } from "../graph/fixtures";
import { stackGraph } from "../support/graphs";

const none = { writtenGb: 0, keptGb: 0 };

describe("what stands all the time", () => {
  it("is counted in the graph and priced by the hour or the month", () => {
    const graph = graphOf([
      resource("aws:ec2/natGateway:NatGateway", "a"),
      resource("aws:ec2/natGateway:NatGateway", "b"),
      resource("aws:kms/key:Key", "k"),
      resource("aws:route53/healthCheck:HealthCheck", "fast", {
        inputs: { type: "HTTPS", requestInterval: 10 },
      }),
    ]);
    const { total, lines } = costOf(graph, none);
    // Two gateways at 0.045 for 730 h; a key for 1; a check for 0.75 with two options at 2 each.
    expect(lines.map(({ usd }) => usd)).toEqual([2 * 0.045 * 730, 4, 1, 0.75]);
    expect(total).toBeCloseTo(65.7 + 4 + 1 + 0.75, 6);
  });

  it("has OCI's nodes by their cores and their memory", () => {
    const pool = resource("oci:ContainerEngine/nodePool:NodePool", "p", {
      inputs: {
        nodeShape: "VM.Standard.E5.Flex",
        nodeShapeConfig: { ocpus: 4, memoryInGbs: 32 },
        nodeConfigDetails: { size: 2 },
      },
    });
    // 8 OCPUs at 0.03 and 64 GB at 0.002, for 730 h.
    expect(costOf(graphOf([pool]), none).total).toBeCloseTo(8 * 0.03 * 730 + 64 * 0.002 * 730, 6);
  });

  it("says nothing of a shape that isn't in the price list", () => {
    const inputs = { nodeShape: "VM.GPU3.1", nodeConfigDetails: { size: 2 } };
    expect(
      costOf(graphOf([resource("oci:ContainerEngine/nodePool:NodePool", "p", { inputs })]), none).lines,
    ).toEqual([]);
    expect(costs.oci.left).toContain("shapes other than E5");
  });

  it("grows by what is written and kept, as the settings of a run say", () => {
    const [prod, more] = [none, { writtenGb: 1000, keptGb: 0 }].map(
      (traffic) => costOf(stackGraph("prod"), traffic).total,
    );
    // Half of the uploads arrive at each cloud and go to the other: 500 GB at 0.09 and 500 at 0.0085.
    expect((more as number) - (prod as number)).toBeCloseTo(500 * 0.09 + 500 * 0.0085, 6);
  });
});

describe("the price list", () => {
  const all = Object.values(costs).flatMap(({ prices, traffic }) => [...prices, ...Object.values(traffic)]);

  it("names a source for each price, and when it was read or that it wasn't", () => {
    for (const { item, usd, source, read } of all) {
      expect(item).not.toBe("");
      expect(usd).toBeGreaterThan(0);
      expect(source).toMatch(/^https:\/\//);
      expect(read).toMatch(/^(\d{4}-\d\d-\d\d|unread)$/);
    }
  });

  it("is called old after a year, and what was never read always", () => {
    const unread = all.filter(({ read }) => read === "unread").length;
    expect(oldPrices(new Date("2027-11-30T00:00:00Z"))).toHaveLength(unread);
    expect(oldPrices(new Date("2027-12-03T00:00:00Z"))).toHaveLength(all.length);
    const old = oldPrices(new Date()).filter(({ read }) => read !== "unread");
    if (old.length > 0) console.warn(`prices older than a year: ${old.map(({ item }) => item).join(", ")}`);
  });

  it("counts 730 hours to a month", () => {
    expect(monthly({ price: { item: "", usd: 2, per: "hour", source: "", read: "" }, count: 3 })).toBe(4380);
    expect(monthly({ price: { item: "", usd: 2, per: "month", source: "", read: "" }, count: 3 })).toBe(6);
  });
});

describe("beside smaller forms", () => {
  const cost = (total: number) => ({ total, lines: [] });
  const form = (name: string, total: number, kinds: Record<string, number>) => ({
    name,
    cost: cost(total),
    yearly: {
      kinds: Object.fromEntries(
        Object.entries(kinds).map(([kind, minutes]) => [
          kind,
          { feed: { minutes }, upload: { minutes: minutes / 2 } },
        ]),
      ),
      total: {},
      untold: [],
    } as unknown as Yearly,
  });
  const here = form("here", 300, { site: 2, provider: 1, link: 4 });
  const site = form("oci-x", 100, { site: 14, provider: 20, link: 0 });
  const cloud = form("OCI", 180, { site: 3, provider: 9, link: 1 });
  const lines = comparedLines(here, { site, cloud }).map((line) => line.trim().replace(/ +/g, " "));

  it("says what each form costs", () => {
    expect(lines).toContain(
      "all of it at oci-x, the cheapest site: $100 a month; redundancy costs $200 a month more",
    );
    expect(lines).toContain(
      "all of it on OCI, the cheapest cloud: $180 a month; the other cloud costs $120 a month more",
    );
  });

  it("tells a kind against the form that would not survive it", () => {
    // 200 a month is 2,400 a year, for 12 minutes of the worse of both; 120 is 1,440, for 8.
    expect(lines).toContain("loss of a site $200 14 2.0 12 $200");
    expect(lines).toContain("loss of a cloud $120 9.0 1.0 8.0 $180");
  });

  it("can't tell of a kind for which nothing stands by itself", () => {
    expect(lines).toContain("a cut link can't tell ? 4.0 ? ?");
  });

  it("has one site for one cloud where a cloud has but one", () => {
    const alone = comparedLines(here, { site }).map((line) => line.trim().replace(/ +/g, " "));
    expect(alone).toContain("loss of a cloud $200 20 1.0 19 $126");
    expect(alone.join(" ")).not.toContain("the cheapest cloud");
  });
});
