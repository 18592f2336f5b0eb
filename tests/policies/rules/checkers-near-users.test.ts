import { describe, expect, it } from "vitest";
import type { Graph, Value } from "../../../graph/resource";
import type { PackConfig } from "../../../policies/pack/settings";
import { packSettings } from "../../../policies/pack/settings";
import { checkersNearUsers } from "../../../policies/rules/checkers-near-users";
import { types } from "../../support/dns";
import { findings, now } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const checks = (regions: Value | undefined) =>
  changed(stackGraph("prod"), ofType(types.check, "feed-aws-us-east-2-1"), setting(["regions"], regions));
const vantages = (names: string[]) =>
  changed(stackGraph("prod"), ofType(types.monitor, "oci-feed"), setting(["vantagePointNames"], names));
const say = (graph: Graph, config?: PackConfig) => findings(checkersNearUsers, graph, config);
const levels = (graph: Graph, config?: PackConfig) =>
  checkersNearUsers.check(graph, packSettings(graph, now, config)).map(({ level }) => level ?? "mandatory");

describe("checkers-near-users", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(say(stackGraph(stack))).toEqual([]);
  });

  it("blocks checks that all look from another part of the world", () => {
    const abroad = checks(["eu-west-1", "ap-southeast-1", "sa-east-1"]);
    expect(say(abroad)).toEqual([
      "feed-aws-us-east-2-1 looks from eu-west-1, ap-southeast-1, sa-east-1, none of them in North America; wanted checker regions there, such as us-east-1, us-west-1, us-west-2",
    ]);
    expect(levels(abroad)).toEqual(["mandatory"]);
    expect(say(vantages(["goo-fra", "azr-lhr", "aws-dub"]))).toEqual([
      "oci-feed looks from goo-fra, azr-lhr, aws-dub, none of them in North America; wanted vantage points there",
    ]);
  });

  it("blocks American checkers of a platform for the Union, on both clouds", () => {
    const found = say(stackGraph("prod"), { jurisdiction: "eu" });
    expect(found).toContain(
      "feed-aws-us-east-2-1 looks from us-east-1, us-west-1, us-west-2, none of them in Europe, the Middle East or Africa; wanted checker regions there, such as eu-west-1",
    );
    expect(found.filter((line) => line.startsWith("oci-feed "))).toHaveLength(1);
  });

  it("is content in Europe with the one that Route 53 has there", () => {
    const european = checks(["eu-west-1", "us-east-1", "ap-southeast-1"]);
    const about = say(european, { jurisdiction: "eu" }).filter((line) =>
      line.startsWith("feed-aws-us-east-2-1 "),
    );
    expect(about).toEqual([]);
  });

  it("advises against places abroad that keep a check green by themselves, where there are enough at home", () => {
    const mixed = checks(["us-east-1", "us-west-2", "eu-west-1"]);
    expect(say(mixed)).toEqual([
      "feed-aws-us-east-2-1 looks from eu-west-1 too, outside North America, which keep it green when users there are cut off; wanted checker regions there alone",
    ]);
    expect(levels(mixed)).toEqual(["advisory"]);
    // Of all eight, where none is named, five stand abroad.
    expect(levels(checks(undefined))).toEqual(["advisory"]);
  });

  it("says that it can't tell where a place stands", () => {
    const unknown = vantages(["azr-xyz", "goo-qqq", "goo-zzz"]);
    expect(say(unknown)).toEqual([
      "oci-feed looks from azr-xyz, goo-qqq, goo-zzz, and where azr-xyz, goo-qqq, goo-zzz stand can't be told; wanted vantage points that are known to stand in North America",
    ]);
    expect(levels(unknown)).toEqual(["advisory"]);
  });

  it("takes users to be where the addresses stand, in a program that names no jurisdiction", () => {
    const unsaid = changed(
      checks(["eu-west-1", "ap-southeast-1", "sa-east-1"]),
      ofType("pulumi:pulumi:Stack"),
      (stack) => ({ ...stack, outputs: {}, inputs: {} }),
    );
    expect(say(unsaid)).toHaveLength(1);
  });
});
