import { describe, expect, it } from "vitest";
import { packSettings } from "../../../policies/pack/settings";
import { drainExpired } from "../../../policies/rules/drain-expired";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const until = "2026-06-01T00:00:00Z";
const drained = (end = until) =>
  changed(
    stackGraph("prod"),
    ofType("pulumi:pulumi:Stack"),
    setting(["twincloud", "drain"], [{ site: "oci-us-ashburn-1", until: end, reason: "errors since noon" }]),
  );
const at = (now: string, end?: string) => {
  const graph = drained(end);
  return drainExpired.check(graph, packSettings(graph, new Date(now))).map(({ found }) => found);
};

describe("drain-expired", () => {
  it.each(["prod", "staging"] as const)("passes %s, which drains nothing", (stack) => {
    const graph = stackGraph(stack);
    expect(drainExpired.check(graph, packSettings(graph, new Date()))).toEqual([]);
  });

  it("lets a drain be until its end", () => {
    expect(at("2026-05-31T23:59:59Z")).toEqual([]);
  });

  it("blocks a drain from its end on", () => {
    expect(at(until)).toEqual([`drains oci-us-ashburn-1 until ${until}, which is over (errors since noon)`]);
  });

  it("lets a drain be that ends in 14 days, and blocks one that ends a second later", () => {
    expect(at("2026-05-18T00:00:00Z")).toEqual([]);
    expect(at("2026-05-17T23:59:59Z")).toEqual([
      `drains oci-us-ashburn-1 until ${until}, more than 14 days away (errors since noon)`,
    ]);
  });

  it("blocks a drain of every site, however short", () => {
    const sites = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];
    const found = (named: readonly string[]) => {
      const graph = changed(
        stackGraph("prod"),
        ofType("pulumi:pulumi:Stack"),
        setting(
          ["twincloud", "drain"],
          named.map((site) => ({ site, until, reason: "all" })),
        ),
      );
      return drainExpired.check(graph, packSettings(graph, new Date("2026-05-31"))).map(({ found }) => found);
    };
    expect(found(sites)).toEqual([expect.stringMatching(/^drains every site: /)]);
    expect(found(sites.slice(1))).toEqual([]);
  });

  it("blocks a drain whose end is no time", () => {
    expect(at("2026-01-01", "soon")).toHaveLength(1);
  });
});
