import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alike, differences, stable } from "../../../policies/parity/alike";

describe("values that are alike", () => {
  it("have the same keys and values, in any order of keys", () => {
    expect(alike({ a: 1, b: [{ c: "x" }] }, { b: [{ c: "x" }], a: 1 })).toBe(true);
    expect(alike([1, 2], [2, 1])).toBe(false);
    expect(alike({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(alike({ a: 1, b: 2 }, { a: 1 })).toBe(false);
    expect(alike([], {})).toBe(false);
    expect(alike(null, {})).toBe(false);
  });

  it("may differ in what is apart, and in texts that mean the same", () => {
    expect(alike({ a: 1, image: "x" }, { a: 1, image: "y" }, { apart: new Set(["image"]) })).toBe(true);
    const texts = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
    expect(alike({ a: ["X"] }, { a: ["x"] }, { texts })).toBe(true);
  });

  it("are those of which the ordered texts are equal", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(alike(a, a)).toBe(true);
        expect(alike(a, b)).toBe(stable(a) === stable(b));
        expect(alike(b, a)).toBe(alike(a, b));
      }),
    );
  });

  it("have no differences, and others name where they are", () => {
    expect(differences({ a: { b: [1, 2] }, c: 1 }, { a: { b: [1, 3] }, d: 1 })).toEqual(["a.b[1]", "c", "d"]);
    expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
    expect(differences(1, { a: 1 })).toEqual([""]);
  });
});
