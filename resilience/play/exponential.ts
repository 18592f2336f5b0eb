/** What becomes of shares that flow from state to state at steady rates: exp(A t) of a small matrix. Pure. */

/** Row by row, as many columns as rows. */
export type Matrix = Float64Array;

const TERMS = 12;
/** A matrix whose norm is less needs few terms. */
const SMALL = 0.25;

/**
 * The matrix exponential, by scaling and squaring.
 * @param rates what flows from each state (column) to each (row) in a second; the diagonal is minus what flows out of it
 */
export function exponentialOf(rates: Matrix, seconds: number, size: number): Matrix {
  let norm = 0;
  for (const rate of rates) norm = Math.max(norm, Math.abs(rate) * seconds);
  const halvings = Math.max(0, Math.ceil(Math.log2((norm * size) / SMALL)));
  const small = rates.map((rate) => (rate * seconds) / 2 ** halvings);
  let sum = identity(size);
  // 1 + A (1 + A/2 (1 + A/3 ...
  for (let term = TERMS; term > 0; term--) {
    sum = product(small, sum, size);
    for (let place = 0; place < sum.length; place++) sum[place] = (sum[place] as number) / term;
    for (let place = 0; place < size; place++)
      sum[place * (size + 1)] = (sum[place * (size + 1)] as number) + 1;
  }
  for (let halving = 0; halving < halvings; halving++) sum = product(sum, sum, size);
  return sum;
}

/** Replaces shares by what has become of them. */
export function apply(matrix: Matrix, shares: Float64Array): void {
  const size = shares.length;
  const before = new Float64Array(shares);
  for (let row = 0; row < size; row++) {
    let sum = 0;
    for (let column = 0; column < size; column++)
      sum += (matrix[row * size + column] as number) * (before[column] as number);
    shares[row] = sum;
  }
}

function identity(size: number): Matrix {
  const found = new Float64Array(size * size);
  for (let place = 0; place < size; place++) found[place * (size + 1)] = 1;
  return found;
}

function product(a: Matrix, b: Matrix, size: number): Matrix {
  const found = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let middle = 0; middle < size; middle++) {
      const factor = a[row * size + middle] as number;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++)
        found[row * size + column] =
          (found[row * size + column] as number) + factor * (b[middle * size + column] as number);
    }
  return found;
}
