import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { renderDrillJson } from "../../drill/report/json";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { renderJson } from "../../report/json";
import { survivalOf } from "../../resilience/verdict/survival";
import { schemaPage } from "../../tools/schema-page";
import { outcome, outsideOutcome } from "../drill/report/outcome-fixture";
import { fixtureFile, fixtureNames } from "../fixtures/stacks";
import { stackGraph } from "../support/graphs";

const root = path.resolve(__dirname, "../..");

/** What is written in docs/, as another program would read it. */
function formOf(id: string): z.ZodType {
  const text = readFileSync(path.join(root, `docs/${id}.schema.json`), "utf8");
  return z.fromJSONSchema(JSON.parse(text));
}

const problemsOf = (form: z.ZodType, value: unknown): readonly string[] =>
  form.safeParse(value).error?.issues.map(({ path: at, message }) => `${at.join(".")}: ${message}`) ?? [];

/** A copy with one thing changed. */
function changed<T>(value: T, change: (copy: T) => void): T {
  const copy = structuredClone(value);
  change(copy);
  return copy;
}

describe("docs/preview.schema.json", () => {
  const form = formOf("preview");
  const now = new Date("2026-11-22T00:00:00Z");
  const previewOf = (name: (typeof fixtureNames)[number]) => {
    const graph = stackGraph(name);
    const policy = judge(graph, rules, packSettings(graph, now));
    return JSON.parse(
      renderJson({ stack: name, graph, judgedAt: now, policy, survival: survivalOf(graph, { now }) }),
    );
  };

  it.each(fixtureNames)("takes the preview of %s", (name) => {
    expect(problemsOf(form, previewOf(name))).toEqual([]);
  });

  it("refuses a field that it doesn't know, and a state that there isn't", () => {
    const preview = previewOf("ashburn-alone");
    expect(
      problemsOf(
        form,
        changed(preview, (one) => Object.assign(one.policy, { x: 1 })),
      ),
    ).toHaveLength(1);
    expect(
      problemsOf(
        form,
        changed(preview, ({ survival }) => {
          survival.calm.feed.state = "sleepy";
        }),
      ),
    ).toHaveLength(1);
  });
});

describe("docs/drill.schema.json", () => {
  it.each([outcome, outsideOutcome])("takes a drill's file, %#", (one) => {
    expect(problemsOf(formOf("drill"), JSON.parse(renderDrillJson(one)))).toEqual([]);
  });

  it("refuses one that lacks what was measured", () => {
    const file = JSON.parse(renderDrillJson(outcome));
    delete file.all.measured;
    expect(problemsOf(formOf("drill"), file)).not.toEqual([]);
  });
});

describe("docs/redundancy.schema.json", () => {
  const form = formOf("redundancy");

  it("takes a whole file", () => {
    const file = `
profile: multi-region
levels: { min-regions: mandatory, image-digest: disabled }
zones: 3
jurisdiction: us
objectives: { survive: [zone, site], maxRtoSeconds: 60, capacity: { atOnce: 0.5, withinSeconds: 600, then: 1 } }
exemptions: [{ rule: min-regions, urn: "*", reason: r, owner: o, expires: "2026-12-31" }]`;
    expect(problemsOf(form, parse(file))).toEqual([]);
  });

  it.each(["profile: regional", "zone: 2", "levels: { min-region: advisory }", "zones: 0"])(
    "refuses %s",
    (text) => {
      expect(problemsOf(form, parse(text))).not.toEqual([]);
    },
  );
});

describe("docs/stack.schema.json", () => {
  const form = formOf("stack");
  const fileOf = (name: (typeof fixtureNames)[number]) => parse(readFileSync(fixtureFile(name), "utf8"));

  it.each(fixtureNames)("takes the stack file of %s, whatever its capabilities are called", (name) => {
    expect(problemsOf(form, fileOf(name))).toEqual([]);
  });

  it("refuses a setting that there isn't, and leaves those of others alone", () => {
    const misspelt = changed(fileOf("prod"), ({ config }) =>
      Object.assign(config, { "twincloud:domian": "x" }),
    );
    expect(problemsOf(form, misspelt)).not.toEqual([]);
    const others = changed(fileOf("prod"), ({ config }) =>
      Object.assign(config, { "aws:region": "us-east-2" }),
    );
    expect(problemsOf(form, others)).toEqual([]);
  });

  it("takes an encrypted key, and none in plain text", () => {
    const withKey = (key: unknown) =>
      changed(fileOf("prod"), ({ config }) =>
        Object.assign(config, { "twincloud:edgeTls": { certificate: "PEM", key } }),
      );
    expect(problemsOf(form, withKey({ secure: "v1:x" }))).toEqual([]);
    expect(problemsOf(form, withKey("-----BEGIN PRIVATE KEY-----"))).not.toEqual([]);
  });
});

describe("a page made from a schema", () => {
  it("has a row a key, with what it is and whether it is needed", () => {
    const schema = {
      properties: {
        name: { type: "string", description: "a name" },
        sizes: {
          type: "array",
          items: { properties: { gb: { type: "integer", minimum: 1 } }, required: ["gb"] },
        },
        by: { additionalProperties: { anyOf: [{ type: "number" }, { type: "null" }] } },
        kind: { enum: ["a", "b"], default: "a" },
      },
      required: ["name"],
    };
    expect(schemaPage({ title: "T", about: "About.", schema, byHand: true }).split("\n").slice(5)).toEqual([
      "| key | what it is | needed |",
      "|---|---|---|",
      "| `name` | a name | yes |",
      "| `sizes` | list of maps | no |",
      "| `sizes[].gb` | whole number from 1 | yes |",
      "| `by` | map | no |",
      "| `by.<capability>` | number or null | no |",
      '| `kind` | `a`, `b` | no: `"a"` |',
      "",
    ]);
  });
});
