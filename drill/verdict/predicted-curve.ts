/** A predicted curve as bins of requests are held against it, and the curve of several kinds of clients together. Pure. */
import { meanServed } from "../../resilience/play/curve";
import type { Line } from "../../resilience/verdict/verdicts";
import { backAt, type Prediction, valueAt } from "../plan/predict";

/** Mean share between two times; beyond its ends a curve stays as it is there. 1 for a curve without points. */
export function meanOf(line: Line, from: number, to: number): number {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last) return 1;
  const points = [
    [Math.min(from, first[0]), first[1]] as const,
    ...line,
    [Math.max(to, last[0]), last[1]] as const,
  ];
  return meanServed(
    points.map(([time, served]) => ({ time, served })),
    from,
    to,
  );
}

/** The same curve until a time, with a point there. */
export function until(line: Line, end: number): Line {
  const kept = line.filter(([at]) => at < end);
  return line.length === 0 ? [] : [...kept, [end, valueAt(line, end, "before")]];
}

/** A prediction for some of the requests. */
export interface Part {
  readonly prediction: Prediction;
  /** Requests of those that it is for. */
  readonly requests: number;
}

/**
 * What the users of several predictions are served together.
 * @param parts where no request was sent at all, each counts the same
 * @param floor share from which service counts as back, 0 to 1
 */
export function pooled(parts: readonly Part[], floor: number): Prediction {
  const total = parts.reduce((sum, { requests }) => sum + requests, 0);
  const weighted = parts
    .filter(({ requests }) => total === 0 || requests > 0)
    .map(({ prediction, requests }) => ({
      ...prediction,
      weight: total === 0 ? 1 / parts.length : requests / total,
    }));
  const mean = (of: (part: Prediction) => number): number =>
    round(weighted.reduce((sum, part) => sum + part.weight * of(part), 0));
  const curveOf = (line: (part: Prediction) => Line): Line => {
    const times = [...new Set(weighted.flatMap((part) => line(part).map(([at]) => at)))].sort(
      (a, b) => a - b,
    );
    return times.flatMap((at): Line => {
      const before = mean((part) => valueAt(line(part), at, "before"));
      const after = mean((part) => valueAt(line(part), at));
      return before === after
        ? [[at, after]]
        : [
            [at, before],
            [at, after],
          ];
    });
  };
  const curve = curveOf((part) => part.curve);
  const moments = Math.max(0, ...weighted.map(({ alike }) => alike?.length ?? 0));
  const alike = Array.from({ length: moments }, (_, moment) =>
    curveOf((part) => part.alike?.[moment] ?? part.curve),
  );
  return {
    rtoSeconds: between(
      backAt(curve, floor),
      weighted.map(({ rtoSeconds }) => rtoSeconds),
    ),
    served: mean(({ served }) => served),
    curve,
    ...(moments > 0 ? { alike } : {}),
    because: [...new Set(weighted.flatMap(({ because }) => because))],
  };
}

/**
 * An RTO that is neither sooner than the first of several nor later than the last: of what comes and goes a curve alone
 * doesn't tell how it is counted.
 */
function between(rto: number | null, all: readonly (number | null)[]): number | null {
  const seconds = all.map((one) => one ?? Number.POSITIVE_INFINITY);
  const found = Math.min(
    Math.max(rto ?? Number.POSITIVE_INFINITY, Math.min(...seconds)),
    Math.max(...seconds),
  );
  return found === Number.POSITIVE_INFINITY ? null : found;
}

const round = (share: number): number => Math.round(share * 1e9) / 1e9;
