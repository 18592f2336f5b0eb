/** Runs a stack's program and tells how it goes: progress, the program's own words, and why it failed. */

import { RefusedError } from "../answers/contract";
import { EngineError } from "../engine/errors";
import type { Graph } from "../graph/resource";
import type { Entry } from "../graph/state/entry";
import { printableLines } from "../report/printable";
import type { StackFile } from "../stacks/config";
import type { CommandContext } from "./context";
import type { RunProgram } from "./program";
import { progressOn } from "./progress";

/**
 * The graph, or nothing when the program failed; why is then on stderr.
 * @param earlier of an exported state, to run the program over it
 */
export async function runWithProgress(
  run: RunProgram,
  project: string,
  { stack, runtime }: StackFile,
  { root, stderr, catalog }: CommandContext,
  earlier?: readonly Entry[],
): Promise<Graph | undefined> {
  const progress = progressOn(stderr);
  try {
    progress.show(`${stack}: starting`);
    return await run({
      ...runtime,
      project,
      stack,
      catalog,
      root,
      ...(earlier ? { earlier } : {}),
      onRegister: (count) => progress.show(`${stack}: ${count} resources`),
      onLog: ({ severity, message, urn }) => {
        // Errors end the run, and are told then.
        if (severity !== "error") {
          progress.clear();
          const lines = printableLines(`${message}${urn ? ` (${urn})` : ""}`);
          stderr.write(lines.map((line) => `${stack}: ${severity}: ${line}\n`).join(""));
        }
      },
    });
  } catch (error) {
    progress.clear();
    const lines = [`${stack}: the program failed`, ...printableLines(failureText(error))];
    stderr.write(`${lines.join("\n")}\n`);
    return undefined;
  } finally {
    progress.clear();
  }
}

/** What the engine or an answer refuses says all there is in its message; everything else has its own stack. */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  if (error instanceof AggregateError) {
    return error.errors.map(failureText).join("\n");
  }
  if (!(error instanceof EngineError)) {
    return error.stack ?? error.message;
  }
  return error.cause === undefined || error.cause instanceof RefusedError
    ? error.message
    : `${error.message}\n${failureText(error.cause)}`;
}
