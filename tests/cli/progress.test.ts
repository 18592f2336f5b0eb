import { describe, expect, it } from "vitest";
import { progressOn } from "../../cli/progress";

const recorder = (isTTY: boolean, columns?: number) => {
  const written: string[] = [];
  const output = { isTTY, write: (text: string) => written.push(text), ...(columns ? { columns } : {}) };
  return { written, output };
};
const erase = "\r\u001B[2K";

describe("the line of progress", () => {
  it("is rewritten at most every 80 milliseconds", () => {
    const { written, output } = recorder(true);
    let now = 0;
    const progress = progressOn(output, { now: () => now });
    for (now of [0, 50, 79, 80, 100, 160]) {
      progress.show(`at ${now}`);
    }
    expect(written).toEqual([`${erase}at 0`, `${erase}at 80`, `${erase}at 160`]);
  });

  it("is never wider than the terminal, where it would stay behind", () => {
    const { written, output } = recorder(true, 10);
    progressOn(output).show("prod: 1234 resources");
    expect(written).toEqual([`${erase}prod: 123`]);
  });

  it("is whole on a terminal that doesn't know how wide it is", () => {
    const written: string[] = [];
    progressOn({ isTTY: true, columns: 0, write: (text: string) => written.push(text) }).show(
      "prod: 12 resources",
    );
    expect(written).toEqual([`${erase}prod: 12 resources`]);
  });

  it("is taken away once, and only if it is there", () => {
    const { written, output } = recorder(true);
    const progress = progressOn(output, { now: () => 0 });
    progress.clear();
    progress.show("x");
    progress.clear();
    progress.clear();
    expect(written).toEqual([`${erase}x`, erase]);
  });

  it("is not there in a pipe", () => {
    const { written, output } = recorder(false);
    const progress = progressOn(output);
    progress.show("x");
    progress.clear();
    expect(written).toEqual([]);
  });

  it("is a line now and then in a pipe, where what takes minutes asks for it", () => {
    const { written, output } = recorder(false);
    let now = 0;
    const progress = progressOn(output, { now: () => now, secondsBetweenLines: 10 });
    for (now of [0, 9_999, 10_000, 15_000, 20_000]) progress.show(`at ${now}`);
    progress.clear();
    expect(written).toEqual(["at 10000\n", "at 20000\n"]);
  });
});
