import { describe, expect, it } from "vitest";
import { graphOf } from "../../graph/graph";
import type { Changes } from "../../report/changes-model";
import { renderJson } from "../../report/json";
import type { PreviewReport } from "../../report/model";
import { previewJson } from "../../report/preview-schema";
import { resource, twoSites } from "../graph/fixtures";

/** What is written, which has no field that docs/preview-json.md doesn't name. */
const parse = (report: PreviewReport): Record<string, unknown> =>
  previewJson.parse(JSON.parse(renderJson(report)));
const vpc = resource("aws:ec2/vpc:Vpc", "vpc", {
  id: "vpc-1",
  parent: "parent",
  provider: "provider",
  placement: { provider: "aws", region: "us-east-2", metro: "Columbus" },
  inputs: { b: 1, a: { d: 2, c: 3 } },
  outputs: { arn: "x" },
  protect: true,
  source: { file: "components/aws/network.ts", line: 7 },
});

describe("preview.json", () => {
  it("has the version, the stack and of each resource what others may rely on, and nothing else", () => {
    expect(parse({ stack: "prod", graph: graphOf([vpc]) })).toEqual({
      version: 2,
      stack: "prod",
      coverage: { understood: 1, total: 1, unknown: [] },
      resources: [
        {
          urn: vpc.urn,
          type: "aws:ec2/vpc:Vpc",
          name: "vpc",
          parent: "parent",
          provider: "provider",
          placement: { provider: "aws", region: "us-east-2", metro: "Columbus" },
          protect: true,
          inputs: { a: { c: 3, d: 2 }, b: 1 },
          source: { file: "components/aws/network.ts", line: 7 },
        },
      ],
    });
  });

  it("says of changes both values of each input, why the rest, and what is lost, refused and hurts", () => {
    const inputs = [{ path: "spec.replicas", old: 1, new: 2 }];
    const changes: Changes = {
      against: "base.json",
      headline: "deletes store d",
      data: [{ urn: "d", loss: "store" }],
      create: ["c"],
      update: [{ urn: "u", inputs }],
      replace: [{ urn: "r", because: "cidrBlock", inputs }],
      delete: ["d"],
      refused: [{ urn: "d", because: "protected" }],
      warnings: [{ urn: "r", because: "it hurts", brief: "hurts" }],
      notes: [{ urn: "u", kind: "taint", text: "marked as tainted" }],
    };
    const moved = { scenario: "site:x", capability: "feed", old: "up", new: "down never" };
    const survivalChanges = { worse: { line: "one line", all: [moved] }, better: { all: [] } };
    expect(parse({ stack: "prod", graph: graphOf([]), changes, survivalChanges }).changes).toEqual({
      headline: "deletes store d",
      data: ["d"],
      create: ["c"],
      update: [{ urn: "u", inputs }],
      replace: [{ urn: "r", because: "cidrBlock", inputs }],
      delete: ["d"],
      refused: [{ urn: "d", because: "protected" }],
      warnings: [{ urn: "r", because: "it hurts" }],
      verdicts: { worse: [moved], better: [] },
      notes: [{ urn: "u", kind: "taint", text: "marked as tainted" }],
    });
  });

  it("has the sections on policy and survival once there are such verdicts", () => {
    const policy = {
      ...{ verdict: "met" as const, ours: true, doubts: [], answers: {}, violations: [], unknown: [] },
      ...{ exempted: [], warnings: [], drained: [], rules: 0 },
    };
    const survival = {
      ...{ verdict: "met" as const, because: [], before: [], nothing: false, misses: [], untold: [] },
      ...{ calm: {}, sites: [], scenarios: [], demand: 0.5, yearly: { kinds: {}, total: {}, untold: [] } },
    };
    expect(parse({ stack: "prod", graph: graphOf([]), policy, survival })).toMatchObject({
      version: 2,
      coverage: { understood: 0, total: 0, unknown: [] },
      policy: { verdict: "met", violations: [], unknown: [], exempted: [] },
      survival: { verdict: "met", because: [], misses: [], untold: [], calm: {}, scenarios: [] },
    });
    expect(Object.keys(parse({ stack: "prod", graph: graphOf([]) }))).toEqual([
      "version",
      "stack",
      "coverage",
      "resources",
    ]);
  });

  it("says of a miss what was found, what is allowed and at which demand it was played", () => {
    const miss = {
      ...{
        scenario: "site:x",
        capability: "feed",
        objective: "rto" as const,
        demand: 0.1,
        found: 240,
        served: 1,
      },
      ...{ wanted: 120, text: "takes 240 s to recover, 120 s over its objective of 120 s" },
    };
    const survival = {
      ...{ verdict: "missed" as const, because: [], before: [], nothing: false, misses: [miss], untold: [] },
      ...{ calm: {}, sites: [], scenarios: [], demand: 0.5, yearly: { kinds: {}, total: {}, untold: [] } },
    };
    expect(parse({ stack: "prod", graph: graphOf([]), survival }).survival).toMatchObject({
      misses: [
        {
          ...{ scenario: "site:x", capability: "feed", objective: "rto", value: 240, allowed: 120 },
          ...{ demand: 0.1, text: miss.text },
        },
      ],
    });
  });

  it("gives the same bytes for the same graph, in whatever order it was registered", () => {
    const graph = twoSites(vpc);
    const reversed = graphOf([...graph.resources].reverse());
    expect(renderJson({ stack: "s", graph: reversed })).toBe(renderJson({ stack: "s", graph }));
  });

  it("leaves out the notes that providers make among the inputs", () => {
    const bucket = resource("aws:s3/bucket:Bucket", "b", {
      inputs: { __defaults: ["bucket"], bucket: "b", rule: { __defaults: [], days: 1 } },
    });
    const [written] = parse({ stack: "s", graph: graphOf([bucket]) }).resources as { inputs: object }[];
    expect(written?.inputs).toEqual({ bucket: "b", rule: { days: 1 } });
  });
});
