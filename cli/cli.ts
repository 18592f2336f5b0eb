/** The command line. Each command is a file in commands/, which adds itself. */
import "./idle-libraries";

import path from "node:path";
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { catalog } from "../stacks/catalog";
import { addCheck } from "./commands/check";
import { addPreview } from "./commands/preview";
import { addSurvive } from "./commands/survive";
import type { CommandContext } from "./context";
import { type ExitCode, exit, report } from "./exit";
import type { RunProgram } from "./program";

/** Runs a command to its end; never throws, and never ends the process. */
export async function runCli(args: readonly string[], context: CommandContext): Promise<ExitCode> {
  const { stdout, stderr } = context;
  let code: ExitCode = exit.clean;
  const program = new Command("twincloud")
    .description("one platform on two clouds, previewed without an account")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
  const end = (ended: ExitCode) => {
    code = ended;
  };
  addPreview(program, context, end);
  addSurvive(program, context, end);
  addCheck(program, context, end);
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? exit.clean : exit.input;
    }
    return report(error, stderr);
  }
}

if (require.main === module) {
  const root = path.resolve(__dirname, "..");
  const context: CommandContext = {
    root,
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    catalog,
    loadProgram: (): RunProgram => (require("./program") as typeof import("./program")).runStack,
  };
  runCli(process.argv.slice(2), context).then((code) => {
    process.exitCode = code;
  });
}
