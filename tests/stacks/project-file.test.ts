import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { loadSettings, NAMESPACE } from "../../stacks/config";
import { schemaFor } from "../../stacks/schema";
import { video } from "../fixtures/catalogs/video";
import { example, exampleWith, problemsOf } from "./example";

interface Declaration {
  readonly type: string;
  readonly items?: { readonly type: string };
  readonly description: string;
  readonly default?: unknown;
}

const project = parse(readFileSync("Pulumi.yaml", "utf8")) as {
  readonly name: string;
  readonly config: Readonly<Record<string, Declaration>>;
};
const { shape } = schemaFor(video);
const declarations = Object.entries(project.config);

describe("Pulumi.yaml", () => {
  it("names the project as the settings' namespace", () => {
    expect(project.name).toBe(NAMESPACE);
  });

  it("declares every setting, in the order of the schema", () => {
    expect(Object.keys(project.config)).toEqual(Object.keys(shape));
  });

  it("describes every setting, and the items of every list", () => {
    for (const [key, { type, items, description }] of declarations) {
      expect(description, key).toMatch(/\S/);
      expect(items !== undefined, key).toBe(type === "array");
    }
  });

  it("has the same defaults as the schema", () => {
    const defaults = Object.fromEntries(declarations.map(([key, declared]) => [key, declared.default]));
    const withDefaults = loadSettings(exampleWith(defined(defaults)), { file: "file", catalog: video });
    expect(withDefaults).toEqual(loadSettings(example(), { file: "file", catalog: video }));
  });

  it("gives a default to exactly the settings that may be left out", () => {
    const required = declarations
      .filter(([, declared]) => declared.default === undefined)
      .map(([key]) => key);
    const missing = Object.keys(shape).filter(
      (key) => problemsOf(exampleWith({ [key]: undefined })).length > 0,
    );
    expect(missing).toEqual(required);
  });
});

function defined(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
