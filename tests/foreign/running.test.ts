import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { environmentFor } from "../../cli/foreign/environment";
import type { Graph } from "../../graph/resource";
import { graphOf, inProject } from "./corpus";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly graph: Graph;
  readonly told: readonly string[];
}

/** Runs a program from its text. */
async function run(
  text: string,
  more: {
    readonly files?: Readonly<Record<string, string>>;
    readonly config?: readonly string[];
    readonly patience?: number;
    readonly asked?: readonly string[];
  } = {},
): Promise<Ran> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-text-"));
  folders.push(folder);
  const file = path.join(folder, "program.js");
  writeFileSync(
    file,
    `"use strict";\nconst pulumi = require("@pulumi/pulumi");\nconst aws = require("@pulumi/aws");\n${text}`,
  );
  const told: string[] = [];
  return inProject({ name: "program", file, config: more.config ?? [] }, async (project) => {
    for (const [name, content] of Object.entries(more.files ?? {}))
      writeFileSync(path.join(project, name), content);
    return { graph: await graphOf(project, { ...more, told }), told };
  });
}

const inputsOf = ({ graph }: Ran, name: string) =>
  graph.resources.find((one) => one.name === name && one.type.startsWith("aws:"))?.inputs;

describe("a program in a process of its own", () => {
  it("is told that this is a preview, and that what nobody answers isn't known", async () => {
    const ran = await run(`
      const p = new aws.Provider("p", { region: "us-east-2" });
      const topic = new aws.sns.Topic("known", {}, { provider: p });
      const domain = new aws.opensearch.Domain("search", {}, { provider: p });
      let applied = false;
      domain.endpoint.apply(() => { applied = true; });
      exports.topic = topic.arn;
      exports.preview = pulumi.runtime.isDryRun();
      exports.endpoint = domain.endpoint;
      exports.applied = pulumi.output(new Promise((r) => setTimeout(() => r(applied), 300)));`);
    expect(ran.graph.stackOutputs.preview).toBe(true);
    expect(ran.graph.stackOutputs.applied).toBe(false);
    expect(ran.graph.stackOutputs.topic).toMatch(/^arn:aws:sns:us-east-2:/);
    expect(ran.graph.stackOutputs.endpoint).toBe("04da6b54-80e4-46f7-96ec-b56ff0331ba9");
  });

  it("gets recorded look-ups and other stacks' outputs, and evaluated policy documents", async () => {
    const ran = await run(
      `
      const zone = aws.route53.getZoneOutput({ name: "example.com" });
      const other = new pulumi.StackReference("acme/net/dev");
      const image = aws.ssm.getParameterOutput({ name: "/aws/service/ecs/optimized-ami/amazon-linux-2/recommended" });
      const document = aws.iam.getPolicyDocumentOutput({ statements: [{ actions: ["s3:GetObject"], resources: ["*"], principals: [{ type: "Service", identifiers: ["a.amazonaws.com", "b.amazonaws.com"] }] }] });
      new aws.sns.Topic("t", { displayName: zone.zoneId, policy: document.json, tags: { vpc: other.getOutput("vpcId"), image: image.value.apply((text) => JSON.parse(text).image_id), all: aws.ec2.getCustomerGatewayOutput({}).id } });`,
      {
        files: {
          "lookups.yaml":
            "lookUps:\n  - { token: 'aws:route53/getZone:getZone', args: { name: example.com }, result: { zoneId: Z123 } }\nstacks:\n  acme/net/dev: net.json\n",
          "net.json": '{ "vpcId": "vpc-1" }',
        },
      },
    );
    const inputs = inputsOf(ran, "t");
    expect(inputs).toMatchObject({
      displayName: "Z123",
      tags: {
        vpc: "vpc-1",
        image: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        all: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      },
    });
    expect(JSON.parse(String(inputs?.policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "*",
          Principal: { Service: ["a.amazonaws.com", "b.amazonaws.com"] },
        },
      ],
    });
    expect(ran.told.filter((line) => line.includes("getCustomerGateway"))).toHaveLength(1);
    expect(ran.told.some((line) => line.includes("getZone") || line.includes("acme/net/dev"))).toBe(false);
  });

  it("gets a placeholder for what is encrypted, and nothing of the environment that it isn't given", async () => {
    process.env.TWINCLOUD_TEST_TOKEN = "very-secret";
    try {
      const ran = await run(
        `
        const secret = new pulumi.Config().requireSecret("password");
        exports.token = process.env.TWINCLOUD_TEST_TOKEN ?? "none";
        exports.home = process.env.HOME !== ${JSON.stringify(os.homedir())};
        new aws.ssm.Parameter("p", { type: "SecureString", value: secret });`,
        { config: ["password={ secure: v1:abc }"] },
      );
      expect(ran.graph.stackOutputs).toMatchObject({ token: "none", home: true });
      expect(inputsOf(ran, "p")?.value).toBe("[secret]");
    } finally {
      delete process.env.TWINCLOUD_TEST_TOKEN;
    }
    expect(environmentFor({ A: "1", AWS_SECRET_ACCESS_KEY: "x" }, ["A"], "/h")).toMatchObject({
      A: "1",
      HOME: "/h",
    });
    expect(environmentFor({ AWS_SECRET_ACCESS_KEY: "x" }, [], "/h")).not.toHaveProperty(
      "AWS_SECRET_ACCESS_KEY",
    );
    expect(() => environmentFor({}, ["B"], "/h")).toThrow("--env B: isn't set");
  });

  it("has transforms of its own called back, and its remote components stand for themselves", async () => {
    const ran = await run(`
      pulumi.runtime.registerStackTransform((args) => args.type === "aws:sns/topic:Topic" ? { props: { ...args.props, displayName: "changed" }, opts: args.opts } : undefined);
      class Remote extends pulumi.ComponentResource { constructor(name) { super("awsx:ec2:Vpc", name, { vpcId: undefined }, {}, true); } }
      const vpc = new Remote("net");
      new aws.sns.Topic("t", { tags: { vpc: vpc.vpcId } });`);
    expect(inputsOf(ran, "t")).toMatchObject({
      displayName: "changed",
      tags: { vpc: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" },
    });
    expect(ran.graph.notes.map(({ kind, urn }) => [kind, urn.split("::").at(-1)])).toEqual([
      ["opaque", "net"],
    ]);
  });

  it("is ended when nothing comes from it, with what it started", async () => {
    await expect(
      run(`require("node:http").createServer().listen(0);\nnew aws.sns.Topic("t", {});`, { patience: 6 }),
    ).rejects.toThrow(/nothing came from it for 6 seconds, after \d+ resources/);
  });

  it("fails with its own words", async () => {
    const failed = await run(`throw new Error("no such thing");`).catch((error: Error) => error);
    expect(String(failed)).toContain("no such thing");
    expect(String(failed)).toContain("index.js:");
    expect(String(failed)).not.toMatch(/node:internal|node_modules/);
    await expect(run(`new aws.sns.Topic("t", {}); new aws.sns.Topic("t", {});`)).rejects.toThrow(
      "Duplicate resource URN",
    );
  });
});
