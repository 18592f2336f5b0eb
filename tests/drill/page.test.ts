/** docs/drill.md against what a drill does. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { faultKinds } from "../../resilience/faults/faults";

const page = readFileSync(path.resolve(__dirname, "../../docs/drill.md"), "utf8");

describe("docs/drill.md", () => {
  it("says of every kind of fault what is done, or that it isn't", () => {
    expect(faultKinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  });
});
