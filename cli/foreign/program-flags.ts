/** `--program DIR --stack NAME`: a program that isn't ours, run where it lies. */
import { existsSync } from "node:fs";
import path from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { nothingRecorded, type Recorded } from "../../answers/foreign/recorded";
import type { Graph } from "../../graph/resource";
import { InputError } from "../../report/input-error";
import { printable, printableLines } from "../../report/printable";
import type { CommandContext } from "../context";
import { progressOn } from "../progress";
import { stackNameOf } from "../stack-name";
import { whatItMayReach } from "./environment";
import type { ForeignRun } from "./foreign-run";
import { lookUpsFile, readLookUps } from "./lookups-file";
import { readForeignProject, readForeignStack, stacksBeside } from "./project";
import { runForeign } from "./run";

export interface ProgramFlags {
  readonly program?: string;
  readonly stack?: string;
  readonly lookups?: string;
  readonly record?: boolean;
  /** None for a command that doesn't take them. */
  readonly env?: readonly string[];
  readonly patience?: number;
}

const SECONDS = 60;

export function addProgramOptions(command: Command): Command {
  const seconds = (text: string): number => {
    const value = Number(text);
    if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("wanted seconds, more than 0");
    return value;
  };
  return command
    .addOption(
      new Option(
        "--program <dir>",
        "a Pulumi program of Node's that isn't this one, run in a process of its own; with --stack",
      ).conflicts(["config", "state"]),
    )
    .option(
      "--lookups <file>",
      "for --program: recorded look-ups and other stacks' outputs (default: lookups.yaml beside its Pulumi.yaml)",
    )
    .option(
      "--record",
      "for --program: first ask the clouds, with your credentials and the providers that Pulumi's CLI installed, for the look-ups that aren't there yet, and write them into that file",
    )
    .option(
      "--env <name>",
      "for --program: a variable of your environment that it is given; repeatable",
      (name: string, names: readonly string[]) => [...names, name],
      [],
    )
    .option(
      "--patience <seconds>",
      `for --program: it is ended when nothing comes from it for so long (default: ${SECONDS})`,
      seconds,
    );
}

export interface ProgramGraph {
  readonly stack: string;
  /** Folder of its Pulumi.yaml; absolute. */
  readonly root: string;
  /** Undefined where it failed; why is then on stderr. */
  readonly graph: Graph | undefined;
}

/** @throws InputError when what is given isn't a program, or the program fails: it is somebody's input, and no defect of ours */
export async function runGivenProgram(flags: ProgramFlags, context: CommandContext): Promise<ProgramGraph> {
  const { program = ".", stack: name } = flags;
  const { cwd, stderr, env } = context;
  const project = readForeignProject(program, cwd);
  if (name === undefined) {
    const there = stacksBeside(project).join(", ");
    throw new InputError(
      `--program ${program}: wanted --stack NAME beside it; ${there ? `there are ${there}` : "there is no stack file Pulumi.<stack>.yaml there, so any name will do"}`,
    );
  }
  const named = stackNameOf(name);
  const organization = name.includes("/") ? (name.split("/")[0] ?? "organization") : "organization";
  const stack = readForeignStack(project, { stack: named.stack, organization });
  const read = (): Recorded => readLookUps(flags.lookups, project.root, cwd);
  const { file, named: lookUpsNamed } = lookUpsFile(flags.lookups, project.root, cwd);
  // What is recorded for the first time has no file yet.
  const recorded = flags.record && !existsSync(file) ? nothingRecorded : read();
  const progress = progressOn(stderr);
  const say = (line: string): void => {
    progress.clear();
    stderr.write(
      printableLines(line)
        .map((one) => `${printable(named.stack)}: ${one}\n`)
        .join(""),
    );
  };
  say(whatItMayReach);
  for (const note of stack.notes) say(note);
  try {
    const run: ForeignRun = {
      project,
      stack,
      recorded,
      env,
      asked: flags.env ?? [],
      patience: flags.patience ?? SECONDS,
      onRegister: (count) => progress.show(`${named.stack}: ${count} resources`),
      onLine: (line) => say(`says: ${line}`),
      tell: (what) => say(`not known: ${what}`),
    };
    if (flags.record) {
      const load = () => (require("./record/record") as typeof import("./record/record")).recordingInto;
      await runForeign(run, () => load()(file, lookUpsNamed));
    }
    const graph = await runForeign(
      flags.record && existsSync(file) ? { ...run, recorded: read() } : run,
      () => (require("./graph-of-program") as typeof import("./graph-of-program")).graphOfProgram,
    );
    return { stack: named.stack, root: path.resolve(project.root), graph };
  } catch (error) {
    progress.clear();
    if (error instanceof Error && ["ProgramFailedError", "ProgramHungError"].includes(error.name)) {
      const lines = [...error.message.split("\n"), ...hintsFor(error.message)];
      throw new InputError(lines.map((line) => `--program ${program}: ${line.replaceAll("\t", "  ")}`));
    }
    throw error;
  } finally {
    progress.clear();
  }
}

/** What Node says of ES modules in TypeScript tells nobody what is missing. */
const hintsFor = (message: string): string[] =>
  /Unknown file extension ".?ts"/.test(message)
    ? [
        'its package.json says "type": "module": Pulumi runs TypeScript in it only with ts-node 10 or later installed there, or with a loader in its Pulumi.yaml (runtime.options.nodeargs: --import tsx)',
      ]
    : [];
