/** What a terminal shows while a drill runs: a few lines, made anew from the state that is handed over. Pure. */
import { createColors } from "picocolors";
import { printable } from "../../report/printable";

export interface LiveState {
  /** What goes on, as a few words: `world: queue servers`. */
  readonly phase: string;
  /** How much of the whole drill is done, 0 to 1. */
  readonly done: number;
  /** Seconds since the fault; undefined before it. */
  readonly sinceFault?: number;
  /** In the order in which they are shown. */
  readonly capabilities: readonly LiveCapability[];
  readonly authorities: readonly LiveAuthority[];
  /** Uploads that users were told are kept. */
  readonly acknowledged: number;
  /** What should be known at once: `requests are sent 0.2 s late: this machine is too slow`. */
  readonly notes?: readonly string[];
}

export interface LiveCapability {
  readonly name: string;
  /** Share served in each second, the newest last; undefined where nothing ended. */
  readonly seconds: readonly (number | undefined)[];
}

export interface LiveAuthority {
  /** `Route 53`. */
  readonly name: string;
  /** What it answers, as people read it: `oci-us-ashburn-1 0 of 2, aws-us-east-2 3 of 3`. */
  readonly answers: string;
}

const levels = "▁▂▃▄▅▆▇█";
/** Seconds over which the share beside a name is told: one alone is only a few requests. */
const TOLD_SECONDS = 5;
const MOST_BARS = 40;

/**
 * @param width characters of the terminal; no line is wider
 * @param color whether what isn't all served stands out
 */
export function renderLive(state: LiveState, width: number, color = false): string[] {
  const colors = createColors(color);
  const { capabilities, authorities, acknowledged, notes = [] } = state;
  const wide = Math.max(0, ...[...capabilities, ...authorities].map(({ name }) => name.length));
  const bars = Math.min(MOST_BARS, Math.max(0, width - wide - 9));
  return [
    cut(`${bar(state.done, Math.min(24, Math.max(6, width - 40)))} ${phaseText(state)}`, width),
    ...capabilities.map(({ name, seconds }) => {
      const share = meanOf(seconds.slice(-TOLD_SECONDS));
      const text = cut(
        `${name.padEnd(wide)} ${percentText(share)}  ${sparkline(seconds.slice(-bars || seconds.length), bars)}`,
        width,
      );
      return share === undefined || share >= 0.99
        ? text
        : share >= 0.5
          ? colors.yellow(text)
          : colors.red(text);
    }),
    ...authorities.map(({ name, answers }) => cut(`${name.padEnd(wide)} ${answers}`, width)),
    cut(`${acknowledged} ${acknowledged === 1 ? "upload" : "uploads"} acknowledged`, width),
    ...notes.map((note) => colors.yellow(cut(note, width))),
  ];
}

/** All of it in one line, for a log. */
export function renderLiveLine({ phase, done, sinceFault, capabilities, acknowledged }: LiveState): string {
  const shares = capabilities.flatMap(({ name, seconds }) => {
    const share = meanOf(seconds.slice(-TOLD_SECONDS));
    return share === undefined ? [] : [`${name} ${Math.round(100 * share)} %`];
  });
  return printable(
    [
      `${Math.round(100 * done)} % ${phase}${sinceFault === undefined ? "" : `, ${Math.floor(sinceFault)} s since the fault`}`,
      ...shares,
      `${acknowledged} acknowledged`,
    ].join(", "),
  );
}

const phaseText = ({ phase, sinceFault }: LiveState): string =>
  sinceFault === undefined ? phase : `${phase}, ${Math.floor(sinceFault)} s since the fault`;

function bar(done: number, length: number): string {
  const full = Math.round(Math.min(1, Math.max(0, done)) * length);
  return `[${"#".repeat(full)}${"-".repeat(length - full)}]`;
}

function sparkline(seconds: readonly (number | undefined)[], length: number): string {
  const bars = seconds.map((share) =>
    share === undefined ? " " : (levels[Math.min(7, Math.max(0, Math.round(share * 7)))] ?? " "),
  );
  return bars.join("").padStart(length);
}

function meanOf(seconds: readonly (number | undefined)[]): number | undefined {
  const told = seconds.flatMap((share) => share ?? []);
  return told.length === 0 ? undefined : told.reduce((sum, share) => sum + share, 0) / told.length;
}

const percentText = (share: number | undefined): string =>
  share === undefined ? "   - " : `${String(Math.round(100 * share)).padStart(3)} %`;

/** What is wider would wrap, and stay behind when the lines are drawn anew. */
const cut = (text: string, width: number): string => printable(text).slice(0, Math.max(0, width - 1));
