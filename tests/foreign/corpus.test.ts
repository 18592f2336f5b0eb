import { describe, expect, it } from "vitest";
import { corpus, eachOf, foundPlanted, graphOf, inProject, judged } from "./corpus";

/** What is wrong with a program's verdict; empty where it is as its first lines want it. */
async function wrongOf(program: ReturnType<typeof corpus>[number]): Promise<string[]> {
  const graph = await inProject(program, graphOf);
  const verdict = judged(graph, program.profile);
  const mandatory = verdict.violations.filter(({ level }) => level === "mandatory");
  if (program.planted === undefined)
    return mandatory.map(({ rule, summary }) => `${program.name}: ${rule}: ${summary}`);
  return foundPlanted(verdict, program.planted)
    ? []
    : [`${program.name}: ${program.planted.rule} wasn't found`];
}

describe.each(["open", "held"] as const)("programs of other people's kinds, the half %s", (half) => {
  it("run where they lie; sound ones break nothing, planted faults are found", async () => {
    const programs = corpus(half);
    expect(programs).toHaveLength(20);
    expect((await eachOf(programs, wrongOf)).flat()).toEqual([]);
  }, 600_000);
});
