/** Finds the stack files that a command is about, and checks all their settings before anything runs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse, YAMLError } from "yaml";
import { InputError } from "../report/input-error";
import { assumptionNames } from "../resilience/assumptions";
import {
  checkCatalog,
  loadSettings,
  type Problem,
  readStackFile,
  type Settings,
  SettingsError,
  type StackFile,
} from "../stacks/config";
import type { CommandContext } from "./context";
import { checkProject, stackNameOf } from "./stack-name";

export interface StackSelection {
  readonly stack?: string;
  /** Path of a stack file kept elsewhere. */
  readonly config?: string;
}

/** A stack file with what its settings were found to be. */
export interface SoundStack extends StackFile {
  readonly settings: Settings;
}

const fileForm = /^Pulumi\.(.+)\.ya?ml$/;

/**
 * Every stack of the project, or the one that is selected, with settings that are sound.
 * @throws SettingsError when the catalog is wrong; InputError when there is none; SettingsError with every problem
 * of every file
 */
export function selectStacks(selection: StackSelection, context: CommandContext): SoundStack[] {
  checkCatalog(context.catalog);
  const read = filesOf(selection, context).map((file) => readSound(file, context));
  const problems = read.flatMap((result) => ("problems" in result ? result.problems : []));
  if (problems.length > 0) {
    throw new SettingsError(problems);
  }
  return read.flatMap((result) => ("stack" in result ? [result.stack] : []));
}

/** A stack file, or what is wrong with it; the file is named as seen from the user's folder. */
function readSound(
  file: string,
  { cwd, catalog }: CommandContext,
): { stack: SoundStack } | { problems: readonly Problem[] } {
  const named = path.relative(cwd, file);
  try {
    const stack = { ...readStackFile(file), file: named };
    const loaded = loadSettings(stack.values, { file: named, catalog, assumptionNames });
    return loaded.ok ? { stack: { ...stack, settings: loaded.settings } } : { problems: loaded.problems };
  } catch (error) {
    if (error instanceof SettingsError) {
      return { problems: error.problems.map((problem) => ({ ...problem, file: named })) };
    }
    throw error;
  }
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
 * @throws InputError when there is no such file, or no name in it
 */
export function projectName({ root, cwd }: CommandContext): string {
  const file = path.join(root, "Pulumi.yaml");
  const named = path.relative(cwd, file);
  if (!existsSync(file)) {
    throw new InputError(`${named}: no such file; wanted the project's file`);
  }
  const name = nameIn(readFileSync(file, "utf8"), named);
  if (typeof name !== "string" || name === "") {
    throw new InputError(`${named}: name: found ${JSON.stringify(name)}, wanted the project's name`);
  }
  return name;
}

function nameIn(text: string, file: string): unknown {
  try {
    return (parse(text) as { name?: unknown } | null)?.name;
  } catch (error) {
    throw error instanceof YAMLError ? new InputError(`${file}: is not YAML: ${error.code}`) : error;
  }
}
