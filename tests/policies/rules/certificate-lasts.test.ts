import { describe, expect, it } from "vitest";
import { packSettings } from "../../../policies/pack/settings";
import { certificateLasts } from "../../../policies/rules/certificate-lasts";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const until = "2027-01-01T00:00:00.000Z";
const at = (now: string, end: string = until) => {
  const graph = changed(
    stackGraph("prod"),
    ofType("pulumi:pulumi:Stack"),
    setting(["twincloud", "certificateUntil"], end),
  );
  return certificateLasts
    .check(graph, packSettings(graph, new Date(now)))
    .map(({ level = certificateLasts.level, found }) => [level, found]);
};

describe("certificate-lasts", () => {
  it.each(["prod", "staging"] as const)("passes %s, whose certificate is made by somebody else", (stack) => {
    const graph = stackGraph(stack);
    expect(certificateLasts.check(graph, packSettings(graph, new Date()))).toEqual([]);
  });

  it("passes one that holds for more than a month", () => {
    expect(at("2026-12-01T23:59:59Z")).toEqual([]);
  });

  it("warns in the last month", () => {
    expect(at("2026-12-02T00:00:00Z")).toEqual([["advisory", "has a certificate that ends on 2027-01-01"]]);
    expect(at("2026-12-31T23:59:59Z")).toHaveLength(1);
  });

  it("blocks one that has ended, which the deploy of another one passes", () => {
    expect(at(until)).toEqual([["mandatory", "has a certificate that ended on 2027-01-01"]]);
    expect(at(until, "2027-04-01T00:00:00.000Z")).toEqual([]);
  });

  it("blocks an end that is no time", () => {
    expect(at("2026-01-01", "soon")).toEqual([
      ["mandatory", "has a certificate that ends at no known time (soon)"],
    ]);
  });
});
