/** The README, and the pages for each task that it leads to. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.resolve(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const readme = read("README.md");
const pages = [
  "README.md",
  ...readdirSync(path.join(root, "docs"))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `docs/${file}`),
];

describe.each(pages)("%s", (page) => {
  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(read("package.json"));
    const named = [...read(page).matchAll(/npm run (?:-s |--silent )?([a-z:-]+)/g)].map(([, name]) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });

  it("leads only to files that exist", () => {
    const folder = path.dirname(path.join(root, page));
    const linked = [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, file = ""]) => file);
    expect(linked.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  });
});

describe("the README", () => {
  it("leads to every page for a task, and says at its end what isn't done", () => {
    for (const page of [
      "preview",
      "other-programs",
      "sandbox",
      "deploy",
      "images",
      "cost",
      "change",
      "runbook",
      "rules",
    ]) {
      expect(readme).toContain(`docs/${page}.md`);
    }
    expect(readme).toMatch(/\n## Limits\n\n- /);
  });
});
