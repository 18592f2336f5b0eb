/** Numbers as if by chance that are the same for the same seed: a drill can be run again with the same requests. */

export type Random = () => number;

/** Numbers from 0 up to 1 (sfc32 by Chris Doty-Humphrey, seeded by splitmix32). */
export function seeded(seed: number): Random {
  let state = seed | 0;
  const mixed = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return (word ^ (word >>> 15)) | 0;
  };
  let [a, b, c, counter] = [mixed(), mixed(), mixed(), 1];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** A seed of its own for each part, so that one more draw in one part changes nothing in another. */
export function partSeed(seed: number, part: string): number {
  let hash = seed | 0;
  for (const letter of part) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return hash;
}

/** A time as if by chance, on average `mean`: what lies between two of many that don't know of each other. */
export const exponential = (random: Random, mean: number): number => -Math.log(1 - random()) * mean;

/**
 * The place in a list of shares that a draw from 0 up to 1 falls into.
 * @throws RangeError where no share is above 0.
 */
export function placeOf(shares: readonly number[], draw: number): number {
  const total = shares.reduce((sum, share) => sum + share, 0);
  if (!(total > 0)) throw new RangeError("no share is above 0: one must be");
  let left = draw * total;
  let last = 0;
  for (const [place, share] of shares.entries()) {
    if (share <= 0) continue;
    last = place;
    left -= share;
    if (left < 0) return place;
  }
  return last;
}

/** The golden ratio's fractional part: its multiples, cut off at 1, lie as evenly as any. */
const GOLDEN = 0.6180339887498949;

/** Draws from 0 up to 1 of which any run in a row is spread evenly: shares of a few are then those of many. */
export function spread(start: number): Random {
  let at = start;
  return () => {
    at = (at + GOLDEN) % 1;
    return at;
  };
}
