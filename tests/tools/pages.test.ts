import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { pagesOf } from "../../tools/pages";
import { video } from "../fixtures/catalogs/video";
import { stackGraph } from "../support/graphs";

const root = path.resolve(__dirname, "../..");
const onDisk = (file: string) => readFileSync(path.join(root, file), "utf8");
const now = new Date("2026-11-22T00:00:00Z");
const materials = {
  graph: stackGraph("prod"),
  stack: "prod",
  catalog: video,
  now,
  readme: onDisk("README.md"),
};

describe("the pages that are made from code (npm run docs)", () => {
  it.each([...pagesOf(materials)])("%s is as the code makes it today", (file, text) => {
    expect(onDisk(file)).toBe(text);
  });

  it("leave the README as it is around the preview", () => {
    const block = (text: string) =>
      `above\n<!-- preview of prod -->\n${text}<!-- /preview of prod -->\nbelow\n`;
    const made = pagesOf({ ...materials, readme: block("what it said\n") }).get("README.md");
    expect(made).toMatch(
      /^above\n<!-- preview of prod -->\n```\nprod {2}\d+ sites[\s\S]*```\n<!-- \/preview of prod -->\nbelow\n$/,
    );
    expect(made).not.toContain("what it said");
  });

  it("can't be made where the README has no place for the preview", () => {
    expect(() => pagesOf({ ...materials, readme: "# Twincloud\n" })).toThrow(
      "README.md has no block between <!-- preview of prod -->",
    );
  });
});
