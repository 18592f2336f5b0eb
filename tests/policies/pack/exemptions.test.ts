import { describe, expect, it } from "vitest";
import {
  concerns,
  ExemptionsError,
  isExpired,
  readExemptions,
  urnMatcher,
} from "../../../policies/pack/exemptions";

const rules = ["zone-spread", "protect-data"];
const read = (text: string) => readExemptions(text, "e.yaml", rules);
const sound = `exemptions:
  - { rule: protect-data, urn: "urn:pulumi:prod::*", reason: r, owner: o, expires: 2026-12-31 }`;

function problemsOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ExemptionsError) return error.lines;
    throw error;
  }
  return [];
}

describe("the exemptions file", () => {
  it("lists exemptions with their five keys", () => {
    expect(read(sound)).toEqual([
      { rule: "protect-data", urn: "urn:pulumi:prod::*", reason: "r", owner: "o", expires: "2026-12-31" },
    ]);
  });

  it.each(["", "# nothing yet", "exemptions: []", "exemptions:"])("may hold none: %j", (text) => {
    expect(read(text)).toEqual([]);
  });

  it.each([
    ["a list that holds itself", "exemptions: &a [*a]"],
    ["a list that is nested 20,000 deep", `exemptions: ${"[".repeat(20_000)}${"]".repeat(20_000)}`],
    [
      "lists of lists of the same",
      `a: &a [x]\n${[..."bcdefgh"].map((k, i) => `${k}: &${k} [${`*${"abcdefg"[i]},`.repeat(9)}]`).join("\n")}`,
    ],
  ])("is refused with a line when it is %s", (_, text) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(/^e\.yaml: .*$/)]);
  });

  it.each(["rule", "urn", "reason", "owner", "expires"])("is refused without '%s'", (key) => {
    const text = sound.replace(new RegExp(`${key}: ("[^"]*"|[^,}]*),? `), "");
    expect(problemsOf(text)).toEqual([
      `e.yaml: exemptions[0].${key}: is missing; every exemption has rule, urn, reason, owner, expires`,
    ]);
  });

  it.each([
    [
      "rule: protect-data",
      "rule: protectdata",
      "there is no rule \"protectdata\"; did you mean 'protect-data'?",
    ],
    ["rule: protect-data", "rule: elephants", 'there is no rule "elephants"; docs/rules.md lists them'],
    ["expires: 2026-12-31", "expires: 31.12.2026", 'found "31.12.2026", wanted a day: 2026-12-31'],
    ["expires: 2026-12-31", "expires: 2026-02-30", 'found "2026-02-30", wanted a day: 2026-12-31'],
    ["reason: r", "reason: 7", "found 7, wanted a text"],
    ['"urn:pulumi:prod::*"', "media", 'found "media", wanted a URN'],
    ["reason: r", "reason: r, resaon: r", "is not known; did you mean 'reason'?"],
  ])("with %j as %j says what is wrong", (from, to, problem) => {
    const problems = problemsOf(sound.replace(from, to));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it.each([
    ["exemptions: {", "e.yaml: is not YAML: "],
    ["%YAML 1.1\n---\nexemptions: {<<: 5}", "e.yaml: is not YAML: "],
    ["[]", "e.yaml: found a list, wanted a map with the list 'exemptions'"],
    ["exemptions: soon", 'e.yaml: exemptions: found "soon", wanted a list'],
    ["exemptions: [soon]", 'e.yaml: exemptions[0]: found "soon", wanted a map with rule, urn'],
    ["exempt: []", "e.yaml: exempt: is not known here; wanted 'exemptions'"],
  ])("%j is refused", (text, problem) => {
    expect(problemsOf(text)[0]).toContain(problem);
  });
});

describe("an exemption", () => {
  it("holds through its last day, in UTC", () => {
    const expires = "2026-12-31";
    expect(isExpired({ expires }, new Date("2026-12-31T23:59:59Z"))).toBe(false);
    expect(isExpired({ expires }, new Date("2027-01-01T00:00:00Z"))).toBe(true);
  });

  it("means URNs in which * stands for any text and all else for itself", () => {
    const matches = urnMatcher("urn:pulumi:prod::*$aws:s3/bucket:Bucket::a.b*");
    expect(matches("urn:pulumi:prod::p::t$aws:s3/bucket:Bucket::a.b-media")).toBe(true);
    expect(matches("urn:pulumi:prod::p::t$aws:s3/bucket:Bucket::axb-media")).toBe(false);
    expect(matches("urn:pulumi:staging::p::t$aws:s3/bucket:Bucket::a.b")).toBe(false);
  });

  it.each([
    ["urn:pulumi:staging::*", false],
    ["urn:pulumi:prod::*", true],
    ["urn:pulumi:p*", true],
    ["*::media", true],
  ])("of %s concerns prod: %s", (urn, expected) => {
    expect(concerns({ urn }, "urn:pulumi:prod")).toBe(expected);
  });
});

describe("a pattern of many stars", () => {
  it("is matched as the stars say", () => {
    const isOne = urnMatcher("urn:*a*b*c");
    expect(["urn:abc", "urn:xxaxxbxxc", "urn:acb", "urn:abcx", "urn:bac"].map(isOne)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(urnMatcher("urn:ab*b")("urn:ab")).toBe(false);
  });

  it("takes no longer than the URN is long", () => {
    const urn = `urn:${"a".repeat(200_000)}`;
    const start = performance.now();
    expect(urnMatcher(`urn:${"*a".repeat(40)}*b`)(urn)).toBe(false);
    // One that tries every place of every star would not end.
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
