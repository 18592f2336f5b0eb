/** For how long a connection stays open: until none of its client's requests comes for as long as the other side keeps it. Pure. */

/** An open connection is fresh at first, as one is that has just been asked on, and may be closed later. */
export interface Closing {
  /** Of fresh connections, the share that is fresh no longer in a second. */
  readonly agesPerSecond: number;
  /** Of those, the share that is closed in a second. */
  readonly closesPerSecond: number;
}

/** In times that pass until the next request: a connection that is hardly kept at all is closed so often. */
const AT_ONCE = 50;
/** Pauses of so many spacings are too seldom for more than the first terms to count. */
const SELDOM = 12;
const HALVINGS = 60;

/**
 * Requests come as if by chance, so that the first pause of `keepAlive` or more is over after (exp(r k) - 1) / r on the mean,
 * where r is how often one asks and k is `keepAlive`; and of connections that are long open the share that closes in a
 * second is the root of s = r exp(-(r - s) k) that isn't r itself. A connection of two ages that has both is taken for
 * one of any age.
 */
export function closingOf(keepAlive: number, asksPerSecond: number): Closing {
  const [r, kept] = [asksPerSecond, asksPerSecond * keepAlive];
  if (kept === Number.POSITIVE_INFINITY) return { agesPerSecond: 0, closesPerSecond: 0 };
  const most = AT_ONCE * r;
  if (kept > SELDOM) return { agesPerSecond: r / (kept - 1), closesPerSecond: r * Math.exp(-kept) };
  const closes = r * Math.min(AT_ONCE, rootOf(kept));
  const fresh = Math.expm1(kept) / r - 1 / closes;
  return { agesPerSecond: fresh > 0 ? Math.min(most, 1 / fresh) : most, closesPerSecond: closes };
}

/** The root of x = exp(-(1 - x) k) that isn't 1; 1 where both are. */
function rootOf(kept: number): number {
  const excess = (x: number): number => x - Math.exp((x - 1) * kept);
  // Between the roots it is above nothing, and most of all at `top`.
  const top = kept > 0 ? 1 - Math.log(kept) / kept : Number.POSITIVE_INFINITY;
  let [inside, outside] = [Math.min(top, AT_ONCE), kept > 1 ? 0 : AT_ONCE];
  if (kept <= 1 && excess(outside) > 0) return AT_ONCE;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (inside + outside) / 2;
    if (excess(middle) > 0) inside = middle;
    else outside = middle;
  }
  return (inside + outside) / 2;
}
