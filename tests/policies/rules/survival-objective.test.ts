import { describe, expect, it } from "vitest";
import { survivalObjective } from "../../../policies/rules/survival-objective";
import { packSettings } from "../../../policies/settings";
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

  it("names capability, scenario and by how much, when an objective is tighter than the stack", () => {
    const findings = check(withSettings(["objectives", "maxRtoSeconds"], 30 as never));
    expect(findings.length).toBeGreaterThan(0);
    for (const { found, level } of findings) {
      expect(found).toMatch(/^under \S+ \w+ .*over its objective of 30 s|never recovers|is down/);
      expect(level).toBeUndefined();
    }
  });

  it("blocks nothing while a site is drained: the drain itself must go through", () => {
    const drain = [{ site: "oci-us-ashburn-1", until: "2026-03-04T12:00:00Z", reason: "brownout" }];
    for (const { level } of check(withSettings(["drain"], drain as never))) expect(level).toBe("advisory");
  });

  it("blocks nothing while a cloud is unreachable", () => {
    const findings = check(
      changed(
        withSettings(["unreachable"], ["oci"] as never),
        isStack,
        setting(["twincloud", "objectives", "maxRtoSeconds"], 30),
      ),
    );
    expect(findings.length).toBeGreaterThan(0);
    expect(new Set(findings.map(({ level }) => level))).toEqual(new Set(["advisory"]));
  });

  it("says which assumption is wrong instead of judging by it", () => {
    const findings = check(withSettings(["assumptions"], { demandShare: 7 } as never));
    expect(findings.map(({ found }) => found)).toEqual(["assumes demandShare: 7"]);
  });
});
