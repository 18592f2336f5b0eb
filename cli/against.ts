/** The earlier preview or state that a plan is held against. */
import { type Earlier, readEarlier } from "../report/against/earlier";
import { InputError } from "../report/input-error";
import type { StackFile } from "../stacks/config";
import type { CommandContext } from "./context";
import { readGiven } from "./given-file";

/**
 * Read before anything is written, as the file may be one that a preview replaces.
 * @throws InputError when it can't be read, or is of no stack that is asked about
 */
export function readAgainst(
  file: string,
  stacks: readonly Pick<StackFile, "stack">[],
  { cwd }: CommandContext,
): Earlier {
  const earlier = readEarlier(readGiven("--against", file, cwd), file);
  if (!stacks.some(({ stack }) => stack === earlier.stack)) {
    const names = stacks.map(({ stack }) => stack).join(", ");
    throw new InputError(`--against ${file}: is of stack ${earlier.stack}; wanted one of ${names}`);
  }
  return earlier;
}

/**
 * The same where nothing is compared and the program is only run over it.
 * @throws InputError when it is an earlier preview, which doesn't say what the clouds gave
 */
export function readStateAgainst(...[file, stacks, context]: Parameters<typeof readAgainst>): Earlier {
  const earlier = readAgainst(file, stacks, context);
  if (earlier.entries === undefined) {
    throw new InputError(
      `--against ${file}: is an earlier preview; wanted the output of 'pulumi stack export'`,
    );
  }
  return earlier;
}
