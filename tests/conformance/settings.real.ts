/** Our reader of settings against the CLI's, on files that nobody should write and somebody does. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findPulumi } from "../../sandbox/pulumi";
import { readProjectFile, readStackFile } from "../../stacks/config";
import { describeWithPulumi } from "./sandboxed";

const project = `
name: twincloud
runtime: nodejs
config:
  protect: { type: boolean, default: false }
  nodes: { type: object, default: { oci: { ocpus: 010, memoryGb: 1_6.5 } } }
  dns: { type: object, default: { ttl: 30, failureThreshold: 3 } }
  drain: { type: array, items: { type: object }, default: [] }
  domain: { type: string, default: never.example.com }
  half: { value: 0.50 }
  short: true
  list: [1, 0x1F, "010"]
  twincloud:config:old: 5
  aws:region: us-east-2
  oci:retries: { value: 07 }
`;

const numbers =
  "30 -5 +5 010 -010 0o10 00 -0 08 01.5 0x1F 0X1f -0x1f 0x 0b101 1_000 0_10 1_2.5e1 1. .5 -.5 1e3 1e400 0.1e-7 9007199254740993 18446744073709551615";
const words = 'yes no on y True FALSE "true" "010" 12ab 1.2.3 10.0.0.0/16';
const ugly = [...numbers.split(" "), ...words.split(" ")];

const stack = `
config:
  domain: clips.example.com
  twincloud:kubernetesVersion: 1.30
  twincloud:dns: { ttl: 60 }
  twincloud:config:alerts: { email: a@b.c }
  twincloud:adminCidrs: '["203.0.113.0/24"]'
  twincloud:unreachable:
  a:deep: { 010: x, 1: [08, 1_0, no, null, "1"], true: { secure: true } }
  a:base: &base { x: 1 }
  a:more: { <<: *base, y: 2 }
${ugly.map((written, index) => `  a:ugly${index}: ${written}`).join("\n")}
`;

describeWithPulumi("a project's and a stack's file", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "twincloud-settings-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const [projectFile, stackFile] = ["Pulumi.yaml", "Pulumi.test.yaml"].map((name) => path.join(folder, name));
  const state = path.join(folder, "state");

  function pulumi(...args: string[]): string {
    const env = {
      ...process.env,
      PULUMI_BACKEND_URL: pathToFileURL(state).href,
      PULUMI_HOME: path.join(folder, "home"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const cli = findPulumi(process.env) ?? "";
    return execFileSync(cli, args, { cwd: folder, env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  }

  beforeAll(() => {
    mkdirSync(state);
    writeFileSync(projectFile ?? "", project);
    pulumi("stack", "init", "test", "--no-select");
    writeFileSync(stackFile ?? "", stack);
  });

  it("give the preview what `pulumi config` gives", () => {
    const told = JSON.parse(pulumi("config", "--stack", "test", "--json")) as Record<
      string,
      { value: string }
    >;
    const byTheCli = Object.entries(told).map(([key, { value }]) => [key, value] as const);
    const { config } = readStackFile(stackFile ?? "", readProjectFile(projectFile ?? "")).runtime;
    expect(compared(Object.entries(config))).toEqual(compared(byTheCli));
  });
});

/** Maps and lists as what they hold, as only the CLI sorts their keys; every other text as it is. */
function compared(config: readonly (readonly [string, string])[]): Record<string, unknown> {
  return Object.fromEntries(config.map(([key, text]) => [key, /^[[{]/.test(text) ? JSON.parse(text) : text]));
}
