/** Draws a running drill on a terminal, and elsewhere a line now and then; leaves the terminal as it was, however it ends. */
import type { Output } from "../../cli/context";
import { printable } from "../../report/printable";
import { type LiveState, renderLive, renderLiveLine } from "./live";

export interface LiveView {
  /** Draws the state, or leaves it where one was drawn just before. */
  show(state: LiveState): void;
  /** A line that stays, above what is drawn. */
  say(line: string): void;
  /** Takes the drawing away and gives the cursor back; may be called twice. */
  close(): void;
}

export interface LiveOptions {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly now?: () => number;
  /** `process`, but for tests. */
  readonly own?: Own;
}

/** What is asked of the process that draws. */
type Own = Pick<NodeJS.EventEmitter, "on" | "off" | "listenerCount"> & Pick<NodeJS.Process, "kill" | "pid">;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const hideCursor = "\u001B[?25l";
const showCursor = "\u001B[?25h";
const eraseBelow = "\u001B[J";
const up = (lines: number): string => (lines === 0 ? "\r" : `\u001B[${lines}A\r`);

/** Milliseconds between two drawings, and between two lines of a log. */
const DRAWING = 200;
const LINE = 5000;

export function liveViewOn({ output, env, now = () => Date.now(), own = process }: LiveOptions): LiveView {
  return output.isTTY === true && env.TERM !== "dumb"
    ? drawing(output, !env.NO_COLOR, now, own)
    : logging(output, now);
}

function drawing(output: Output, color: boolean, now: () => number, own: Own): LiveView {
  let [last, drawn, isHidden, isOver] = [Number.NEGATIVE_INFINITY, 0, false, false];
  const close = (): void => {
    if (isOver) return;
    isOver = true;
    own.off("exit", close);
    for (const [signal, ended] of listeners) own.off(signal, ended);
    if (isHidden) output.write(`${up(drawn)}${eraseBelow}${showCursor}`);
  };
  const listeners = signals.map((signal) => {
    const ended = (): void => {
      close();
      // Ends as it would have: whoever else listens has had the signal too.
      if (own.listenerCount(signal) === 0) own.kill(own.pid, signal);
    };
    return [signal, ended] as const;
  });
  own.on("exit", close);
  for (const [signal, ended] of listeners) own.on(signal, ended);
  return {
    show(state) {
      if (isOver || now() - last < DRAWING) return;
      last = now();
      const lines = renderLive(state, output.columns || 80, color);
      output.write(
        `${isHidden ? "" : hideCursor}${up(drawn)}${eraseBelow}${lines.map((line) => `${line}\n`).join("")}`,
      );
      [drawn, isHidden] = [lines.length, true];
    },
    say(line) {
      output.write(`${isHidden && !isOver ? `${up(drawn)}${eraseBelow}` : ""}${printable(line)}\n`);
      [drawn, last] = [0, Number.NEGATIVE_INFINITY];
    },
    close,
  };
}

function logging(output: Output, now: () => number): LiveView {
  let last = Number.NEGATIVE_INFINITY;
  return {
    show(state) {
      if (now() - last < LINE) return;
      last = now();
      output.write(`${renderLiveLine(state)}\n`);
    },
    say: (line) => void output.write(`${printable(line)}\n`),
    close() {},
  };
}
