import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readProjectFile, readStackFile, Secret, SettingsError } from "../../stacks/config";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "twincloud-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** A stack file's values beside a project that is named twincloud and declares what is given. */
function valuesOf(declared: string, config: string): Readonly<Record<string, unknown>> {
  return stackOf(declared, config).values;
}

function stackOf(declared: string, config: string) {
  const project = readProjectFile(write("Pulumi.yaml", `name: twincloud\nconfig: ${declared}\n`));
  return readStackFile(write("Pulumi.test.yaml", `config: ${config}\n`), project);
}

function problemOf(declared: string, config = "{ a:b: 1 }"): string {
  try {
    valuesOf(declared, config);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.replaceAll(`${folder}/`, "");
    throw error;
  }
  return "nothing";
}

describe("what the project's file declares", () => {
  it.each([
    ["a default", "{ protect: { type: boolean, default: false } }", false],
    ["a value", "{ protect: { value: false } }", false],
    ["a value in short", "{ protect: false }", false],
    ["a value under its full key", "{ twincloud:protect: false }", false],
    ["a value under the old form of its key", "{ twincloud:config:protect: false }", false],
    ["a list in short", "{ protect: [a] }", ["a"]],
  ])("gives a stack without the key %s", (_, declared, value) => {
    expect(valuesOf(declared, "{ a:b: 1 }")["twincloud:protect"]).toEqual(value);
  });

  it.each([
    ["twincloud:protect", "{ twincloud:protect: true }"],
    ["protect", "{ protect: true }"],
    ["twincloud:config:protect", "{ twincloud:config:protect: true }"],
  ])("gives way to the stack's %s", (_, config) => {
    expect(valuesOf("{ protect: false }", config)["twincloud:protect"]).toBe(true);
  });

  it("adds nothing to a map that the stack has, as the CLI merges whole keys", () => {
    const declared = "{ dns: { type: object, default: { ttl: 30, failureThreshold: 3 } } }";
    expect(valuesOf(declared, "{ twincloud:dns: { ttl: 60 } }")["twincloud:dns"]).toEqual({ ttl: 60 });
  });

  it("gives nothing where it has a type alone", () => {
    expect(valuesOf("{ protect: { type: boolean } }", "{ a:b: 1 }")).toEqual({ "a:b": 1 });
  });

  it("may be nothing at all, or the folder that it once named", () => {
    expect(valuesOf("", "{ a:b: 1 }")).toEqual({ "a:b": 1 });
    expect(valuesOf("stacks", "{ a:b: 1 }")).toEqual({ "a:b": 1 });
  });

  it("hands other namespaces' values on to the program as they are", () => {
    const { runtime } = stackOf("{ aws:region: { value: us-east-2 } }", "{ oci:retries: 07 }");
    expect(runtime.config).toEqual({ "aws:region": "us-east-2", "oci:retries": "7" });
  });

  it("reaches the program as a secret where it is encrypted", () => {
    const declared = "{ edgeTls: { default: { certificate: c, key: { secure: v1:abc } } } }";
    const { values, runtime } = stackOf(declared, "{ a:b: 1 }");
    expect((values["twincloud:edgeTls"] as { key: unknown }).key).toBeInstanceOf(Secret);
    expect(runtime.config["twincloud:edgeTls"]).toBe('{"certificate":"c","key":"[secret]"}');
    expect(runtime.secretKeys).toEqual(["twincloud:edgeTls"]);
  });

  it.each([
    ["a list", "[a]", "config: found a list of 1, wanted a map of declarations"],
    [
      "default and value at once",
      "{ a: { default: 1, value: 2 } }",
      "config.a: found default and value, wanted one of the two",
    ],
    [
      "a fraction in short",
      "{ a: 0.5 }",
      "config.a: found 0.5, wanted a text, a whole number, true or false, a list,",
    ],
    ["a map in short", "{ nodes: { oci: 1 } }", "config.nodes: found a map of oci, wanted a text"],
    [
      "a default for another namespace",
      "{ aws:a: { default: 1 } }",
      "config.aws:a: found no value for a key of another",
    ],
    [
      "a value at a path",
      "{ dns.ttl: 30 }",
      "config.dns.ttl: found a path with a value, wanted the whole value below",
    ],
    [
      "a key of too many parts",
      "{ a:b:c: 30 }",
      "config.a:b:c: found a key of another form, wanted <name> or",
    ],
  ])("is refused when it is %s", (_, declared, problem) => {
    expect(problemOf(declared)).toContain(`Pulumi.yaml: ${problem}`);
  });
});

describe("a stack file beside its project", () => {
  it("is refused when it has a setting in two spellings, of which the CLI takes either", () => {
    expect(problemOf("{}", "{ protect: true, twincloud:protect: false }")).toBe(
      "Pulumi.test.yaml: twincloud:protect: found twincloud:protect in two spellings, wanted each setting once",
    );
  });

  it.each([
    ["a list", "[base, aws/prod]", ' ("base", "aws/prod")'],
    ["a map", "{ values: { pulumiConfig: {} } }", ""],
  ])("is refused when %s says that an environment gives it more", (_, environment, names) => {
    const project = readProjectFile(write("Pulumi.yaml", "name: twincloud\n"));
    const file = write("Pulumi.test.yaml", `environment: ${environment}\nconfig: { a:b: 1 }\n`);
    expect(() => readStackFile(file, project)).toThrow(
      `environment: found an environment of Pulumi ESC${names}, whose settings can't be read without an account, ` +
        "wanted settings in the file itself: put what `pulumi config --stack test` shows below config:",
    );
  });

  it.each(["", "[]", "{}"])("takes %j for no environment", (environment) => {
    const file = write("Pulumi.test.yaml", `environment: ${environment}\nconfig: { a:b: 1 }\n`);
    expect(readStackFile(file).values).toEqual({ "a:b": 1 });
  });
});
