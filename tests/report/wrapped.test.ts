import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tableRow, widthOf, wrapped } from "../../report/wrapped";

describe("a line that is too long for a terminal", () => {
  it("is broken between words, and goes on further in", () => {
    expect(wrapped("  misses a: b takes too long", 14)).toEqual([
      "  misses a: b",
      "    takes too",
      "    long",
    ]);
  });

  it("keeps its words, their order and its colours, and no line is wider than asked", () => {
    const word = fc.stringMatching(/^[a-z]{1,9}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), fc.nat(4), (words, indent) => {
        const line = `\u001B[2m${" ".repeat(indent)}${words.join(" ")}\u001B[22m`;
        const lines = wrapped(line, 20);
        for (const each of lines) expect(widthOf(each)).toBeLessThanOrEqual(20);
        expect(
          lines
            .join(" ")
            .split(/ +/)
            .filter((part) => part !== "")
            .join(" ")
            .replaceAll("\u001B[2m ", "\u001B[2m"),
        ).toBe(`\u001B[2m${words.join(" ")}\u001B[22m`);
      }),
    );
  });

  it("leaves what fits, and a word that never does, as they are", () => {
    expect(wrapped("    a   b", 20)).toEqual(["    a   b"]);
    expect(wrapped("x".repeat(30), 20)).toEqual(["x".repeat(30)]);
  });
});

describe("a row of a table", () => {
  const widths = [5, 5];
  it("has its cells beside the title, or below it where they don't fit", () => {
    expect(tableRow("title", ["1", "22"], widths, { label: 6, width: 16 })).toEqual(["title     1   22"]);
    expect(tableRow("title", ["1", "22"], widths, { label: 6, width: 15 })).toEqual(["title", "    1   22"]);
  });
});
