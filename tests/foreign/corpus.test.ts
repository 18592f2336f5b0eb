import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type CorpusProgram, corpus, foundPlanted, graphOf, inProject, judged } from "./corpus";
import { hostOfPrograms } from "./host";

const host = hostOfPrograms();
afterAll(host.end);

/** What is wrong with a program's verdict; empty where it is as its first lines want it. */
async function wrongOf(program: CorpusProgram): Promise<string[]> {
  const graph = await inProject(program, (folder) => graphOf(folder, host));
  const verdict = judged(graph, program.profile);
  const mandatory = verdict.violations.filter(({ level }) => level === "mandatory");
  if (program.planted === undefined)
    return mandatory.map(({ rule, summary }) => `${program.name}: ${rule}: ${summary}`);
  return foundPlanted(verdict, program.planted)
    ? []
    : [`${program.name}: ${program.planted.rule} wasn't found`];
}

it("a program that fails, or that the engine refuses, isn't taken for one that runs", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-text-"));
  const file = path.join(folder, "program.js");
  const run = (text: string) => {
    writeFileSync(file, `const aws = require("@pulumi/aws");\nnew aws.sns.Topic("a");\n${text}`);
    return inProject({ name: "program", file, config: [] }, (project) => graphOf(project, host));
  };
  try {
    await expect(run(`throw new Error("no such thing");`)).rejects.toThrow("no such thing");
    await expect(run(`new aws.sns.Topic("a");`)).rejects.toThrow("Duplicate resource URN");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe.each(["open", "held"] as const)("programs of other people's kinds, the half %s", (half) => {
  it("run where they lie; sound ones break nothing, planted faults are found", async () => {
    const programs = corpus(half);
    expect(programs).toHaveLength(20);
    const wrong: string[] = [];
    for (const program of programs) wrong.push(...(await wrongOf(program)));
    expect(wrong).toEqual([]);
  }, 600_000);
});
