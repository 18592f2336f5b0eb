/** What a program in a process of its own is run with. */
import type { Answers } from "./answers";
import type { Child } from "./child";
import type { LogEntry, LookUpElsewhere } from "./deployment";
import type { Door } from "./door";
import type { ProgramStart } from "./program-start";

export interface ProgramProcess extends ProgramStart {
  /** Started already, and knocking at the door. */
  readonly child: Child;
  readonly door: Door;
  readonly answers: Answers;
  readonly lookUp?: LookUpElsewhere;
  /** Whether all that a provider computes is unknown, as in the engine's own preview; false unless given. */
  readonly dryRun?: boolean;
  /** Milliseconds without a message from the program after which it is ended. */
  readonly patience: number;
  readonly onRegister: (count: number) => void;
  readonly onLog: (entry: LogEntry) => void;
}
