import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { found } from "../../../graph/haproxy/pattern";

describe("a pattern of a configuration", () => {
  it("is found where JavaScript finds it", () => {
    const part = fc.constantFrom(
      "a",
      "b",
      "/",
      ".",
      "[ab]",
      "[^a]",
      "\\.",
      "[a-c/]",
      "(a|b)",
      "(?:ab)",
      "\\d",
      "x",
    );
    const repeated = fc.tuple(part, fc.constantFrom("", "*", "+", "?")).map((both) => both.join(""));
    const pattern = fc
      .tuple(
        fc.constantFrom("", "^"),
        fc.array(repeated, { minLength: 1, maxLength: 6 }),
        fc.constantFrom("", "$"),
      )
      .map(([start, parts, end]) => start + parts.join("") + end);
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "/", ".", "1", "x"), maxLength: 12 });
    fc.assert(
      fc.property(pattern, text, (source, where) => {
        expect(found(source, false, where)).toBe(new RegExp(source, "s").test(where));
      }),
      { numRuns: 500 },
    );
  });

  it("is looked for whatever its capitals, where that is said", () => {
    expect(found("^/LIVEZ", true, "/livez/x")).toBe(true);
    expect(found("^/LIVEZ", false, "/livez/x")).toBe(false);
  });

  it("can't be told where it says what isn't read", () => {
    for (const pattern of ["a{2,3}", "(?=a)", "(?i)a", "[[:alpha:]]", "\\1", "(a", "a)", "[a"])
      expect(found(pattern, false, "aaa"), pattern).toBeUndefined();
  });

  it("takes no longer than its text does, however it repeats itself", () => {
    expect(found("^(a|a|aa)+(a*)*$", false, `${"a".repeat(400)}!`)).toBe(false);
  });
});
