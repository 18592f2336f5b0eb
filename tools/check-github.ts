/** `npm run check:github -- --repository OWNER/NAME`: asks GitHub by `gh`, as an administrator; changes nothing. */
import { spawnSync } from "node:child_process";
import { Command } from "commander";
import { type ExitCode, exit } from "../cli/exit";
import { printable } from "../report/printable";
import { furtherQuestions, questions, settingProblems } from "./github-settings";
import { runTool } from "./run-tool";

const command = new Command("check:github")
  .description("whether GitHub's settings keep runners and credentials from whoever writes a workflow file")
  .requiredOption("--repository <owner/name>", "which repository; gh must be logged in as its administrator");

/** The answer, or why there is none. */
function ask(question: string): unknown {
  const { status, stdout, stderr, error } = spawnSync("gh", ["api", question], { encoding: "utf8" });
  if (error) return error.message;
  if (status !== 0) return stderr.trim().split("\n")[0] || `gh ended with ${status}`;
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    return "gh gave no JSON";
  }
}

async function check({ repository }: { repository: string }): Promise<ExitCode> {
  const answers: Record<string, unknown> = {};
  for (const question of questions(repository)) answers[question] = ask(question);
  for (const question of furtherQuestions({ repository, answers })) answers[question] = ask(question);
  const problems = settingProblems({ repository, answers });
  process.stdout.write(
    `${(problems.length > 0 ? problems.map(printable) : ["as they must be"]).join("\n")}\n`,
  );
  return problems.length > 0 ? exit.broken : exit.clean;
}

void runTool<{ repository: string }>(command, process.argv.slice(2), check).then((code) => {
  process.exitCode = code;
});
