import { describe, expect, it } from "vitest";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import type { Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";
import { renderSarif } from "../../report/sarif";
import { now } from "../support/findings";
import { changed, ofType, setting, stackGraph } from "../support/graphs";

const fast = rules.filter(({ id }) => id !== "survival-objective");
const weak = changed(
  changed(
    stackGraph("prod"),
    ofType("aws:s3/bucketVersioning:BucketVersioning", "aws-us-east-2-media"),
    setting(["versioningConfiguration", "status"], "Suspended"),
  ),
  ofType("pulumi:pulumi:Stack"),
  setting(["twincloud", "drain"], [{ site: "aws-us-east-2", until: "2020-01-01T00:00:00Z", reason: "r" }]),
);

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string; defaultConfiguration: { level: string } }[] } };
    results: {
      ruleId: string;
      ruleIndex: number;
      level: string;
      message: { text: string };
      locations: {
        physicalLocation: {
          artifactLocation: { uri: string; uriBaseId: string };
          region: { startLine: number };
        };
      }[];
      partialFingerprints: Record<string, string>;
    }[];
  }[];
}

function sarifOf(graph = weak): Sarif {
  const verdict = judge(graph, fast, packSettings(graph, now));
  return JSON.parse(
    renderSarif(graph, verdict, { stack: "prod", rules: fast, toolVersion: "0.1.0" }),
  ) as Sarif;
}

describe("preview.sarif", () => {
  const [run] = sarifOf().runs;
  const result = (rule: string) => run?.results.find(({ ruleId }) => ruleId === rule);

  it("points at the line that makes the resource, below the project's root", () => {
    expect(result("bucket-durability")?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "components/aws/store.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: expect.any(Number) },
    });
  });

  it("points at the stack's settings for what no line makes", () => {
    expect(result("drain-expired")?.locations[0]?.physicalLocation.artifactLocation.uri).toBe(
      "Pulumi.prod.yaml",
    );
  });

  it("has every rule once, and each result's at its index", () => {
    const ids = run?.tool.driver.rules.map(({ id }) => id) ?? [];
    expect(ids).toEqual([...fast.map(({ id }) => id), "exemption-expired"]);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
  });

  it("says error for what is mandatory, with what to do in the message", () => {
    expect(result("bucket-durability")).toMatchObject({
      level: "error",
      message: {
        text: expect.stringMatching(
          /has versioning suspended; wanted versioning enabled\. Switch versioning/,
        ),
      },
    });
  });

  it("tells findings apart by rule, resource and what was found, not by the line", () => {
    const prints = (run?.results ?? []).map(({ partialFingerprints }) => partialFingerprints["twincloud/v1"]);
    expect(new Set(prints).size).toBe(prints.length);
    const moved = changed(
      weak,
      () => true,
      (one) => (one.source ? { ...one, source: { ...one.source, line: one.source.line + 1 } } : one),
    );
    const again = sarifOf(moved).runs[0]?.results.map(
      ({ partialFingerprints }) => partialFingerprints["twincloud/v1"],
    );
    expect(again).toEqual(prints);
  });

  it("keeps a result's fingerprint when only the figures in its words change", () => {
    const rule = (found: string): Rule => ({
      ...(fast[0] as Rule),
      check: ({ resources: [first] }) => [{ urn: first?.urn ?? "", found, wanted: "less", key: "feed rto" }],
    });
    const [one, other] = ["takes 90 s", "takes 91 s"].map((found) => {
      const verdict = judge(weak, [rule(found)], packSettings(weak, now));
      const sarif = renderSarif(weak, verdict, { stack: "prod", rules: fast, toolVersion: "0.1.0" });
      return (JSON.parse(sarif) as Sarif).runs[0]?.results[0];
    });
    expect(one?.partialFingerprints).toEqual(other?.partialFingerprints);
  });

  it("holds no result for a stack that keeps every rule", () => {
    expect(sarifOf(stackGraph("prod")).runs[0]?.results).toEqual([]);
  });
});
