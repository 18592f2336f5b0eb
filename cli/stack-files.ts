/** Finds the stack files that a command is about, and checks all their settings before anything runs. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { InputError } from "../report/input-error";
import { assumptionNames } from "../resilience/assumptions";
import {
  loadSettings,
  type Problem,
  type ProjectFile,
  readProjectFile,
  readStackFile,
  renderProblem,
  type Served,
  type Settings,
  SettingsError,
  type StackFile,
  servedBy,
} from "../stacks/config";
import type { CommandContext } from "./context";
import { checkProject, stackNameOf } from "./stack-name";

export interface StackSelection {
  readonly stack?: string;
  /** Path of a stack file kept elsewhere. */
  readonly config?: string;
}

/** A stack file with what its settings were found to be, and what it serves. */
export interface SoundStack extends StackFile, Served {
  readonly settings: Settings;
}

const fileForm = /^Pulumi\.(.+)\.ya?ml$/;

/**
 * Every stack of the project, or the one that is selected, with settings that are sound.
 * @throws InputError when there is none; SettingsError with every problem of every file and of every catalog
 */
export function selectStacks(selection: StackSelection, context: CommandContext): SoundStack[] {
  const files = filesOf(selection, context);
  const project = readProject(context);
  const read = files.map((file) => readSound(file, project, context));
  const problems = read.flatMap((result) => ("problems" in result ? result.problems : []));
  if (problems.length > 0) {
    // Stacks that serve the same have the same to mend.
    throw new SettingsError([
      ...new Map(problems.map((problem) => [renderProblem(problem), problem])).values(),
    ]);
  }
  return read.flatMap((result) => ("stack" in result ? [result.stack] : []));
}

/** A stack file, or what is wrong with it; the file is named as seen from the user's folder. */
function readSound(
  file: string,
  project: ProjectFile,
  { root, cwd, catalog: own }: CommandContext,
): { stack: SoundStack } | { problems: readonly Problem[] } {
  const named = path.relative(cwd, file);
  try {
    const stack = { ...readNamed(file, named, project), file: named };
    const served = servedBy(stack.values, { file: named, own, root });
    const { catalog } = served;
    const loaded = loadSettings(stack.values, { file: named, catalog, assumptionNames });
    if (loaded.ok) return { stack: { ...stack, ...served, settings: loaded.settings } };
    return { problems: loaded.problems.map((problem) => fileOfCause(problem, stack, project)) };
  } catch (error) {
    if (error instanceof SettingsError) {
      return { problems: error.problems };
    }
    throw error;
  }
}

function readNamed(file: string, named: string, project: ProjectFile): StackFile {
  try {
    return readStackFile(file, project);
  } catch (error) {
    throw error instanceof SettingsError ? renamed(error, named) : error;
  }
}

/** What is wrong with a value of the project's is mended in the project's file. */
function fileOfCause(problem: Problem, { fromProject }: StackFile, project: ProjectFile): Problem {
  const setting = problem.key?.split(/[.[]/)[0] ?? "";
  return fromProject.includes(setting) ? { ...problem, file: project.file } : problem;
}

/** Absolute paths. */
function filesOf({ stack: given, config }: StackSelection, context: CommandContext): string[] {
  const { root, cwd } = context;
  if (config !== undefined) {
    return [path.resolve(cwd, config)];
  }
  const files = readdirSync(root)
    .filter((file) => fileForm.test(file))
    .sort();
  if (files.length === 0) {
    throw new InputError(`${root}: holds no stack file; wanted Pulumi.<stack>.yaml, or --config FILE`);
  }
  const name = given === undefined ? undefined : stackNameOf(given);
  if (name?.project !== undefined) checkProject(name, projectName(context));
  const stack = name?.stack;
  const stackOf = (file: string) => fileForm.exec(file)?.[1];
  const wanted = stack === undefined ? files : files.filter((file) => stackOf(file) === stack);
  if (wanted.length === 0) {
    const known = files.map(stackOf).join(", ");
    throw new InputError(`--stack ${given}: no file Pulumi.${stack}.yaml; the stacks here are ${known}`);
  }
  return wanted.map((file) => path.join(root, file));
}

/**
 * The project's name, from its Pulumi.yaml.
 * @throws SettingsError when there is no such file, no name in it, or something that the CLI refuses
 */
export function projectName(context: CommandContext): string {
  return readProject(context).name;
}

/** The project's file, named as seen from the user's folder. */
function readProject({ root, cwd }: CommandContext): ProjectFile {
  const file = path.join(root, "Pulumi.yaml");
  const named = path.relative(cwd, file);
  try {
    return { ...readProjectFile(file), file: named };
  } catch (error) {
    throw error instanceof SettingsError ? renamed(error, named) : error;
  }
}

function renamed({ problems }: SettingsError, file: string): SettingsError {
  return new SettingsError(problems.map((problem) => ({ ...problem, file })));
}
