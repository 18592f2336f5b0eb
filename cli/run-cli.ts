/** The command line. Each command is a file in commands/, which adds itself. */
import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { addCheck } from "./commands/check";
import { addCost } from "./commands/cost";
import { addInit } from "./commands/init";
import { addInitElsewhere } from "./commands/init-elsewhere";
import { addPreview } from "./commands/preview";
import { addSurvive } from "./commands/survive";
import type { CommandContext } from "./context";
import { type ExitCode, exit, outputOf, report } from "./exit";
import { withProgram } from "./foreign/with-program";
import { plainOutput } from "./process-context";
import { flagsOf, hintLines, refuseSwallowed } from "./swallowed-flags";

/** Runs a command to its end; never throws, and never ends the process. */
export async function runCli(args: readonly string[], given: CommandContext): Promise<ExitCode> {
  const context = { ...given, stdout: plainOutput(given.stdout), stderr: plainOutput(given.stderr) };
  const { stderr, packaged = false } = context;
  let code: ExitCode = exit.clean;
  const program = new Command("twincloud")
    .description(
      packaged
        ? "what users of a Pulumi program would still have when something goes down, without an account"
        : "one platform on two clouds, previewed without an account",
    )
    .version(version)
    .exitOverride()
    .configureOutput(outputOf(context));
  const end = (ended: ExitCode) => {
    code = ended;
  };
  addPreview(program, context, end);
  addSurvive(program, context, end);
  addCheck(program, context, end);
  if (packaged) addInitElsewhere(program);
  else {
    addCost(program, context, end);
    addInit(program, context, end);
  }
  const [name = "", ...rest] = args;
  const script = packaged ? name : (context.env.npm_lifecycle_event ?? name);
  const command = program.commands.find((one) => one.name() === name);
  try {
    if (command) {
      refuseSwallowed({
        script,
        packaged,
        flags: flagsOf(command, program.commands),
        args: rest,
        env: context.env,
      });
    }
    await program.parseAsync(packaged ? withProgram(args) : args, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, stderr);
    if (error.code === "commander.excessArguments") {
      stderr.write(
        `flags go behind a -- that stands alone:\n${hintLines(script, "--help", packaged).join("\n")}\n`,
      );
    }
    return error.exitCode === 0 ? exit.clean : exit.input;
  }
}
