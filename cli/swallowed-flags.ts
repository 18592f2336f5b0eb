/**
 * Flags that npm or a shell took away. `npm run check --state FILE` gives npm the flag and the script at most `FILE`, and
 * so does `npm run check -- --state FILE` where PowerShell takes the `--`: the command would judge something else. npm
 * leaves what it took in `npm_config_*`, where it is found.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Command } from "commander";
import { InputError } from "../report/input-error";
import type { CommandContext } from "./context";
import { typedAs } from "./typed";

type Environment = CommandContext["env"];

export interface OwnFlag {
  /** `state` of `--state`; without `no-`, where it is only there to switch off. */
  readonly name: string;
  /** What stands for its value, as help has it: `<file>`. */
  readonly value?: string;
  /** It is typed as `--no-<name>`. */
  readonly negated?: boolean;
}

export interface Swallowing {
  /** As one would type it: `npm run <script> -- …`. */
  readonly script: string;
  /** It was the package's binary that was called, and no script. */
  readonly packaged?: boolean;
  readonly flags: readonly OwnFlag[];
  /** What arrived, without what the script's own line in package.json adds. */
  readonly args: readonly string[];
  /** How many of the arguments that are no flags belong there; others are values whose flags were taken. */
  readonly words?: number;
  readonly env: Environment;
}

/** Flags that npm has too: they may come from an .npmrc, and are in the environment only where they are on. */
const npmHasToo = ["dry-run", "json", "yes", "diff", "all", "force"];

/** The flags of a command, and of `others` those that mean nothing to npm. */
export function flagsOf(command: Command, others: readonly Command[] = []): OwnFlag[] {
  const own = optionsOf(command);
  const more = others.flatMap(optionsOf).filter(({ name }) => !npmHasToo.includes(name));
  return [...new Map([...more, ...own].map((flag) => [flag.name, flag])).values()];
}

function optionsOf({ options }: Command): OwnFlag[] {
  return options
    .filter(({ long }) => long !== "--version")
    .map(({ long = "", negate, required, optional, flags }) => ({
      name: (long ?? "").replace(negate ? /^--no-/ : /^--/, ""),
      ...(negate ? { negated: true } : {}),
      ...(required || optional ? { value: /[<[][\s\S]*$/.exec(flags)?.[0] ?? "<value>" } : {}),
    }));
}

/** @throws InputError with the line to type, when a flag of ours was taken and isn't given */
export function refuseSwallowed({ script, packaged, flags, args, words = 0, env }: Swallowing): void {
  if (args.includes("--help") || args.includes("-h")) return;
  const taken = flags.filter((flag) => isTaken(flag, args, env));
  if (taken.length === 0) return;
  const strays = args.filter((arg) => !arg.startsWith("-")).slice(words);
  const valueless = taken.filter(({ name, value }) => value !== undefined && valueIn(env, name) === "true");
  const [stray] = strays;
  const isItsValue = valueless.length === 1 && strays.length === 1 && stray !== undefined;
  // Words that are left over are values whose flags were taken.
  const kept = valueless.length > 0 ? without(args, strays) : args;
  const typed = taken.flatMap(({ name, value, negated }) => {
    if (value === undefined) return [`--${negated ? "no-" : ""}${name}`];
    const given = valueIn(env, name) ?? "";
    if (given !== "true" && given !== "") return [`--${name}`, shellWord(given)];
    return [`--${name}`, isItsValue ? shellWord(stray) : value];
  });
  const names = taken.map(({ name, negated }) => `--${negated ? "no-" : ""}${name}`).join(", ");
  throw new InputError([
    `${names}: taken by npm, which takes every flag before a -- that stands alone (PowerShell may take the -- itself); nothing was run`,
    ...hintLines(script, [...kept.map(shellWord), ...typed].join(" "), packaged),
  ]);
}

/** How flags are passed on, for whoever typed something else. */
export function hintLines(script: string, rest: string, packaged = false): string[] {
  if (packaged) return [`  type:           ${typedAs({ packaged }, script, rest)}`];
  return [
    `  type:           npm run ${script} -- ${rest}`,
    `  in PowerShell:  npm run ${script} '--' ${rest}`,
  ];
}

function isTaken({ name, negated }: OwnFlag, args: readonly string[], env: Environment): boolean {
  const typed = `--${negated ? "no-" : ""}${name}`;
  if (args.some((arg) => arg === typed || arg.startsWith(`${typed}=`))) return false;
  const value = valueIn(env, name);
  if (value === undefined) return false;
  // Switched off is what npm leaves as an empty text, or as nothing where it has the flag too.
  if (negated) return value === "" || value === "false";
  if (!npmHasToo.includes(name)) return true;
  const isOn = value !== "" && value !== "false" && value !== "null";
  // A dry run that may have been wanted is never a real one, wherever it was asked for.
  return isOn && (name === "dry-run" || !isInNpmrc(name, env));
}

const valueIn = (env: Environment, name: string): string | undefined =>
  env[`npm_config_${name.replaceAll("-", "_")}`];

/** Whether it is how somebody has npm set up, and no flag of this command. */
function isInNpmrc(name: string, env: Environment): boolean {
  const folder = env.npm_config_local_prefix;
  const files = [
    env.npm_config_userconfig,
    env.npm_config_globalconfig,
    folder && path.join(folder, ".npmrc"),
  ];
  return files.some((file) => file !== undefined && file !== "" && sets(file, name));
}

function sets(file: string, name: string): boolean {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .some((line) => line.split("=")[0]?.trim() === name);
  } catch {
    // There needn't be one, and npm itself says when it can't be read.
    return false;
  }
}

const without = (args: readonly string[], strays: readonly string[]): string[] =>
  args.filter((arg) => !strays.includes(arg));

/** As one types it to a shell. */
export const shellWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
