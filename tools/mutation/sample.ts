/** Some of many, the same ones for the same seed. Pure. */

export interface Sample {
  readonly most: number;
  readonly seed: number;
}

/** As many as wanted, in the order that they had. */
export function sampled<Item>(items: readonly Item[], { most, seed }: Sample): Item[] {
  const next = randomFrom(seed);
  const order = items.map((_, index) => [next(), index] as const).sort((a, b) => a[0] - b[0]);
  const taken = new Set(order.slice(0, most).map(([, index]) => index));
  return items.filter((_, index) => taken.has(index));
}

/** Numbers from 0 to 1 that look like chance (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
