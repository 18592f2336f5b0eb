/**
 * `npm run mutate`: what of production's redundancy could be weakened without a rule noticing. Runs in as many
 * processes as there are processors.
 */
import { type ChildProcess, fork } from "node:child_process";
import os from "node:os";
import path from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { type ExitCode, exit } from "../cli/exit";
import { progressOn } from "../cli/progress";
import { catalog } from "../stacks/catalog";
import { providerTypes } from "./mutation/additions/provider-types";
import { type Part, reportLines, type Share } from "./mutation/report";
import { runPart } from "./mutation/run-part";
import { previewOf, projectRoot, stackFileOf } from "./project";
import { runTool } from "./run-tool";

const command = new Command("mutate")
  .description("weaken a stack one edit at a time, of all that could be made, and tell which no rule catches")
  .option("--stack <name>", "which stack; without it, the one with the most sites")
  .option("--list", "every edit that nothing catches, with the reason")
  .option("--sample <count>", "so many of the edits, chosen by the seed", countOf, 3000)
  .option("--whole", "every edit, which takes an hour")
  .option("--seed <number>", "which of them", countOf, 1);

function countOf(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("a whole number from 1 is wanted");
  return Number(text);
}

interface Flags {
  readonly stack?: string;
  readonly list?: boolean;
  readonly sample: number;
  readonly whole?: boolean;
  readonly seed: number;
}

async function mutate({ stack, list = false, whole = false, sample: most, seed }: Flags): Promise<ExitCode> {
  const share: Share | undefined = process.env.MUTATE_SHARE
    ? (JSON.parse(process.env.MUTATE_SHARE) as Share)
    : undefined;
  const graph = await previewOf(stackFileOf(stack), catalog);
  const types = providerTypes(path.join(projectRoot, "node_modules"));
  if (share) {
    process.send?.(runPart(graph, share, types));
    return exit.clean;
  }
  const began = Date.now();
  // Each process has an equal share, so that how far this one is says how far all are.
  const progress = progressOn(process.stderr, { secondsBetweenLines: 10 });
  const sample = whole ? {} : { sample: { most, seed } };
  const of = Math.max(1, Math.min(8, os.availableParallelism()));
  const parts = await Promise.all([
    ...Array.from({ length: of - 1 }, (_, i) => elsewhere({ part: i + 1, of, ...sample })),
    // The others have begun when this one does.
    new Promise<Part>((resolve) =>
      setImmediate(() =>
        resolve(
          runPart(graph, { part: 0, of, ...sample }, types, (text) =>
            progress.show(`${of} processes; in each: ${text}`),
          ),
        ),
      ),
    ),
  ]);
  progress.clear();
  const { lines, ok } = reportLines(parts, {
    list,
    isWhole: whole,
    seconds: (Date.now() - began) / 1000,
  });
  console.log(lines.join("\n"));
  return ok ? exit.clean : exit.broken;
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

void runTool(command, process.argv.slice(2), mutate).then((code) => {
  process.exitCode = code;
});
