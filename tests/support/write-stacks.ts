/** Runs the program once for each of the runs on its input (run-stack.ts) and writes their graphs. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runStack } from "../../cli/program";
import { toRuntime } from "../../stacks/runtime-config";
import type { Run } from "./run-stack";

const root = path.resolve(__dirname, "../..");

async function write({ file, values }: Run): Promise<void> {
  const graph = await runStack({
    ...toRuntime(values),
    project: "twincloud",
    stack: "prod",
    root,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
  // Another process may be writing the same, or reading it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(graph.resources));
  renameSync(draft, file);
}

async function writeAll(runs: readonly Run[]): Promise<void> {
  for (const run of runs) await write(run);
}

writeAll(JSON.parse(readFileSync(0, "utf8")) as Run[]).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
