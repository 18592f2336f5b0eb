import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { survivalVerdict } from "../cli/survey";
import { judge } from "../policies/pack/judge";
import { packSettings } from "../policies/pack/settings";
import { rules } from "../policies/rules";
import { renderFiles } from "../report/files";
import { renderTerminal } from "../report/terminal";
import { stackGraph } from "./support/graphs";

const root = path.resolve(__dirname, "..");
const readme = readFileSync(path.join(root, "README.md"), "utf8");

describe("the README", () => {
  it("shows today's preview of prod", () => {
    const graph = stackGraph("prod");
    const now = new Date("2026-11-22T00:00:00Z");
    const policy = judge(graph, rules, packSettings(graph, now));
    const survival = survivalVerdict(graph, now);
    const report = { stack: "prod", graph, policy, ...(survival && { survival }) };
    const shown = renderTerminal(report, {
      color: false,
      width: 120,
      out: "out/prod",
      files: [...renderFiles(report).keys()],
    });
    const [, block] = /<!-- preview of prod -->\n```\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(block?.trimEnd()).toBe(shown.trimEnd());
  });

  it("names only scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
    const named = [...readme.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, name]) => name);
    for (const name of named) expect(Object.keys(scripts)).toContain(name);
  });
});
