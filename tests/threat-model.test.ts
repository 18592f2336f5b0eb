import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(__dirname, "..");
const text = readFileSync(path.join(root, "docs/threat-model.md"), "utf8");
/** The lines of the tables, by their cells; heads and rulers left out. */
const lines = text
  .split("\n")
  .filter((line) => line.startsWith("| ") && !line.startsWith("| wants "))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

describe("the threat model", () => {
  it("names tests that are there", () => {
    const tests = [...text.matchAll(/tests\/[\w./-]+\.ts/g)].map(([file]) => file);
    expect(tests.length).toBeGreaterThan(20);
    expect(tests.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it("has a test on each line, or says that nothing stands in the way and what is left", () => {
    expect(lines.length).toBeGreaterThan(12);
    for (const [wants, stands, test, left] of lines) {
      const isOpen = stands === "—" && test === "none" && left !== "";
      expect(isOpen || /^tests\//.test(test ?? ""), wants).toBe(true);
    }
  });
});
