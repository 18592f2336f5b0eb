import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { differences, goldenOf, goldenText } from "./support/golden";
import { stackGraph } from "./support/graphs";

const update = process.env.UPDATE_GOLDEN === "1";
/** More would hide the message above them. */
const LINES_SHOWN = 60;

describe.each(["prod", "staging"] as const)("the graph of %s", (stack) => {
  const file = path.resolve(__dirname, `expected/${stack}.json`);

  it("is the one that was last agreed on (UPDATE_GOLDEN=1 agrees on today's)", () => {
    const found = goldenOf(stackGraph(stack));
    if (update) writeFileSync(file, goldenText(found));
    const lines = differences(JSON.parse(readFileSync(file, "utf8")), found);
    const left = lines.length - LINES_SHOWN;
    const shown = lines.slice(0, LINES_SHOWN).concat(left > 0 ? [`… and ${left} lines more`] : []);
    expect(shown.join("\n")).toBe("");
  });
});
