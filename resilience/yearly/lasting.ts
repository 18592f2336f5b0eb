/**
 * How long an outage lasts: lognormal, as repair times are, told by its median and its 90th percentile. Where both are
 * the same, each lasts just that long.
 */

export interface Lasting {
  readonly medianSeconds: number;
  /** A tenth lasts longer. */
  readonly longSeconds: number;
}

/** Where nine tenths of a normal distribution end. */
const NINETIETH = 1.2815515655446004;

const widthOf = ({ medianSeconds, longSeconds }: Lasting): number =>
  Math.log(longSeconds / medianSeconds) / NINETIETH;

export function meanSeconds(lasting: Lasting): number {
  return lasting.medianSeconds * Math.exp(widthOf(lasting) ** 2 / 2);
}

/** The mean of how much of the first so many seconds it lasts. */
export function meanWithin(lasting: Lasting, seconds: number): number {
  if (seconds <= 0) return 0;
  const width = widthOf(lasting);
  if (width <= 0) return Math.min(seconds, lasting.medianSeconds);
  const place = Math.log(seconds / lasting.medianSeconds) / width;
  return meanSeconds(lasting) * below(place - width) + seconds * below(-place);
}

/** The share of a normal distribution that lies below a number of its standard deviations. */
const below = (place: number): number => beyond(-place / Math.SQRT2) / 2;

/** The complement of the error function, to a part in ten million: Chebyshev's fit of Numerical Recipes, 6.2. */
function beyond(x: number): number {
  const t = 1 / (1 + Math.abs(x) / 2);
  const fit = terms.reduceRight((rest, term) => term + t * rest, 0);
  const tail = t * Math.exp(-x * x + fit);
  return x >= 0 ? tail : 2 - tail;
}
const terms = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587,
  -0.82215223, 0.17087277,
];
