/** One line that says how far a run is, on a terminal; what takes minutes may also say it elsewhere, now and then. */
import type { Output } from "./context";

export interface Progress {
  show(text: string): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

/** Milliseconds between two writes. */
const pause = 80;

const eraseLine = "\r\u001B[2K";

export interface ProgressOptions {
  /** Milliseconds. */
  readonly now?: () => number;
  /** Where there is no terminal: a line of its own after so many seconds, and again; none, where it isn't said. */
  readonly secondsBetweenLines?: number;
}

export function progressOn(
  output: Output,
  { now = Date.now, secondsBetweenLines }: ProgressOptions = {},
): Progress {
  if (output.isTTY !== true) return linesOn(output, now, secondsBetweenLines);
  let last = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    show(text) {
      if (now() - last >= pause) {
        last = now();
        isShown = true;
        output.write(`${eraseLine}${text.slice(0, (output.columns || 80) - 1)}`);
      }
    },
    clear() {
      if (isShown) {
        output.write(eraseLine);
        isShown = false;
      }
    },
  };
}

function linesOn(output: Output, now: () => number, seconds: number | undefined): Progress {
  let last = now();
  return {
    show(text) {
      if (seconds === undefined || now() - last < seconds * 1000) return;
      last = now();
      output.write(`${text}\n`);
    },
    clear() {},
  };
}
