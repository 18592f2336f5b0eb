import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadSettings, readStackFile, Secret, SettingsError, settingsFromConfig } from "../../stacks/config";
import { video } from "../fixtures/catalogs/video";
import { certificate } from "./certificate";
import { example, exampleWith } from "./example";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "twincloud-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(content: string, name = "Pulumi.test.yaml"): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** What is wrong with a file, without the folder it stands in. */
function problemOf(file: string): string {
  try {
    readStackFile(file);
  } catch (error) {
    if (error instanceof SettingsError) return error.message.replaceAll(`${folder}/`, "");
    throw error;
  }
  return "nothing";
}

describe("a stack file", () => {
  it("names its stack", () => {
    expect(readStackFile(write("config: { a:b: 1 }", "Pulumi.blue-2.yaml")).stack).toBe("blue-2");
  });

  it("is read with its anchors and merge keys, as the CLI reads them", () => {
    const file = write("config:\n  a:base: &base { x: 1 }\n  a:more: { <<: *base, y: 2 }\n");
    expect(readStackFile(file).values["a:more"]).toEqual({ x: 1, y: 2 });
  });

  it("keeps its encrypted values to itself, at any depth", () => {
    const file = write(
      "config:\n  a:top: { secure: v1:abc }\n  a:deep: { list: [{ key: { secure: v1:abc } }] }\n",
    );
    const { values, runtime } = readStackFile(file);
    expect(values["a:top"]).toBeInstanceOf(Secret);
    expect(runtime).toEqual({
      config: { "a:top": "[secret]", "a:deep": '{"list":[{"key":"[secret]"}]}' },
      secretKeys: ["a:top", "a:deep"],
    });
    expect(inspect({ values, runtime }, { depth: null })).not.toContain("v1:abc");
  });

  it("takes a map for encrypted only where `secure` is its one key", () => {
    const file = write("config:\n  a:b: { secure: true }\n  a:c: { secure: x, more: y }\n");
    expect(readStackFile(file).runtime.secretKeys).toEqual([]);
  });

  it.each([
    ["is empty", "", "found an empty file, wanted a map with the settings below config:"],
    ["holds comments only", "# soon\n", "found an empty file, wanted a map with the settings below config:"],
    ["is a list", "- config\n", "found a list of 1, wanted a map with the settings below config:"],
    ["is text", "config\n", 'found "config", wanted a map with the settings below config:'],
    ["has no config", "encryptionsalt: v1:abc\n", "config: found nothing, wanted the settings, a map"],
    ["has an empty config", "config:\n", "config: found nothing, wanted the settings, a map"],
    ["has a list for a config", "config: [a]\n", "config: found a list of 1, wanted the settings, a map"],
  ])("is refused when it %s", (_, content, line) => {
    expect(problemOf(write(content))).toBe(`Pulumi.test.yaml: ${line}`);
  });

  it.each([
    ["merges what is no map", "config: {<<: 5}", "Merge sources must be maps"],
    ["names what was never said", "config: { a: *b }", "Unresolved alias"],
    ["is nested without brackets", `config:\n${"- ".repeat(20_000)}`, "isn't YAML"],
    ["holds itself", "config: &a\n  b: *a", "holds itself by an alias"],
  ])("is refused in a line when it %s", (_, content, found) => {
    expect(problemOf(write(content))).toContain(found);
  });

  it("that isn't YAML is refused with the line", () => {
    expect(problemOf(write("config:\n  a:b: [1, 2\n  a:c: 3\n"))).toMatch(
      /^Pulumi\.test\.yaml:3: found what isn't YAML \(.+\), wanted YAML$/m,
    );
  });

  it("that says a key twice is refused with the line", () => {
    expect(problemOf(write("config:\n  a:b: 1\n  a:b: 2\n"))).toBe(
      "Pulumi.test.yaml:3: found what isn't YAML (Map keys must be unique), wanted YAML",
    );
  });

  it("with an alias that leads nowhere is refused", () => {
    expect(problemOf(write("config: { a:b: *gone }\n"))).toMatch(
      /^Pulumi\.test\.yaml: found .*gone.*, wanted YAML$/,
    );
  });

  it.each([
    ["a list that holds itself by an alias", "config: { a:b: &a [*a] }\n"],
    ["lists nested 20,000 deep", `config: { a:b: ${"[".repeat(20_000)}${"]".repeat(20_000)} }\n`],
    [
      "a text of JSON nested 20,000 deep",
      `config: { twincloud:sites: '${"[".repeat(20_000)}${"]".repeat(20_000)}' }\n`,
    ],
  ])("with %s is refused with a line", (_, text) => {
    expect(problemOf(write(text))).toMatch(
      /^Pulumi\.test\.yaml: found lists and maps nested deeper than 500 levels.*$/,
    );
  });

  it("is refused under another name", () => {
    expect(problemOf(write("config: {}", "prod.yaml"))).toBe(
      "prod.yaml: found a file of another name, wanted a stack file, Pulumi.<stack>.yaml",
    );
  });

  it("of a stack whose name no bucket could begin with is refused", () => {
    expect(problemOf(write("config: {}", "Pulumi.My_Stack.yaml"))).toBe(
      'Pulumi.My_Stack.yaml: found a stack named "My_Stack", wanted a name of 1 to 20 lower-case letters, digits and hyphens, as buckets and repositories begin with it',
    );
  });

  it("that isn't there is refused", () => {
    expect(problemOf(join(folder, "Pulumi.gone.yaml"))).toBe(
      "Pulumi.gone.yaml: found no such file, wanted a stack file",
    );
  });
});

describe("settings from a running program's configuration", () => {
  /** As the CLI, which decrypts, hands over what stands in a file. */
  function runtimeOf(values: Record<string, unknown>) {
    return readStackFile(write(stringify({ config: values }))).runtime.config;
  }

  it("are those of the stack file", () => {
    const values = exampleWith({ protect: false, "sites.1.kubernetesVersion": "1.30" });
    const loaded = loadSettings(values, { file: "file", catalog: video });
    expect(settingsFromConfig(runtimeOf(values), { file: "file", catalog: video })).toEqual(
      loaded.ok && loaded.settings,
    );
  });

  it("hold the private key as a secret", () => {
    const edgeTls = { certificate, key: "-----BEGIN PRIVATE KEY-----\nMIIB" };
    const settings = settingsFromConfig(runtimeOf(exampleWith({ edgeTls })), {
      file: "file",
      catalog: video,
    });
    expect(settings.edgeTls?.key.reveal()).toBe(edgeTls.key);
    expect(JSON.stringify(settings)).not.toContain("PRIVATE KEY");
  });

  it("are had from a preview that can't decrypt", () => {
    const edgeTls = { certificate, key: { secure: "v1:abc" } };
    const settings = settingsFromConfig(runtimeOf(exampleWith({ edgeTls })), {
      file: "file",
      catalog: video,
    });
    expect(settings.edgeTls?.key.reveal()).toBe("[secret]");
  });

  it.each([
    ["2026-10-01 06:00:00 +0000 UTC", "2026-10-01T06:00:00Z"],
    ["2026-10-01 06:00:00 +0200 +0200", "2026-10-01T06:00:00+02:00"],
  ])("take %s, which Pulumi makes of a time without quotes", (until, iso) => {
    const drain = [{ site: "aws-us-east-2", until, reason: "storm" }];
    const settings = settingsFromConfig(runtimeOf(exampleWith({ drain })), { file: "file", catalog: video });
    expect(settings.drain[0]?.until).toBe(iso);
  });

  it("are refused for a key that isn't known", () => {
    const config = { ...runtimeOf(example()), "twincloud:drian": "[]" };
    expect(() => settingsFromConfig(config, { file: "Pulumi.test.yaml", catalog: video })).toThrow(
      /^Pulumi\.test\.yaml: twincloud:drian: found a key that isn't known, wanted drain \(/,
    );
  });

  it("are refused for a list that isn't JSON", () => {
    const config = { ...runtimeOf(example()), "twincloud:adminCidrs": "203.0.113.0/24" };
    expect(() => settingsFromConfig(config, { file: "file", catalog: video })).toThrow(
      'file: twincloud:adminCidrs: found "203.0.113.0/24", wanted a list of one or more public IPv4 networks',
    );
  });
});
