/** How often a cron schedule runs. */

const minutesOfADay = 24 * 60;
const days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const macros: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

/**
 * Seconds of the longest wait between two runs; undefined where the text is no schedule, or one that runs on
 * certain days of the month or in certain months, whose wait has no bound of a week.
 */
export function longestWaitSeconds(schedule: string): number | undefined {
  const fields = (macros[schedule.trim()] ?? schedule).trim().split(/\s+/);
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length !== 5 || day !== "*" || month !== "*") return undefined;
  const minutes = values(minute, 0, 59);
  const hours = values(hour, 0, 23);
  const weekdays = values(named(weekday), 0, 7)?.map((number) => number % 7);
  if (!minutes?.length || !hours?.length || !weekdays?.length) return undefined;
  const runs = weekdays
    .flatMap((d) => hours.flatMap((h) => minutes.map((m) => d * minutesOfADay + h * 60 + m)))
    .sort((a, b) => a - b);
  const waits = runs.map((run, i) =>
    i === 0 ? run + 7 * minutesOfADay - (runs.at(-1) ?? 0) : run - (runs[i - 1] ?? 0),
  );
  return Math.max(...waits) * 60;
}

const named = (field: string): string =>
  field
    .toLowerCase()
    .replace(/[a-z]{3}/g, (name) => (days.includes(name) ? String(days.indexOf(name)) : name));

function values(field: string, first: number, last: number): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, from, to, step] = match;
    const start = from === undefined ? first : Number(from);
    const end = to !== undefined ? Number(to) : from === undefined || step !== undefined ? last : start;
    if (start < first || end > last || Number(step ?? 1) < 1) return undefined;
    for (let value = start; value <= end; value += Number(step ?? 1)) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}
