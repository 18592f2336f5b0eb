/**
 * The known names most like a misspelt one: fewest letters to insert, drop, change or swap with their
 * neighbour, case apart. At most `limit`, in the order known; none when even the nearest differs in over a
 * third of its letters, as a far-fetched guess misleads.
 */
export function nearest(name: string, known: readonly string[], limit = 3): string[] {
  const typed = name.toLowerCase();
  const ranked = known.map((candidate) => ({ candidate, steps: distance(typed, candidate.toLowerCase()) }));
  const fewest = Math.min(...ranked.map(({ steps }) => steps));
  return ranked
    .filter(({ candidate, steps }) => steps === fewest && steps <= Math.max(1, candidate.length / 3))
    .slice(0, limit)
    .map(({ candidate }) => candidate);
}

/** Optimal string alignment distance. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let steps = Math.min(at(last, j) + 1, at(row, j - 1) + 1, at(last, j - 1) + change);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) steps = Math.min(steps, at(beforeLast, j - 2) + 1);
      row.push(steps);
    }
    beforeLast = last;
    last = row;
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
