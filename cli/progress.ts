/** One line that says how far a run is, on a terminal only. */
import type { Output } from "./context";

export interface Progress {
  show(text: string): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
}

/** Milliseconds between two writes. */
const pause = 80;

const eraseLine = "\r\u001B[2K";

/** @param now milliseconds */
export function progressOn(output: Output, now: () => number = Date.now): Progress {
  if (output.isTTY !== true) {
    return { show: () => {}, clear: () => {} };
  }
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
