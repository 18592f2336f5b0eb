import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { keepable } from "../../cli/foreign/record/keepable";
import { withLookUps } from "../../cli/foreign/record/write-lookups";
import { Secret } from "../../engine/values";
import { parseFailures } from "../../sandbox/failures";
import { startProviders } from "../../sandbox/servers";
import { inProject, root } from "./corpus";

const program = `
const aws = require("@pulumi/aws");
const oci = require("@pulumi/oci");
const ami = aws.ec2.getAmiOutput({ owners: ["amazon"], mostRecent: true });
const services = oci.core.getServicesOutput({});
const parameter = aws.ssm.getParameterOutput({ name: "/db" });
const gone = aws.ec2.getCustomerGatewayOutput({ id: "cgw-1" });
const vpc = new aws.ec2.Vpc("v", { cidrBlock: "10.0.0.0/16" });
const late = aws.ec2.getSubnetsOutput({ filters: [{ name: "vpc-id", values: [vpc.id] }] });
aws.iam.getPolicyDocumentOutput({ statements: [] });
new aws.ec2.Instance("web", { ami: ami.id, instanceType: "t4g.small", tags: { name: ami.name, secret: parameter.value, gone: gone.bgpAsn } });
new aws.sns.Topic("late", { displayName: late.ids[0] });
exports.service = services.services[0].cidrBlock;
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-recording-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
  readonly lookups: string | undefined;
}

/** `check --record` of the program, as a process of its own. */
async function record(env: Readonly<Record<string, string>>, before?: string): Promise<Ended> {
  const file = path.join(folder, "program.js");
  writeFileSync(file, program);
  return inProject(
    { name: "program", file, config: ["aws:region=us-west-2", "oci:region=us-ashburn-1"] },
    async (project) => {
      const lookups = path.join(project, "lookups.yaml");
      if (before !== undefined) writeFileSync(lookups, before);
      const given = ["check", "--program", project, "--stack", "dev", "--record"];
      const child = spawn(process.execPath, ["--require", "tsx/cjs", "cli/cli.ts", ...given], {
        cwd: root,
        env: { HOME: folder, ...env },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let stderr = "";
      child.stderr.on("data", (data) => {
        stderr += data;
      });
      const code = await new Promise<number | null>((done) => {
        child.once("close", done);
      });
      try {
        return { code, stderr, lookups: readFileSync(lookups, "utf8") };
      } catch {
        return { code, stderr, lookups: undefined };
      }
    },
  );
}

/** The provider's program in a folder of its own, as on PATH. */
function provider(): string {
  const binary = path.join(folder, "pulumi-resource-aws");
  const script = path.join(__dirname, "provider.cjs");
  writeFileSync(binary, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  chmodSync(binary, 0o755);
  return `${folder}${path.delimiter}${process.env.PATH}`;
}

describe("--record", () => {
  it("asks installed and running providers, with the user's environment, for what isn't there yet", async () => {
    const sandbox = await startProviders({ failures: parseFailures([]), skipUnreachable: false });
    try {
      const {
        code,
        stderr,
        lookups = "",
      } = await record(
        {
          PATH: provider(),
          PULUMI_DEBUG_PROVIDERS: sandbox.addresses.replace(/aws:\d+,?/, ""),
          TWINCLOUD_TEST_ACCOUNT: "42",
        },
        "# by hand\nlookUps:\n  - { token: 'aws:index/getRegion:getRegion', result: { name: x } } # mine\nstacks: { a/b/c: { d: 1 } }\n",
      );
      expect([code, stderr]).toEqual([0, expect.stringContaining("3 look-ups recorded in")]);
      expect(lookups).toMatch(/^# by hand\n/);
      expect(lookups).toContain("# mine");
      expect(lookups).not.toMatch(/hunter2|not-for-a-file/);
      const { lookUps, stacks } = parse(lookups);
      expect(stacks).toEqual({ "a/b/c": { d: 1 } });
      expect(lookUps.map(({ token }: { token: string }) => token).sort()).toEqual([
        "aws:ec2/getAmi:getAmi",
        "aws:index/getRegion:getRegion",
        "aws:ssm/getParameter:getParameter",
        "oci:Core/getServices:getServices",
      ]);
      expect(lookUps.find(({ token }: { token: string }) => token.includes("getAmi"))).toEqual({
        token: "aws:ec2/getAmi:getAmi",
        args: { owners: ["amazon"], mostRecent: true },
        result: {
          id: "ami-0123456789abcdef0",
          architecture: "arm64",
          ownerId: "amazon",
          name: "image of 42 in us-west-2",
        },
      });
      expect(stderr).toContain("getCustomerGateway was asked in vain: empty result");
      expect(stderr).toContain("getParameter: value is secret, or looks like it: left out");
    } finally {
      sandbox.stop();
    }
  });

  it("says which provider is missing, and how to get it", async () => {
    const { code, stderr, lookups } = await record({ PATH: process.env.PATH ?? "" });
    expect(code).toBe(2);
    expect(lookups).toBeUndefined();
    expect(stderr).toMatch(
      /--record: found no pulumi-resource-aws in .*resource-aws-v\d.* or on PATH; wanted .*pulumi plugin install resource aws \d/,
    );
    expect(stderr).toContain("pulumi-resource-oci");
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe("what is recorded", () => {
  it("holds nothing that is secret, is named so, or looks like it", () => {
    const key = ["-----BEGIN RSA", "PRIVATE KEY-----\nabc"].join(" ");
    expect(
      keepable({
        id: "i-1",
        password: "p",
        sealed: new Secret("s"),
        inside: { dbPassword: "q", port: 5432 },
        list: [{ token: "t", name: "n" }],
        pems: ["plain", key],
      }),
    ).toEqual({
      result: { id: "i-1", inside: { port: 5432 }, list: [{ name: "n" }] },
      leftOut: ["password", "sealed", "inside.dbPassword", "list[0].token", "pems"],
    });
  });

  it("is a list in a file of its own, where there was none", () => {
    const text = withLookUps("", [{ token: "a:b:c", args: {}, result: { d: [1, "e"] } }]);
    expect(text).toMatch(/^# What was looked up/);
    expect(parse(text)).toEqual({ lookUps: [{ token: "a:b:c", result: { d: [1, "e"] } }] });
  });

  it("goes into a file that has stacks alone", () => {
    expect(parse(withLookUps("stacks:\n  a: {}\n", [{ token: "t", args: { x: 1 }, result: {} }]))).toEqual({
      stacks: { a: {} },
      lookUps: [{ token: "t", args: { x: 1 }, result: {} }],
    });
  });
});
