import { describe, expect, it } from "vitest";
import { packSettings } from "../../../policies/pack/settings";
import { survivalObjective } from "../../../policies/rules/survival-objective";
import { greedy } from "../../resilience/greedy";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const now = new Date("2026-03-03T13:24:00Z");
const isStack = ofType("pulumi:pulumi:Stack");
const check = (graph: ReturnType<typeof stackGraph>) =>
  survivalObjective.check(graph, packSettings(graph, now));

/** Prod with something else in its own settings. */
const withSettings = (path: string[], value: never) =>
  changed(stackGraph("prod"), isStack, setting(["twincloud", ...path], value));

describe("survival-objective", () => {
  it("has nothing to say of prod and staging", () => {
    expect(check(stackGraph("prod"))).toEqual([]);
    expect(check(stackGraph("staging"))).toEqual([]);
  });

  it("names the worst scenario of each capability and by how much it misses, when an objective is tighter than the stack", () => {
    const findings = check(withSettings(["objectives", "maxRtoSeconds"], 30 as never));
    for (const { found, level } of findings) {
      // At a tenth of the peak and at half of it, and at the whole peak, of which what is left is to carry 60 %.
      expect(found).toMatch(
        /^under \S+ \w+ (takes [\d.]+ s to recover, [\d.]+ s over its objective of 30 s|serves less than 60 % of a demand of 100 % of the peak for [\d.]+ s; what is left must carry that after 30 s)/,
      );
      expect(level).toBeUndefined();
    }
    const keys = findings.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(["feed rto", "feed capacity.atOnce"]));
    // AWS lost, OCI DNS alone answers: 3 rounds of 10 s and a time-out of 10 s, 10 s until answers heed it; half of all users
    // then move over 30 s, until a hundredth is left: 70 + 30 * (1 - 0.01 / 0.5).
    expect(findings.find(({ key }) => key === "feed rto")?.found).toMatch(
      /takes 99\.4 s to recover, 69\.4 s over its objective of 30 s, and misses it in \d+ other scenarios$/,
    );
  });

  it("blocks nothing while a site is drained, and says in one line what may not happen meanwhile", () => {
    const drain = [{ site: "oci-us-ashburn-1", until: "2026-03-04T12:00:00Z", reason: "brownout" }];
    const findings = check(withSettings(["drain"], drain as never));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ level: "advisory", wanted: "that to end as soon as it can" });
    expect(findings[0]?.found).toMatch(
      /^while oci-us-ashburn-1 is out, \d+ of the faults that it is to survive miss an objective, the worst of them \S+: \w+ /,
    );
  });

  it("names what would take something down, when a whole cloud is out", () => {
    const drain = ["oci-us-ashburn-1", "oci-us-chicago-1"].map((site) => ({
      site,
      until: "2026-03-04T12:00:00Z",
      reason: "brownout",
    }));
    const [finding] = check(withSettings(["drain"], drain as never));
    expect(finding?.found).toMatch(/^while oci-us-ashburn-1, oci-us-chicago-1 are out, /);
    // AWS is all that is left: without it nothing is served, and without one of its sites the other's stream of engagement
    // is full after half a day.
    expect(finding?.found).toMatch(
      /the worst of them provider:aws: \w+ is down: 0 % of its requests are served$/,
    );
    const unreachable = changed(
      withSettings(["drain"], drain as never),
      isStack,
      setting(["twincloud", "unreachable"], ["oci"]),
    );
    expect(check(unreachable)[0]?.found).toMatch(/^while oci is out, /);
  });

  it("blocks nothing while a cloud is unreachable", () => {
    const findings = check(
      changed(
        withSettings(["unreachable"], ["oci"] as never),
        isStack,
        setting(["twincloud", "objectives", "maxRtoSeconds"], 30),
      ),
    );
    expect(findings.map(({ level }) => level)).toEqual(["advisory"]);
  });

  it("says how much pods can be sent where overload leaves nobody served", () => {
    const findings = check(greedy(110));
    const about = findings.find(({ key }) => key === "feed capacity.atOnce");
    // The arithmetic stands in crowded.test.ts.
    expect(about?.found).toMatch(/: in overload the edge of \S+ sends one pod of feed .* in the catalog$/);
    expect(about?.found).toContain("wanted requestsPerReplica of 126 or less");
  });

  it("says which assumption is wrong instead of judging by it", () => {
    const findings = check(withSettings(["assumptions"], { demandShare: 7 } as never));
    expect(findings.map(({ found }) => found)).toEqual(["assumes demandShare: 7"]);
  });
});
