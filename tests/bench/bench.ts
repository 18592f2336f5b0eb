/** `npm run bench`: prints the project's figures as they are on this machine today. Judges nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
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

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => !(name in benches));
  if (unknown.length > 0) {
    console.error(`there is no bench ${unknown.join(", ")}; there are: ${Object.keys(benches).join(", ")}`);
    process.exitCode = 2;
    return;
  }
  await makeGraphs();
  const folder = mkdtempSync(path.join(os.tmpdir(), "twincloud-bench-"));
  try {
    const [cpu] = os.cpus();
    console.log(`${os.cpus().length} processors (${cpu?.model ?? "unknown"}), Node ${process.version}`);
    for (const [name, bench] of Object.entries(benches)) {
      if (wanted.length > 0 && !wanted.includes(name)) continue;
      for (const line of await bench(folder)) console.log(line);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 3;
});
