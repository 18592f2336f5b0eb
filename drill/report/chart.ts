/** A chart of one comparison: the predicted curve with its area, what was measured as steps, the fault and both RTOs. */
import { escapeHtml } from "../../report/html/escape";
import { thinned } from "../../report/html/thinned";
import type { Line } from "../../resilience/verdict/verdicts";
import type { Comparison } from "../verdict/outcome";
import { stepsOf } from "./json";
import { secondsText } from "./words";

/** In units of the drawing; a phone shows it at four fifths. */
const size = { width: 460, height: 236, left: 56, right: 20, top: 44, bottom: 30 };
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
${marksOf(predicted.rtoSeconds, measured.rtoSeconds, x, until)}
</svg>`;
}

/** A pixel of the chart is more. */
const TOLERANCE = 0.002;

const lastOf = (line: Line, until: number): number => Math.min(until, line.at(-1)?.[0] ?? until);

interface Mark {
  readonly which: "predicted" | "measured";
  readonly rto: number;
  /** Where it is, over 0 to the right. */
  readonly place: number;
}

/** In two rows above the curves, whose texts hide the lines behind them: what isn't within the chart is said at the left. */
function marksOf(
  predicted: number | null,
  measured: number | null,
  x: (seconds: number) => string,
  until: number,
): string {
  const all = [
    { which: "predicted" as const, rto: predicted },
    { which: "measured" as const, rto: measured },
  ];
  const marks = all.flatMap(({ which, rto }): Mark[] =>
    rto === null || rto > until ? [] : [{ which, rto, place: Number(x(rto)) }],
  );
  marks.sort((a, b) => a.place - b.place);
  // Where both stand at the right of their texts, the other way round.
  if (marks.every(isAtRight)) marks.reverse();
  const absent = all.filter(({ which }) => marks.every((mark) => mark.which !== which));
  return [
    ...marks.map((mark, row) => lineSvg(mark, rows[row + absent.length] ?? 0)),
    ...marks.map((mark, row) => textSvg(mark, rows[row + absent.length] ?? 0)),
    ...absent.map(
      ({ which, rto }, row) =>
        `<text class="${which}" x="${size.left}" y="${rows[row]}">${which}: ${rto === null ? "not back" : `back after ${secondsText(rto)}`}</text>`,
    ),
  ].join("");
}

const rows = [15, 33];

/** The longest text fits from the left edge to it. */
const isAtRight = ({ place }: Mark): boolean => place > size.width * 0.6;

const lineSvg = ({ which, place }: Mark, y: number): string =>
  `<line class="${which} rto" x1="${place}" x2="${place}" y1="${y - 11}" y2="${bottom}"/>`;

function textSvg(mark: Mark, y: number): string {
  const { which, rto, place } = mark;
  const [x, anchor] = isAtRight(mark) ? [place - 5, "end"] : [place + 5, "start"];
  const text = rto === 0 ? "never left" : `back after ${secondsText(rto)}`;
  return `<text class="${which}" x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${which}: ${text}</text>`;
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
