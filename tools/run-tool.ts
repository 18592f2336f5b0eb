/** Runs a tool of this folder as a command: its flags, its help, and how it ends. */
import { type Command, CommanderError } from "commander";
import { type ExitCode, exit, report } from "../cli/exit";
import { flagsOf, refuseSwallowed } from "../cli/swallowed-flags";

/** Never throws; ends with what `act` gives, 0 for help, 2 for a wrong flag, 3 for a defect. */
export async function runTool<Flags extends object>(
  command: Command,
  args: readonly string[],
  act: (flags: Flags, names: readonly string[]) => Promise<ExitCode>,
): Promise<ExitCode> {
  try {
    const script = process.env.npm_lifecycle_event ?? command.name();
    refuseSwallowed({ script, flags: flagsOf(command), args, words: args.length, env: process.env });
    command.exitOverride().parse([...args], { from: "user" });
    return await act(command.opts<Flags>(), command.args);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exit.clean : exit.input;
    return report(error, process.stderr);
  }
}
