/** One cause is told once: findings that say the same of several things are one line. */
import { describe, expect, it } from "vitest";
import { alikeOf, alikeText } from "../../report/alike";

const told = (...summaries: string[]) =>
  alikeOf(summaries.map((summary) => ({ summary }))).map(({ first, others }) => [first.summary, ...others]);

describe("findings that are alike", () => {
  it("are one, with the names of the other resources", () => {
    expect(
      told(
        "Bucket a: has no lock; wanted one",
        "Bucket b: has no lock; wanted one",
        "Bucket c: has no lock; wanted one",
      ),
    ).toEqual([["Bucket a: has no lock; wanted one", "b", "c"]]);
  });

  it("are told apart by the word that differs where they are about the same resource", () => {
    expect(
      told("stack prod: under a feed takes 9 s too long", "stack prod: under a upload takes 9 s too long"),
    ).toEqual([["stack prod: under a feed takes 9 s too long", "upload"]]);
  });

  it("stay by themselves where they say something else, however many words they share", () => {
    const [a, b] = ["Bucket a: is open to everybody in the world", "Bucket a: is kept by nobody for a day"];
    expect(told(a as string, b as string)).toEqual([[a], [b]]);
  });

  it("are counted where they are too many to name", () => {
    expect(alikeText(["b", "c", "d"], 2)).toBe("and 3 alike: b, c and 1 more");
    expect(alikeText([])).toBe("");
  });
});
