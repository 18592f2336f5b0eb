/** What the page's map shows must be what the survival model says: read by the page's own script. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph } from "../../../graph/resource";
import { type PageData, type PageVerdict, pageData } from "../../../report/html/data";
import { packed } from "../../../report/html/packed";
import { shareAt } from "../../../report/html/thinned";
import { survivalOf } from "../../../resilience/verdict/survival";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const now = new Date("2026-03-03T13:24:00Z");
const ASHBURN = "oci-us-ashburn-1";

interface Shares {
  readonly arriving: number;
  readonly served: number;
}
interface MapScript {
  unpacked(data: unknown): PageData;
  servedOver(data: PageData, verdict: PageVerdict): [number, number][];
  valueAt(curve: readonly number[], time: number): number;
  sharesAt(data: PageData, flows: readonly unknown[], time: number): Shares[];
}

/** The script that draws the map, as the page loads it. */
let script: MapScript;
beforeAll(async () => {
  const folder = "../../../report/html";
  for (const name of ["client-data", "client-map"]) await import(`${folder}/${name}.js`);
  const page = globalThis as unknown as { twincloud?: MapScript };
  script = page.twincloud as MapScript;
  // Other tests have the same process.
  delete page.twincloud;
});

const reportOn = (graph: Graph) => {
  const survival = survivalOf(graph, { now });
  return { survival, data: pageData({ stack: "test", graph, survival }) };
};

/** What the map shows of a capability's users at each site, lastingly or at a moment. */
function shown(data: PageData, scenario: string, capability: string, seconds?: number) {
  const verdicts = data.scenarios.find(({ id }) => id === scenario)?.verdicts ?? data.calm;
  const verdict = verdicts[capability];
  if (!verdict) throw new Error(`nothing is said of ${capability}`);
  const shares = script.sharesAt(data, verdict.flows, seconds ?? verdict.lastingAt);
  return new Map(data.sites.map(({ id }, place) => [id, shares[place] as Shares]));
}
const total = (shares: ReadonlyMap<string, Shares>, which: keyof Shares) =>
  [...shares.values()].reduce((sum, one) => sum + one[which], 0);

describe("the map of prod", () => {
  const { survival, data } = reportOn(stackGraph("prod"));

  it("has at rest what each site is given by the stack's shares", () => {
    expect(data.sites.map(({ id, share }) => [id, Math.round(share ?? 0)])).toEqual([
      ["aws-us-east-2", 30],
      ["aws-us-west-2", 20],
      ["oci-us-ashburn-1", 20],
      ["oci-us-chicago-1", 30],
    ]);
  });

  it("serves in every scenario what its verdict says, lastingly", () => {
    for (const { id, verdicts } of survival.scenarios) {
      for (const [capability, { served }] of Object.entries(verdicts)) {
        const text = `${id} ${capability}`;
        expect(total(shown(data, id, capability), "served"), text).toBeCloseTo(served, 2);
      }
    }
  });

  it("has the whole of what is served over time, within what a chart can show", () => {
    for (const scenario of survival.scenarios) {
      const page = data.scenarios.find(({ id }) => id === scenario.id);
      for (const [capability, { timeline }] of Object.entries(scenario.verdicts)) {
        const verdict = page?.verdicts[capability] as PageVerdict;
        const drawn = script.servedOver(data, verdict);
        const text = `${scenario.id} ${capability}`;
        expect(drawn.at(-1)?.[0], text).toBe(timeline.at(-1)?.[0]);
        const worst = Math.max(
          ...timeline
            .flatMap(([time]) => [time, time + 0.05])
            .map((time) => Math.abs(shareAt(drawn, time) - shareAt(timeline, time))),
        );
        expect(worst, text).toBeLessThan(0.005);
      }
    }
  });

  it("is packed without losing anything", () => {
    expect(script.unpacked(JSON.parse(JSON.stringify(packed(data))))).toEqual(data);
  });

  it("shows a site that fails half of its requests as one that hands them on a second later", () => {
    const scenario = `site:${ASHBURN}:brownout:0.5`;
    // At first all of its fifth is there, half of it in vain.
    expect(shown(data, scenario, "feed", 0).get(ASHBURN)).toEqual({ arriving: 0.2, served: 0.1 });
    // The eighth failure at a pod of its edge comes within the second; what is tried at home has a peer behind it.
    const handed = shown(data, scenario, "feed", 2).get(ASHBURN) as Shares;
    expect(handed.arriving).toBeCloseTo(0.2, 3);
    expect(handed.served / handed.arriving).toBeGreaterThan(0.99);
    // Its health turns red all the same, and DNS leads nearly all of its users away within five minutes.
    expect(shown(data, scenario, "feed", 300).get(ASHBURN)?.arriving).toBeLessThan(0.01);
  });

  it("moves the users of a workload that fails, and nobody else's", () => {
    const scenario = `workload:${ASHBURN}/feed`;
    expect(shown(data, scenario, "feed", 1).get(ASHBURN)).toEqual({ arriving: 0.2, served: 0 });
    expect(shown(data, scenario, "feed").get(ASHBURN)).toEqual({ arriving: 0, served: 0 });
    // 30 of the 80 percent that are left.
    expect(shown(data, scenario, "feed").get("aws-us-east-2")?.arriving).toBeCloseTo(0.375, 3);
    expect(shown(data, scenario, "upload").get(ASHBURN)).toEqual({ arriving: 0.2, served: 0.2 });
  });

  it("silences an authority for as long as it is down", () => {
    const silences = (id: string) => data.scenarios.find((scenario) => scenario.id === id)?.silences;
    expect(silences("dns-authority:oci")).toEqual([["oci", 0, null]]);
    expect(silences("provider:aws")).toEqual([["aws", 0, null]]);
    expect(silences("provider:aws:brownout:0.5")).toEqual([]);
    expect(silences(`site:${ASHBURN}`)).toEqual([]);
  });
});

describe("the map of a stack with a drained site", () => {
  const drain = (until: string) =>
    reportOn(
      changed(
        stackGraph("staging"),
        ofType("pulumi:pulumi:Stack"),
        setting(["twincloud", "drain"], [{ site: "oci-us-phoenix-1", until, reason: "test" }]),
      ),
    ).data;
  const shares = (data: PageData) =>
    data.sites.map(({ id, drained, share }) => [id, drained, Math.round(share ?? 0)]);

  it("says so, and that nobody arrives there", () => {
    const data = drain("2099-01-01T00:00:00Z");
    expect(shares(data)).toEqual([
      ["aws-us-east-2", false, 100],
      ["oci-us-phoenix-1", true, 0],
    ]);
    expect(shown(data, "", "feed").get("oci-us-phoenix-1")).toEqual({ arriving: 0, served: 0 });
  });

  it("has the site back once the drain is over", () => {
    expect(shares(drain("2026-01-01T00:00:00Z"))).toEqual([
      ["aws-us-east-2", false, 50],
      ["oci-us-phoenix-1", false, 50],
    ]);
  });
});

describe("a curve that the page holds", () => {
  const curve = [0, 0.4, 10, 0.4, 30, 0, 60, 0, 60, 1];
  it.each([
    [-5, 0.4],
    [10, 0.4],
    [20, 0.2],
    [60, 0],
    [61, 1],
  ])("is at %s seconds %s, on its lines and before its jumps", (time, value) => {
    expect(script.valueAt(curve, time)).toBeCloseTo(value, 9);
  });

  it("is nothing where nothing is known", () => {
    expect(script.valueAt([], 5)).toBe(0);
  });
});
