import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nearest } from "../../graph/nearest";

const word = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e"), minLength: 6, maxLength: 12 });

describe("nearest", () => {
  it("finds a known name that was typed right but for case", () => {
    fc.assert(
      fc.property(word, fc.array(word), (name, others) => {
        expect(nearest(name.toUpperCase(), [...others, name])).toContain(name);
      }),
    );
  });

  it.each([
    ["dropped letter", "shre"],
    ["doubled letter", "sharee"],
    ["wrong letter", "sharw"],
    ["swapped letters", "shaer"],
  ])("sees through a %s", (_, typed) => {
    expect(nearest(typed, ["provider", "region", "share", "cidr"])).toEqual(["share"]);
  });

  it("offers every name that is equally near, in the order known", () => {
    expect(nearest("us-east-9", ["us-east-2", "us-west-2", "us-east-1"])).toEqual(["us-east-2", "us-east-1"]);
  });

  it("offers no more than it is asked for", () => {
    expect(nearest("zone", ["zona", "zonb", "zonc"], 2)).toEqual(["zona", "zonb"]);
  });

  it("offers nothing rather than a far-fetched guess", () => {
    expect(nearest("colour", ["provider", "region", "share", "cidr"])).toEqual([]);
    expect(nearest("anything", [])).toEqual([]);
  });
});
