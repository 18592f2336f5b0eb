import { describe, expect, it } from "vitest";
import { circlesIn } from "./circles";
import { filesIn, importsOf, rooms } from "./imports";

describe("imports", () => {
  it("go round in no circle, those of types included", () => {
    const files = [...rooms, "tests"].flatMap(filesIn);
    const arrows = new Map(
      files.map((file) => [
        file,
        importsOf(file).flatMap((one) => (one.file === undefined ? [] : [one.file])),
      ]),
    );
    expect(circlesIn(arrows)).toEqual([]);
  });
});

describe("the search for circles", () => {
  const arrows = (lines: Readonly<Record<string, string>>) =>
    new Map(Object.entries(lines).map(([from, to]) => [from, [...to]]));

  it("finds none where two ways lead to the same file", () => {
    expect(circlesIn(arrows({ a: "bc", b: "d", c: "d", d: "" }))).toEqual([]);
  });

  it("finds two files that import each other, and a file that imports itself", () => {
    expect(circlesIn(arrows({ a: "b", b: "ac", c: "c" }))).toEqual([["c"], ["a", "b"]]);
  });

  it("finds a long way round, and the circles on it as one", () => {
    expect(circlesIn(arrows({ a: "b", b: "c", c: "db", d: "a", e: "a" }))).toEqual([["a", "b", "c", "d"]]);
  });
});
