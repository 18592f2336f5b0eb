/** What a command may touch of the world, so that tests can give it another one. */
import type { Catalog } from "../components/catalog";
import type { RunProgram } from "./program";

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Of characters; 0 on a terminal that doesn't know. */
  readonly columns?: number;
}

export interface CommandContext {
  /** Folder of Pulumi.yaml and the stack files; absolute. */
  readonly root: string;
  /** What relative paths of the user start from; absolute. */
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks whoever sits at the terminal; absent where nobody does. Gives nothing where the answers have ended. */
  readonly ask?: (question: string) => Promise<string | undefined>;
  /** What a stack serves that names no catalog: stacks/catalog.ts, but for tests. */
  readonly catalog: Catalog;
  /** Whether this is the npm package, and no checkout; false unless given. */
  readonly packaged?: boolean;
  /** Loads the Pulumi program and its engine: seconds, and hundreds of megabytes, so only when they are needed. */
  readonly loadProgram: () => RunProgram;
}

/** Colour is for people: on a terminal, and not where NO_COLOR says otherwise. */
export function wantsColor({ stdout, env }: CommandContext): boolean {
  return stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb";
}

/** Characters that a line may take: the terminal's. A file, a pipe or a log has no width, and keeps lines whole for grep. */
export const widthFor = ({ stdout }: CommandContext): number =>
  stdout.columns || (stdout.isTTY ? 120 : Number.POSITIVE_INFINITY);
