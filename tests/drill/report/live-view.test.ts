import { spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { LiveState } from "../../../drill/report/live";
import { liveViewOn } from "../../../drill/report/live-view";

const state: LiveState = { phase: "load", done: 0.1, capabilities: [], authorities: [], acknowledged: 3 };
const showCursor = "\u001B[?25h";
const hideCursor = "\u001B[?25l";

class Own extends EventEmitter {
  readonly pid = 1;
  readonly killed: unknown[] = [];
  kill(_pid: number, signal?: string | number): true {
    this.killed.push(signal);
    return true;
  }
}

function viewOn({ isTTY = true, env = {} }: { isTTY?: boolean; env?: Record<string, string> } = {}) {
  const written: string[] = [];
  const clock = { now: 0 };
  const own = new Own();
  const output = { isTTY, columns: 80, write: (text: string) => written.push(text) };
  return { written, clock, own, view: liveViewOn({ output, env, now: () => clock.now, own }) };
}

describe("a live view on a terminal", () => {
  it("draws over what it drew, five times a second at most", () => {
    const { written, clock, view } = viewOn();
    for (clock.now of [0, 100, 200]) view.show(state);
    expect(written).toHaveLength(2);
    expect(written[0]?.startsWith(`${hideCursor}\r\u001B[J[`)).toBe(true);
    expect(written[1]?.startsWith("\u001B[2A\r\u001B[J[")).toBe(true);
  });

  it("takes the drawing away and gives the cursor back once", () => {
    const { written, view } = viewOn();
    view.show(state);
    view.close();
    view.close();
    expect(written.slice(1)).toEqual([`\u001B[2A\r\u001B[J${showCursor}`]);
  });

  it("leaves a line above the drawing, in which nothing acts on the terminal", () => {
    const { written, view } = viewOn();
    view.show(state);
    view.say("edge is red\u001B[2J");
    view.show(state);
    expect(written[1]).toBe("\u001B[2A\r\u001B[Jedge is red\\u001b[2J\n");
    expect(written[2]?.startsWith("\r\u001B[J[")).toBe(true);
  });

  it("has no colour where NO_COLOR says so", () => {
    const { written, view } = viewOn({ env: { NO_COLOR: "1" } });
    view.show({ ...state, notes: ["late"] });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours are control characters
    expect(written.join("")).not.toMatch(/\u001B\[\d+m/);
  });

  it("gives the cursor back on Ctrl-C, and ends the process where nobody else would", () => {
    const { written, own, view } = viewOn();
    view.show(state);
    own.emit("SIGINT");
    expect(written.at(-1)).toContain(showCursor);
    expect(own.killed).toEqual(["SIGINT"]);
    expect(own.eventNames()).toEqual([]);
  });

  it("leaves the ending to who else listens for Ctrl-C", () => {
    const { own, view } = viewOn();
    own.on("SIGINT", () => {});
    view.show(state);
    own.emit("SIGINT");
    expect(own.killed).toEqual([]);
  });

  it("really gives it back when a signal ends the process", async () => {
    const program = `
      const { liveViewOn } = require(${JSON.stringify(path.resolve("drill/report/live-view.ts"))});
      const output = { isTTY: true, columns: 80, write: (text) => require("node:fs").writeSync(1, text) };
      liveViewOn({ output, env: {} }).show(${JSON.stringify(state)});
      setTimeout(() => {}, 60_000);`;
    const child = spawn(process.execPath, ["--require", "tsx/cjs", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let said = "";
    child.stdout.on("data", (part) => {
      if (said === "") child.kill("SIGINT");
      said += part;
    });
    const signal = await new Promise((done) => child.once("close", (_, by) => done(by)));
    expect(signal).toBe("SIGINT");
    expect(said).toContain(hideCursor);
    expect(said.endsWith(showCursor)).toBe(true);
  });
});

describe("a live view in a log", () => {
  it.each([
    ["a pipe", { isTTY: false }],
    ["a terminal that can't draw", { env: { TERM: "dumb" } }],
  ])("is a plain line every five seconds: %s", (_, given) => {
    const { written, clock, view } = viewOn(given);
    for (clock.now of [0, 4999, 5000, 9000, 10_000]) view.show(state);
    view.close();
    expect(written).toEqual(Array.from({ length: 3 }, () => "10 % load, 3 acknowledged\n"));
  });
});
