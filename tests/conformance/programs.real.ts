import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createEmbeddedAnswers } from "../../answers/embedded";
import { runProgram } from "../../engine";
import { graphOfRun } from "../../engine/graph-of-run";
import { graphFromState } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { parseFailures } from "../../sandbox/failures";
import { findPulumi } from "../../sandbox/pulumi";
import { type Providers, startProviders } from "../../sandbox/servers";
import { prepareStack } from "../../sandbox/workspace";
import { comparable } from "./comparable";
import { programs } from "./programs/programs";
import { runApart } from "./run-apart";
import { describeWithPulumi } from "./sandboxed";

const project = path.join(__dirname, "programs");

describeWithPulumi("both engines make the same of", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "twincloud-programs-"));
  let providers: Providers;
  beforeAll(async () => {
    providers = await startProviders({ failures: parseFailures([]), skipUnreachable: false });
  });
  afterAll(() => {
    providers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(Object.keys(programs))("%s", async (name) => {
    const stack = name.replaceAll(" ", "-");
    const config = { "small:program": name, "aws:region": "us-east-2" };
    const embedded = await runProgram(() => programs[name]?.(), {
      project: "small",
      stack,
      config,
      answers: createEmbeddedAnswers(),
      sourceRoots: ["tests"],
    });
    expect(comparable(await byTheCli(stack, config))).toEqual(comparable(graphOfRun(embedded.resources)));
  });

  async function byTheCli(stack: string, config: Readonly<Record<string, string>>): Promise<Graph> {
    const cli = findPulumi(process.env) ?? "";
    const runtime = { config, secretKeys: [] };
    const file = { file: "", stack, values: config, fromProject: [], runtime };
    const { env, configFile } = await prepareStack(file, { cli, project: "small", folder, env: process.env });
    const run = (args: readonly string[]) =>
      runApart(cli, [...args, "--stack", stack], project, {
        ...env,
        PULUMI_DEBUG_PROVIDERS: providers.addresses,
      });
    // With the preview that comes before, in which nothing is known of what isn't made yet.
    await run(["up", "--yes", "--non-interactive", "--config-file", configFile]);
    return graphFromState(await run(["stack", "export"]));
  }
});
