import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../graph/resource";
import { inputText } from "../../report/change-values";

const text = (old: Value, now: Value) => inputText({ path: "p", old, new: now });

describe("a changed input", () => {
  it("shows both values", () => {
    expect(text(3, 5)).toBe("p 3 → 5");
    expect(text("m5.large", "m5.xlarge")).toBe("p m5.large → m5.xlarge");
    expect(text(["a"], { b: true })).toBe('p ["a"] → {"b":true}');
  });

  it("says what isn't there, what isn't known yet, and what is empty", () => {
    expect(text(null, UNKNOWN)).toBe("p (none) → (known after the deploy)");
    expect(text("", { id: UNKNOWN })).toBe('p "" → {"id":"(known after the deploy)"}');
  });

  it("tells a number from a text of the same digits", () => {
    expect(text("5", 5)).toBe('p "5" → 5');
  });

  it("shows of long values what is around the first difference", () => {
    const long = (value: string) => `${"a".repeat(100)}${value}${"b".repeat(100)}`;
    expect(text(long("1"), long("2"))).toBe(
      `p …${"a".repeat(8)}1${"b".repeat(31)}… → …${"a".repeat(8)}2${"b".repeat(31)}…`,
    );
  });

  it("shows the end of a long value that the other one only adds to", () => {
    const long = "a".repeat(60);
    expect(text(long, `${long}!`)).toBe(`p …${"a".repeat(40)} → …${"a".repeat(39)}!`);
  });

  it("is short, and one line without half of a character, whatever the values", () => {
    const value = fc.oneof(fc.string({ unit: "binary", maxLength: 300 }), fc.constant("🌩".repeat(200)));
    fc.assert(
      fc.property(value, value, (old, now) => {
        const shown = text(old, now);
        expect([...shown].length).toBeLessThan(100);
        expect(shown).not.toMatch(/[\r\n]/);
        expect(Buffer.from(shown).toString()).toBe(shown);
      }),
    );
  });
});
