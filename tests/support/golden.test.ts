import { describe, expect, it } from "vitest";
import { differences } from "./golden";

const before = { a: { inputs: { n: 1, text: ["x", "y"] }, dependsOn: [] }, b: { inputs: {} } };

describe("differences", () => {
  it("finds none between equals", () => {
    expect(differences(before, structuredClone(before))).toEqual([]);
  });

  it("tells what came, what went, and the path and values of what changed", () => {
    const after = { a: { inputs: { n: 2, text: ["x", "z"] }, dependsOn: [] }, c: { inputs: {} } };
    expect(differences(before, after)).toEqual([
      "~ a",
      "    inputs.n: 1 -> 2",
      '    inputs.text.1: "y" -> "z"',
      "- b",
      "+ c",
    ]);
  });
});
