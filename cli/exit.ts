/** How a command ends. */

import { InputError } from "../report/input-error";
import { printable, printableLines } from "../report/printable";
import { renderProblem, SettingsError } from "../stacks/config";
import type { CommandContext, Output } from "./context";

export const exit = {
  clean: 0,
  /** A mandatory rule or an objective is broken, or a change is refused. */
  broken: 1,
  /** The input or the usage is wrong. */
  input: 2,
  /** A defect of ours, in the program or in the preview. */
  defect: 3,
} as const;

/**
 * How a verdict ends a command: what can't be told of a stack of ours is as bad as what is missed; of another program's
 * it is said, and blocks only where the user asks for it.
 */
export function codeOf(verdict: "met" | "missed" | "unknown", ours: boolean, strict = false): ExitCode {
  if (verdict === "unknown") return ours || strict ? exit.broken : exit.clean;
  return verdict === "missed" ? exit.broken : exit.clean;
}

/** For commands that judge. */
export const strictHelp = "end with 1 also where something can't be told of a program that isn't this one";

export type ExitCode = (typeof exit)[keyof typeof exit];

/** The worst of several ends. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce((most, code) => (code > most ? code : most), exit.clean);
}

/** Tells an error as it should be told: what the user got wrong in a line each, a defect with its stack. */
export function report(error: unknown, stderr: Output): ExitCode {
  const wrong =
    error instanceof InputError
      ? error.lines
      : error instanceof SettingsError
        ? error.problems.map(renderProblem)
        : undefined;
  const defect = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`${(wrong?.map(printable) ?? printableLines(defect)).join("\n")}\n`);
  return wrong ? exit.input : exit.defect;
}

/** What commander says, as its help and its errors have it. */
export const outputOf = ({ stdout, stderr }: Pick<CommandContext, "stdout" | "stderr">) => ({
  writeOut: (text: string) => stdout.write(text),
  writeErr: (text: string) => stderr.write(`${printableLines(text).join("\n")}\n`),
});
