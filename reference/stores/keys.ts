/** Dated keys: `<prefix>YYYY/MM/DD/…`, UTC. Pure. */

export const DAY_MS = 86_400_000;

/** `2026/03/04` */
export const dayOf = (at: Date): string => at.toISOString().slice(0, 10).replaceAll("-", "/");

/** The day of a moment and those before it, the newest first. */
export const daysBack = (at: Date, days: number): string[] =>
  Array.from({ length: days }, (_, n) => dayOf(new Date(at.getTime() - n * DAY_MS)));
