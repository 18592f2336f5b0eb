import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundedName, LONGEST } from "../../../components/aws/names";

const part = fc.stringMatching(/^[a-z][a-z0-9]{0,40}$/);
const parts = fc.array(part, { minLength: 1, maxLength: 5 });

describe("a bounded name", () => {
  it("is the parts joined by dashes where they fit", () => {
    expect(boundedName(32, "twincloud-prod", "us-east-2")).toBe("twincloud-prod-us-east-2");
  });

  it("never exceeds the limit, and never ends in a dash", () => {
    fc.assert(
      fc.property(parts, fc.constantFrom(...Object.values(LONGEST)), (words, limit) => {
        const name = boundedName(limit, ...words);
        expect(name.length).toBeLessThanOrEqual(limit);
        expect(name).toMatch(/^[a-z].*[a-z0-9]$|^[a-z]$/);
      }),
    );
  });

  it("tells apart long names that differ at their ends only", () => {
    const long = "a".repeat(60);
    expect(boundedName(32, long, "one")).not.toBe(boundedName(32, long, "two"));
  });
});
