import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

/** May know the project's own stacks or catalog: what makes their graphs, what asks them, and the real engine's lane. */
const allowed = [
  "support/made-graphs.ts",
  "support/write-graphs.ts",
  "adopters/prove.ts",
  "own-stacks.test.ts",
  "conformance/sandboxed.ts",
  // Cleans up what a renamed stack would leave there.
  "conformance/commands.real.ts",
];

/** A module of the catalog, or a stack file in the project's own folder. */
const own = [
  /stacks\/catalog"/,
  /\broot\b[^\n]*[`"'/]Pulumi\.[^y]/,
  /"--stack", "(prod|staging)"[^\n]*cwd: root/,
];

describe("the tests", () => {
  it("run on frozen stacks and catalogs, and leave the user's own alone", () => {
    const files = readdirSync(__dirname, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && file !== path.basename(__filename))
      .filter((file) => !allowed.includes(file) && !file.startsWith("fixtures/"));
    const reading = files.filter((file) => {
      const text = readFileSync(path.join(__dirname, file), "utf8");
      return own.some((pattern) => pattern.test(text));
    });
    expect(reading).toEqual([]);
  });
});
