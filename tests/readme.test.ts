import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { stackGraph } from "./support/graphs";

const root = path.resolve(__dirname, "..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

describe("the README", () => {
  it("shows today's preview of prod", () => {
    const shown = /prod {2}4 sites, (\d+) resources/.exec(readme)?.[1];
    expect(Number(shown)).toBe(stackGraph("prod").resources.length);
  });

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const named = [...readme.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, name]) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
