/** Runs a stack's program and tells how it goes: progress, the program's own words, and why it failed. */

import { RefusedError } from "../answers/contract";
import { EngineError } from "../engine/errors";
import type { Graph } from "../graph/resource";
import type { Entry } from "../graph/state/entry";
import { InputError } from "../report/input-error";
import { printableLines } from "../report/printable";
import type { CommandContext } from "./context";
import type { RunProgram } from "./program";
import { progressOn } from "./progress";
import type { SoundStack } from "./stack-files";

/**
 * The graph, or nothing when the program failed; why is then on stderr.
 * @throws InputError when a setting turns out to be one that nothing can be built from
 * @param earlier of an exported state, to run the program over it
 */
export async function runWithProgress(
  run: RunProgram,
  project: string,
  { stack, runtime, catalog }: Pick<SoundStack, "stack" | "runtime" | "catalog">,
  { root, stderr }: CommandContext,
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
    const wrong = wrongSettings(error);
    if (wrong) throw new InputError(wrong);
    const lines = [`${stack}: the program failed`, ...printableLines(failureText(error))];
    stderr.write(`${lines.join("\n")}\n`);
    return undefined;
  } finally {
    progress.clear();
  }
}

/** What the program itself says that a reader needs no stack trace for: settings that nothing can be built from. */
function wrongSettings(error: unknown): readonly string[] | undefined {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  const told = errors.filter((one): one is Error => one instanceof Error && "__pulumiRunError" in one);
  return told.length > 0 ? told.flatMap(({ message }) => message.split("\n")) : undefined;
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
