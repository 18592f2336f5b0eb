/** A chart of one comparison: the predicted curve with its area, what was measured as steps, the fault and both RTOs. */
import { escapeHtml } from "../../report/html/escape";
import { thinned } from "../../report/html/thinned";
import type { Line } from "../../resilience/verdict/verdicts";
import type { Comparison } from "../verdict/outcome";
import { stepsOf } from "./json";
import { secondsText } from "./words";

/** In units of the drawing; a phone shows it at four fifths. */
const size = { width: 460, height: 236, left: 46, right: 20, top: 44, bottom: 30 };
const bottom = size.height - size.bottom;

export interface ChartOptions {
  /** Unique in the page. */
  readonly id: string;
  /** Whose curves they are. */
  readonly title: string;
  /** Seconds since the fault that are shown. */
  readonly until: number;
}

export function chartSvg(comparison: Comparison, { id, title, until }: ChartOptions): string {
  const { predicted, measured } = comparison;
  const from = Math.min(0, ...measured.bins.map((bin) => bin.from));
  const x = (seconds: number): string =>
    (size.left + ((size.width - size.left - size.right) * (seconds - from)) / (until - from)).toFixed(1);
  const y = (share: number): string => (bottom - (bottom - size.top) * share).toFixed(1);
  const points = (line: Line): string =>
    line
      .filter(([at]) => at <= until)
      .map(([at, share]) => `${x(at)},${y(share)}`)
      .join(" ");
  const before: Line =
    from < 0
      ? [
          [from, 1],
          [0, 1],
        ]
      : [];
  const curve = points([...before, ...thinned(predicted.curve, TOLERANCE)]);
  return `<svg class="curves" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${escapeHtml(title)}: share of requests served</title>
<desc id="${id}-desc">${escapeHtml(describe(comparison))}</desc>
${[0, 0.5, 1].map((share) => `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y(share)}" y2="${y(share)}"/><text class="soft" x="${size.left - 6}" y="${Number(y(share)) + 5}" text-anchor="end">${share * 100} %</text>`).join("")}
${ticks(from, until)
  .map((at) => `<text class="soft" x="${x(at)}" y="${size.height - 8}" text-anchor="middle">${at} s</text>`)
  .join("")}
<polygon class="area" points="${x(from)},${y(0)} ${curve} ${x(lastOf(predicted.curve, until))},${y(0)}"/>
<polyline class="predicted" points="${curve}"/>
<polyline class="measured" points="${points(stepsOf(measured.bins))}"/>
<line class="fault" x1="${x(0)}" x2="${x(0)}" y1="${size.top - 6}" y2="${bottom}"/>
${mark("predicted", predicted.rtoSeconds, 15, x, until)}${mark("measured", measured.rtoSeconds, 33, x, until)}
</svg>`;
}

/** A pixel of the chart is more. */
const TOLERANCE = 0.002;

const lastOf = (line: Line, until: number): number => Math.min(until, line.at(-1)?.[0] ?? until);

/** A time from the fault on that is neither there nor past the end is told in words, at the left. */
function mark(
  which: "predicted" | "measured",
  rto: number | null,
  at: number,
  x: (seconds: number) => string,
  until: number,
): string {
  if (rto === null || rto > until) {
    return `<text class="${which}" x="${size.left}" y="${at}">${which}: ${rto === null ? "not back" : secondsText(rto)}</text>`;
  }
  const place = Number(x(rto));
  const isRight = place > size.width / 2;
  const line = `<line class="${which} rto" x1="${x(rto)}" x2="${x(rto)}" y1="${at - 10}" y2="${bottom}"/>`;
  const text = `${which}: ${rto === 0 ? "never left" : `back after ${secondsText(rto)}`}`;
  return `${line}<text class="${which}" x="${isRight ? place - 5 : place + 5}" y="${at}" text-anchor="${isRight ? "end" : "start"}">${text}</text>`;
}

/** About six, at round numbers. */
function ticks(from: number, until: number): number[] {
  const every = [5, 10, 20, 30, 60, 120, 300, 600].find((step) => (until - from) / step <= 7) ?? 1200;
  const first = Math.ceil(from / every) * every;
  return Array.from({ length: Math.floor((until - first) / every) + 1 }, (_, index) => first + index * every);
}

function describe({ predicted, measured, because }: Comparison): string {
  const lowest = Math.min(1, ...stepsOf(measured.bins).map(([, share]) => share));
  const least = Math.min(1, ...predicted.curve.map(([, share]) => share));
  return `Predicted to fall to ${Math.round(100 * least)} %, measured at ${Math.round(100 * lowest)} % at the lowest in 5 seconds. ${because}`;
}
