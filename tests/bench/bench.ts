/** `npm run bench`: prints the project's figures as they are on this machine today. Judges nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Command } from "commander";
import { type ExitCode, exit } from "../../cli/exit";
import { runTool } from "../../tools/run-tool";
import { makeGraphs } from "../support/made-graphs";
import { benchEngine } from "./engine";
import { benchPreview } from "./preview";
import { benchRules } from "./rules";
import { benchSurvival } from "./survival";

const benches: Readonly<Record<string, (folder: string) => Promise<string[]>>> = {
  preview: benchPreview,
  rules: benchRules,
  survival: benchSurvival,
  engine: benchEngine,
};

const command = new Command("bench")
  .description("print the project's figures as they are on this machine today")
  .argument("[bench...]", `which: ${Object.keys(benches).join(", ")}; all where none is named`);

async function bench(_: object, wanted: readonly string[]): Promise<ExitCode> {
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`there is no bench ${unknown.join(", ")}; there are: ${Object.keys(benches).join(", ")}`);
    return exit.input;
  }
  await makeGraphs();
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-bench-"));
  try {
    const [cpu] = os.cpus();
    console.log(`${os.cpus().length} processors (${cpu?.model ?? "unknown"}), Node ${process.version}`);
    for (const [name, run] of Object.entries(benches)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      for (const line of await run(folder)) console.log(line);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return exit.clean;
}

void runTool(command, process.argv.slice(2), bench).then((code) => {
  process.exitCode = code;
});
