/** A deployed text with a few places made to fit one machine. Pure. */

export interface Change {
  /** What is replaced wherever it stands: with the flag `g`. */
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
    if (done.search(from) < 0) throw new Error(`${name}: nothing like ${from.source} is in it any more`);
    return done.replaceAll(from, to);
  }, text);
}
