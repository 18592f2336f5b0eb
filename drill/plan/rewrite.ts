/** A deployed text with a few places made to fit one machine. Pure. */

export interface Change {
  /** What is replaced wherever it stands; told by name when it isn't found. */
  readonly from: RegExp;
  readonly to: string;
}

/**
 * The text with every change made.
 * @param name of the text, for errors
 * @throws Error naming the change that finds nothing to replace: what is deployed has become another.
 */
export function rewritten(name: string, text: string, changes: readonly Change[]): string {
  return changes.reduce((done, { from, to }) => {
    const every = new RegExp(from.source, from.flags.includes("g") ? from.flags : `${from.flags}g`);
    if (!every.test(done)) throw new Error(`${name}: nothing like ${from.source} is in it any more`);
    every.lastIndex = 0;
    return done.replace(every, to);
  }, text);
}
