/** What a program that isn't ours is run with, and who is told of it. */
import type { Recorded } from "../../answers/foreign/recorded";
import type { ProgramProcess } from "../../engine/program-process";
import type { ForeignProject, ForeignStack } from "./project";

export interface ForeignRun {
  readonly project: ForeignProject;
  readonly stack: ForeignStack;
  readonly recorded: Recorded;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names of variables that the program is given besides. */
  readonly asked: readonly string[];
  /** Seconds without a sign of life after which the program is ended. */
  readonly patience: number;
  readonly onRegister: (count: number) => void;
  /** A line of the program's, or about it. */
  readonly onLine: (line: string) => void;
  /** What isn't known of it, each in a line. */
  readonly tell: (what: string) => void;
}

export type StartedProgram = Omit<ProgramProcess, "answers" | "patience" | "onRegister" | "onLog">;
