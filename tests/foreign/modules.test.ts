import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { graphOf, root } from "./corpus";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-modules-"));
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

const sourcesOf = async () => {
  const { resources } = await graphOf(folder);
  return Object.fromEntries(
    resources.flatMap(({ type, name, source }) => (type.startsWith("aws:") ? [[name, source]] : [])),
  );
};

describe("a program of ES modules", () => {
  it("in JavaScript is run, and its resources are on their own lines", async () => {
    write({
      "Pulumi.yaml": "name: modules\nruntime: nodejs\n",
      "package.json": '{ "type": "module", "main": "index.mjs" }',
      "index.mjs":
        'import * as aws from "@pulumi/aws";\nimport { topic } from "./topic.mjs";\n\nexport const arn = topic("inner").arn;\nnew aws.sns.Topic("outer", {});\n',
      "topic.mjs":
        'import * as aws from "@pulumi/aws";\nexport function topic(name) {\n  return new aws.sns.Topic(name, {});\n}\n',
    });
    expect(await sourcesOf()).toMatchObject({
      inner: { file: "topic.mjs", line: 3 },
      outer: { file: "index.mjs", line: 5 },
    });
  });

  it("in TypeScript is run by the loader that its project names", async () => {
    write({
      "Pulumi.yaml": "name: modules\nruntime:\n  name: nodejs\n  options: { nodeargs: --import tsx }\n",
      "package.json": '{ "type": "module", "main": "index.ts" }',
      "index.ts":
        'import * as aws from "@pulumi/aws";\nimport { tags } from "./tags.js";\nawait Promise.resolve();\nnew aws.sns.Topic("outer", { tags } satisfies aws.sns.TopicArgs);\n',
      "tags.ts": "export const tags: Record<string, string> = { from: import.meta.url.slice(0, 5) };\n",
    });
    const { resources } = await graphOf(folder);
    expect(resources.find(({ name }) => name === "outer")?.inputs).toMatchObject({ tags: { from: "file:" } });
  });

  it("in TypeScript without a loader says what it lacks", async () => {
    write({
      "Pulumi.yaml": "name: modules\nruntime: nodejs\n",
      "package.json": '{ "type": "module", "main": "index.ts" }',
      "index.ts": "export const a: number = 1;\n",
    });
    const given = ["--require", "tsx/cjs", "cli/cli.ts", "check", "--program", folder, "--stack", "dev"];
    const { status, stderr } = spawnSync(process.execPath, given, { cwd: root, encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toContain("only with ts-node 10 or later installed there, or with a loader");
  });
});
