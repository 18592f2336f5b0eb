/**
 * `npm run mutate`: what of production's redundancy could be weakened without a rule noticing. Runs in as many
 * processes as there are processors. `--stack` names the stack: without it, the one with the most sites. `--list`
 * prints every mutation that is left uncaught, with the reason.
 */
import { type ChildProcess, fork } from "node:child_process";
import os from "node:os";
import { parseArgs } from "node:util";
import { runStack } from "../cli/program";
import { catalog } from "../stacks/catalog";
import { projectRoot, stackFileOf } from "./mutation/project";
import { type Part, reportLines, type Share } from "./mutation/report";
import { runPart } from "./mutation/run-part";

async function main(): Promise<void> {
  const share: Share | undefined = process.env.MUTATE_SHARE
    ? (JSON.parse(process.env.MUTATE_SHARE) as Share)
    : undefined;
  const stackFile = stackFileOf(wantedStack());
  const graph = await runStack({
    ...stackFile.runtime,
    project: "twincloud",
    stack: stackFile.stack,
    catalog,
    root: projectRoot,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
  if (share) {
    process.send?.(runPart(graph, share));
    return;
  }
  const began = Date.now();
  const of = Math.max(1, Math.min(8, os.availableParallelism()));
  const parts = await Promise.all([
    ...Array.from({ length: of - 1 }, (_, i) => elsewhere({ part: i + 1, of })),
    // The others have begun when this one does.
    new Promise<Part>((resolve) => setImmediate(() => resolve(runPart(graph, { part: 0, of })))),
  ]);
  const { lines, ok } = reportLines(parts, {
    list: process.argv.includes("--list"),
    seconds: (Date.now() - began) / 1000,
  });
  console.log(lines.join("\n"));
  process.exitCode = ok ? 0 : 1;
}

function wantedStack(): string | undefined {
  const { values } = parseArgs({ options: { stack: { type: "string" }, list: { type: "boolean" } } });
  return values.stack;
}

function elsewhere(share: Share): Promise<Part> {
  return new Promise((resolve, reject) => {
    const child: ChildProcess = fork(__filename, process.argv.slice(2), {
      execArgv: ["--require", "tsx/cjs"],
      env: { ...process.env, MUTATE_SHARE: JSON.stringify(share) },
    });
    child.on("message", (part) => resolve(part as Part));
    child.on("error", reject);
    child.on("exit", (code) => {
      if (code !== 0) reject(new Error(`the part ${share.part} of ${share.of} ended with ${code}`));
    });
  });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 3;
});
