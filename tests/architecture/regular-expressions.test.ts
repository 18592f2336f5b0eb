import { describe, expect, it } from "vitest";
import { type Pattern, patternsOf } from "../support/patterns/collect";
import { slowOf } from "../support/patterns/growth";
import { filesIn, rooms, root } from "./imports";

const patterns: readonly Pattern[] = rooms.flatMap(filesIn).flatMap((file) => patternsOf(root, file));

describe("a regular expression that", () => {
  it.each([
    ["repeats what repeats", /(a+)+$/],
    ["can take the same text in two ways", /^(?:a|aa)+$/],
    ["repeats a word and what may be between", /^(\w+\s?)*$/],
    ["looks for an end from every beginning", /\s+$/],
    ["takes anything between two that begin alike", /a.*b/],
    ["has neighbours that take the same", /^\s*(.*?)\s*;$/],
    ["has three of them", /^x\d+\d+\d+!/],
    ["looks ahead to the end from everywhere", /x(?=[^y]*y)/g],
  ])("%s is found, and is no hang", async (_, { source, flags }) => {
    expect(await slowOf([{ source, flags }])).toMatchObject([{ source }]);
  });

  it("grows with its text is none", async () => {
    const sound = [
      /^[a-z]+$/,
      /a{1,20}b/,
      /\d+/g,
      /^x[^y]*y$/,
      /"[^"]*"/g,
      /(?<=^[^;\n]{0,40})a/gm,
      /^(?:[a-z]+-)+$/,
    ];
    expect(await slowOf(sound)).toEqual([]);
  });

  it("never comes back is ended, and those behind it are looked at all the same", async () => {
    const found = await slowOf([/^(?:a|a|a|a|a|a)+$/, /^[a-z]+$/, /\s+$/], 1500);
    expect(found).toMatchObject([
      { source: "^(?:a|a|a|a|a|a)+$", because: "did not come back within 1.5 s" },
      { source: "\\s+$" },
    ]);
  });
});

describe("the regular expressions of the source", () => {
  it("are all found: literals, and texts given to RegExp", () => {
    expect(patterns.length).toBeGreaterThan(150);
    expect(patterns.filter(({ flags }) => !/^[dgimsuy]*$/.test(flags))).toEqual([]);
    expect(patterns.some(({ where }) => where.startsWith("tools/mutation/lists.ts:"))).toBe(true);
  });

  it("take no longer than their text does", async () => {
    const distinct = [...new Map(patterns.map((one) => [`/${one.source}/${one.flags}`, one])).values()];
    const where = new Map(distinct.map(({ source, where }) => [source, where]));
    const slow = await slowOf(distinct);
    expect(slow.map(({ source, because }) => `${where.get(source)}: /${source}/ ${because}`)).toEqual([]);
  });
});
