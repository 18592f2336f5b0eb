import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { judge, type Violation } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { renderSarif, renderSarifOf } from "../../report/sarif";
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

interface Result {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string; uriBaseId: string };
      region: { startLine: number };
    };
    logicalLocations: { name: string; fullyQualifiedName: string }[];
  }[];
  partialFingerprints?: Record<string, string>;
}

interface Sarif {
  version: string;
  runs: {
    tool: { driver: { rules: { id: string; defaultConfiguration: { level: string } }[] } };
    automationDetails: { id: string };
    results: Result[];
  }[];
}

const root = path.resolve(__dirname, "../..");
/** The project's own files, and stack files that stay as they are. */
const sources = (file: string) => {
  const below = file.startsWith("Pulumi.") ? `tests/fixtures/stacks/${file}` : file;
  const place = path.join(root, below);
  return existsSync(place) ? readFileSync(place, "utf8") : undefined;
};
const context = { rules: fast, toolVersion: "0.1.0", sources };

function sarifOf(graph = weak): Sarif {
  const verdict = judge(graph, fast, packSettings(graph, now));
  return JSON.parse(renderSarif({ stack: "prod", verdict }, context)) as Sarif;
}

const lineOf = (text: string, start: string) =>
  text.split("\n").findIndex((line) => line.startsWith(start)) + 1;

describe("preview.sarif", () => {
  const [run] = sarifOf().runs;
  const result = (rule: string) => run?.results.find(({ ruleId }) => ruleId === rule);

  it("points at the line that makes the resource, below the project's root", () => {
    const place = result("bucket-durability")?.locations[0]?.physicalLocation;
    expect(place?.artifactLocation).toEqual({ uri: "components/aws/store.ts", uriBaseId: "%SRCROOT%" });
    const line = sources("components/aws/store.ts")?.split("\n")[(place?.region.startLine ?? 0) - 1];
    expect(line).toMatch(/new |\(/);
  });

  it("points at the line of the setting that causes it", () => {
    const settings = sources("Pulumi.prod.yaml") ?? "";
    const expected = lineOf(settings, "  twincloud:sites:");
    expect(expected).toBeGreaterThan(1);
    const found: Violation = {
      ...violation("min-regions", "one"),
      source: { file: "components/site.ts", line: 9 },
    };
    const [one] = resultsOf([found]);
    expect(one?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: "Pulumi.prod.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: expected },
    });
  });

  it("points at the stack file for what no line makes and no setting of it causes", () => {
    // The committed file has no drain.
    expect(result("drain-expired")?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: "Pulumi.prod.yaml" },
      region: { startLine: 1 },
    });
  });

  it("has one result a cause: what one line makes for many resources is mended there once", () => {
    const source = { file: "components/aws/store.ts", line: 48 };
    const many = ["one", "two", "three"].map((name) => ({ ...violation("bucket-durability", name), source }));
    const [first, ...others] = resultsOf([...many, violation("bucket-durability", "elsewhere")]);
    expect(first?.message.text).toBe("one: is weak; and 2 more of the same cause. Mend it.");
    expect(first?.locations[0]?.logicalLocations.map(({ name }) => name)).toEqual(["one", "two", "three"]);
    expect(others).toHaveLength(1);
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

  it("tells results apart as GitHub does, by rule and the text of the line, wherever it moves", () => {
    const source = { file: "a.ts", line: 2 };
    const printOf = (text: string, line: number) =>
      resultsOf([{ ...violation("bucket-durability", "one"), source: { ...source, line } }], () => text)[0]
        ?.partialFingerprints;
    const tail = "x".repeat(200);
    const print = printOf(`first\nmade(here)\n${tail}`, 2);
    expect(print).toEqual({ primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{1,16}:1$/) });
    expect(printOf(`first\nand another\n\n  made(here)\n${tail}`, 4)).toEqual(print);
    expect(printOf(`first\nmade(elsewhere)\n${tail}`, 2)).not.toEqual(print);

    const all = sarifOf().runs[0]?.results ?? [];
    const keys = all.map((one) => `${one.ruleId} ${one.partialFingerprints?.primaryLocationLineHash}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("leaves it to GitHub to tell apart what stands in a file that can't be read", () => {
    const elsewhere = { ...violation("bucket-durability", "one"), source: { file: "../x.ts", line: 1 } };
    expect(resultsOf([elsewhere], () => undefined)[0]).not.toHaveProperty("partialFingerprints");
  });

  it("holds no result for a stack that keeps every rule", () => {
    expect(sarifOf(stackGraph("prod")).runs[0]?.results).toEqual([]);
  });

  it("of many stacks is one run, as GitHub takes 20 of a file, with the stacks of each cause", () => {
    const source = { file: "components/aws/store.ts", line: 48 };
    const judged = Array.from({ length: 25 }, (_, i) => ({
      stack: `s${i}`,
      verdict: { violations: [{ ...violation("bucket-durability", "one"), source }], unknown: [] },
    }));
    const { runs } = JSON.parse(renderSarifOf(judged, "twincloud/", context)) as Sarif;
    expect(runs).toHaveLength(1);
    expect(runs[0]?.automationDetails.id).toBe("twincloud/");
    expect(runs[0]?.results).toHaveLength(1);
    expect(runs[0]?.results[0]?.message.text).toMatch(/^s0, s1, .*, s24: one: is weak; and 24 more/);
  });
});

function violation(rule: string, name: string): Violation {
  const summary = `${name}: is weak`;
  return {
    ...{ rule, level: "mandatory", severity: "high", summary, mend: "Mend it.", key: summary },
    ...{ urn: `urn:pulumi:prod::twincloud::a:b:C::${name}`, message: `${summary}. Mend it.` },
  };
}

function resultsOf(
  violations: readonly Violation[],
  read = sources,
  unknown: readonly Violation[] = [],
): readonly Result[] {
  const text = renderSarif(
    { stack: "prod", verdict: { violations, unknown } },
    { ...context, sources: read },
  );
  return (JSON.parse(text) as Sarif).runs[0]?.results ?? [];
}
