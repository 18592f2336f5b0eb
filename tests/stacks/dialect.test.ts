/** Values in the spellings that the CLI takes, or writes itself. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { loadSettings, readStackFile, type Settings, settingsFromConfig } from "../../stacks/config";
import { video } from "../fixtures/catalogs/video";
import { example, exampleWith, problemsOf } from "./example";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "twincloud-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(content: string) {
  const file = path.join(folder, "Pulumi.test.yaml");
  writeFileSync(file, content);
  return readStackFile(file);
}

describe("a number in a stack file", () => {
  // What Go's strconv and its YAML make of each: base 0 with underscores left out, else a fraction.
  it.each([
    ["30", 30],
    ["-5", -5],
    ["+5", 5],
    ["010", 8],
    ["0o10", 8],
    ["-010", -8],
    ["08", 8],
    ["0x1F", 31],
    ["-0x1f", -31],
    ["0b101", 5],
    ["1_000", 1000],
    ["0_10", 8],
    ["1.50", 1.5],
    ["01.5", 1.5],
    ["1_0.5", 10.5],
    ["1e3", 1000],
    [".5", 0.5],
    ["18446744073709551615", "18446744073709551615"],
    ["1.2.3", "1.2.3"],
    ["10.0.0.0/16", "10.0.0.0/16"],
    ["2026-10-01T06:00:00Z", "2026-10-01T06:00:00Z"],
    ["0x", "0x"],
    ["1e400", "1e400"],
    ["12ab", "12ab"],
    ['"010"', "010"],
  ])("written %s is %j, as the CLI reads it", (written, value) => {
    expect(read(`config: { "a:b": [${written}] }\n`).values["a:b"]).toEqual([value]);
  });

  it.each(["yes", "no", "on", "off", "y"])("or a word such as %s stays text", (word) => {
    expect(read(`config: { "a:b": ${word} }\n`).values["a:b"]).toBe(word);
  });
});

/** What the preview and the program make of the same file, in this order. */
function bothReaders(values: Record<string, unknown>): (Settings | undefined)[] {
  const stack = read(stringify({ config: values }));
  const options = { file: "file", catalog: video };
  const loaded = loadSettings(stack.values, options);
  return [loaded.ok ? loaded.settings : undefined, settingsFromConfig(stack.runtime.config, options)];
}

describe("a setting as the CLI may have written it", () => {
  it.each([
    ["a fraction as text", { "objectives.capacity.atOnce": "0.6" }],
    ["a whole number as text", { "dns.ttl": "30", "peak.feed.replicas": "6" }],
    ["one of a few numbers as text", { "dns.checkIntervalSeconds": "10" }],
    ["shares as text", { "sites.0.share": "60", "sites.1.share": "40" }],
    ["an account's digits as a number", { "aws.accountId": 123456789012 }],
    ["a list as the JSON that it was given as", { adminCidrs: '["203.0.113.0/24"]' }],
    ["a version as a number, where the program gets a text", { kubernetesVersion: 1.33 }],
    ["true as text", { protect: "true" }],
  ])("%s means the same to the preview and to the program", (_, changes) => {
    const [plain] = bothReaders(example());
    expect(plain).toBeDefined();
    expect(bothReaders(exampleWith(changes))).toEqual([plain, plain]);
  });

  it("is an assumption's number or truth, though it stands as text", () => {
    const [preview] = bothReaders(exampleWith({ assumptions: { a: "0.5", b: "true", c: "word" } }));
    expect(preview?.assumptions).toEqual({ a: 0.5, b: true, c: "word" });
  });

  it("is summed as a number: shares as text that don't make 100 are refused", () => {
    expect(problemsOf(exampleWith({ "sites.1.share": "39.5" }))).toEqual([
      "twincloud:sites: found shares that sum to 99.5, wanted shares that sum to 100",
    ]);
  });

  it.each(["030", "0x1e", " 30", "30s", ""])("is no number as the text %j", (text) => {
    expect(problemsOf(exampleWith({ "dns.ttl": text }))).toHaveLength(1);
  });
});
