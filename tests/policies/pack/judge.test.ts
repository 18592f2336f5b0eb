import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { RulesSettings } from "../../../graph/rules-settings";
import type { Exemption } from "../../../policies/pack/exemptions";
import { judge } from "../../../policies/pack/judge";
import { type PackConfig, packSettings } from "../../../policies/pack/settings";
import type { Finding, Rule } from "../../../policies/rule";
import { component, resource } from "../../graph/fixtures";

const stack = component("pulumi:pulumi:Stack", "twincloud-test");
const store = component("demo:aws:MediaStore", "store", {
  parent: stack.urn,
  source: { file: "components/site.ts", line: 7 },
});
const bucket = resource("aws:s3/bucket:Bucket", "media", { parent: store.urn });
const graph = graphOf([stack, store, bucket]);
const now = new Date("2026-06-01T12:00:00Z");

const finding: Finding = { urn: bucket.urn, found: "has no lid", wanted: "a lid" };
const rule = (rest: Partial<Rule> = {}): Rule => ({
  id: "lids",
  title: "Buckets have lids",
  level: "mandatory",
  severity: "high",
  about: ["anything"],
  why: "Rain.",
  mend: "Put a lid on.",
  counterparts: [],
  check: () => [finding],
  ...rest,
});
const verdict = (rules: readonly Rule[], exemptions: readonly Exemption[] = [], config: PackConfig = {}) =>
  judge(graph, rules, packSettings(graph, now, config), exemptions);
const exemption = (rest: Partial<Exemption> = {}): Exemption => ({
  rule: "lids",
  urn: "urn:pulumi:test::*::media",
  reason: "indoors",
  owner: "me",
  expires: "2026-06-01",
  ...rest,
});

describe("the verdict", () => {
  it("names the resource, what was found, what was wanted and how to mend it", () => {
    expect(verdict([rule()]).violations).toMatchObject([
      {
        rule: "lids",
        level: "mandatory",
        urn: bucket.urn,
        message: "Bucket media: has no lid; wanted a lid. Put a lid on.",
      },
    ]);
  });

  it("points at the line that made the resource or the nearest component around it", () => {
    expect(verdict([rule()]).violations[0]?.source).toEqual({ file: "components/site.ts", line: 7 });
  });

  it("calls the stack by its name", () => {
    const ofStack = rule({ check: () => [{ ...finding, urn: stack.urn }] });
    expect(verdict([ofStack]).violations[0]?.message).toMatch(/^stack test: has no lid/);
  });

  it("tells the same finding once", () => {
    expect(verdict([rule({ check: () => [finding, { ...finding }] })]).violations).toHaveLength(1);
  });

  it("puts what blocks first, then the severest", () => {
    const rules = [
      rule({ id: "a", level: "advisory", severity: "critical" }),
      rule({ id: "b", severity: "low" }),
      rule({ id: "c", severity: "critical" }),
    ];
    expect(verdict(rules).violations.map(({ rule: id }) => id)).toEqual(["c", "b", "a"]);
  });

  it("is broken by a mandatory violation and by nothing else", () => {
    expect(verdict([rule()]).verdict).toBe("missed");
    expect(verdict([rule({ level: "advisory" })]).verdict).toBe("met");
    expect(verdict([rule({ check: () => [{ ...finding, level: "advisory" }] })]).verdict).toBe("met");
    expect(verdict([]).verdict).toBe("met");
  });

  it("blocks nothing over what stands in a cloud that can't be reached, and still shows it", () => {
    const settings = {
      ...packSettings(graph, now),
      stack: { unreachable: ["oci"] } as unknown as RulesSettings,
    };
    const at = (provider: "aws" | "oci") =>
      graphOf(
        graph.resources.map((one) => ({ ...one, placement: { provider, region: "any", metro: "any" } })),
      );
    expect(judge(at("oci"), [rule()], settings).violations.map(({ level }) => level)).toEqual(["advisory"]);
    expect(judge(at("aws"), [rule()], settings).violations.map(({ level }) => level)).toEqual(["mandatory"]);
  });

  it("blocks nothing over what is that cloud's in no region, as its DNS", () => {
    const { placement: _, ...record } = { ...bucket, type: "aws:route53/record:Record" };
    const dns = graphOf([record]);
    const levels = (unreachable: string[]) =>
      judge(dns, [rule()], {
        ...packSettings(dns, now),
        stack: { unreachable } as unknown as RulesSettings,
      }).violations.map(({ level }) => level);
    expect([levels(["aws"]), levels(["oci"])]).toEqual([["advisory"], ["mandatory"]]);
  });

  it("blocks nothing over what is hostile, a cloud or a site of one, and nothing over what can't stand beside it", () => {
    const at = graphOf(
      graph.resources.map((one) => ({ ...one, placement: { provider: "aws", region: "one", metro: "any" } })),
    );
    const levels = (untrusted: string[], over: Partial<Rule> = {}) =>
      judge(at, [rule(over)], {
        ...packSettings(graph, now),
        stack: { unreachable: [], untrusted } as unknown as RulesSettings,
      }).violations.map(({ level }) => level);
    expect([levels(["aws"]), levels(["aws-one"])]).toEqual([["advisory"], ["advisory"]]);
    expect([levels(["oci"]), levels(["aws-two"])]).toEqual([["mandatory"], ["mandatory"]]);
    expect([levels(["oci"], { beside: true }), levels([], { beside: true })]).toEqual([
      ["advisory"],
      ["mandatory"],
    ]);
  });

  it("takes a rule's level from the configuration, off included", () => {
    expect(verdict([rule()], [], { levels: { lids: "advisory" } }).violations[0]?.level).toBe("advisory");
    expect(verdict([rule()], [], { levels: { lids: "disabled" } })).toMatchObject({
      violations: [],
      rules: 0,
    });
  });
});

describe("an exemption", () => {
  it("takes a violation out, and is shown with who answers for it", () => {
    expect(verdict([rule()], [exemption()])).toMatchObject({
      violations: [],
      exempted: [{ rule: "lids", urn: bucket.urn, reason: "indoors", owner: "me", expires: "2026-06-01" }],
      warnings: [],
    });
  });

  it("is of one rule", () => {
    expect(verdict([rule({ id: "handles" })], [exemption()]).violations).toHaveLength(1);
  });

  it("that has ended is a violation, beside the one that it no longer covers", () => {
    const ended = verdict([rule()], [exemption({ expires: "2026-05-31" })]);
    expect(ended.violations.map(({ rule: id, level }) => [id, level])).toEqual([
      ["exemption-expired", "mandatory"],
      ["lids", "mandatory"],
    ]);
    expect(ended.violations[0]?.message).toBe(
      "the exemption of urn:pulumi:test::*::media from lids: ended with 2026-05-31; wanted none, or a later day. " +
        "Mend what it is about, or have me answer for it anew in policies/exemptions.yaml.",
    );
  });

  it("that matches nothing is a warning", () => {
    expect(verdict([], [exemption()])).toMatchObject({
      violations: [],
      warnings: [
        "the exemption of urn:pulumi:test::*::media from lids matches no finding; take it out of policies/exemptions.yaml",
      ],
    });
  });

  it("of another stack says nothing here, ended or not", () => {
    const other = exemption({ urn: "urn:pulumi:prod::*", expires: "2020-01-01" });
    expect(verdict([], [other])).toMatchObject({ violations: [], warnings: [] });
  });
});

describe("what can't be told", () => {
  const unsure = rule({ check: () => [{ ...finding, unsure: true }] });

  it("is neither kept nor broken, and is listed by itself", () => {
    const { verdict: answer, violations, unknown, answers } = verdict([unsure]);
    expect({ answer, answers }).toEqual({ answer: "unknown", answers: { lids: "unknown" } });
    expect(violations).toEqual([]);
    expect(unknown).toMatchObject([{ rule: "lids", level: "mandatory", urn: bucket.urn }]);
  });

  it("doesn't hide what is broken", () => {
    const both = rule({
      check: () => [
        { ...finding, unsure: true },
        { ...finding, urn: store.urn },
      ],
    });
    expect(verdict([both])).toMatchObject({ verdict: "missed", answers: { lids: "missed" } });
  });

  it("leaves the whole verdict met where only an advisory rule can't tell", () => {
    expect(verdict([{ ...unsure, level: "advisory" }]).verdict).toBe("met");
  });

  it("may be exempted like what is broken", () => {
    expect(verdict([unsure], [exemption()])).toMatchObject({ verdict: "met", unknown: [] });
  });

  it("is not what a rule says that has nothing to look at", () => {
    const ofNames = rule({ about: ["names"], check: () => [] });
    expect(verdict([ofNames]).answers).toEqual({ lids: "nothing" });
    expect(verdict([rule({ check: () => [] })]).answers).toEqual({ lids: "met" });
  });

  it("is the answer of a stack of ours that lost its settings, whatever the rules say", () => {
    const lost = judge(
      graphOf([stack, component("twincloud:site:Site", "one"), bucket]),
      [],
      packSettings(graphOf([stack]), now),
    );
    expect(lost).toMatchObject({ verdict: "unknown", ours: true });
    expect(lost.doubts[0]).toMatch(/^what the stack is held to: the stack has no output twincloud/);
  });
});
