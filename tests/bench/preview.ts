/** The preview as a whole process: prod, and how its time grows with the number of sites. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { fixtureFile } from "../fixtures/stacks";
import { MOST_SITES, writeManySites } from "./many-sites";
import { measure, medianOf } from "./measure";

const RUNS = 3;

export async function benchPreview(folder: string): Promise<string[]> {
  const out = path.join(folder, "out");
  const run = (args: readonly string[]) =>
    measure("tests/support/cli.ts", ["preview", ...args, "--out", out]);
  const resources = (stack: string): number =>
    JSON.parse(readFileSync(path.join(out, stack, "preview.json"), "utf8")).resources.length;

  await run(["--config", fixtureFile("prod")]);
  const prod = await medianOf(RUNS, () => run(["--config", fixtureFile("prod")]));
  const lines = [
    `preview of prod, ${resources("prod")} resources, median of ${RUNS}: ` +
      `${prod.wallSeconds.toFixed(1)} s wall (wanted: under 8), ${prod.cpuSeconds.toFixed(1)} s processor, ` +
      `${prod.megabytes.toFixed(0)} MB (wanted: under 600)`,
  ];
  for (const sites of [4, 8, MOST_SITES]) {
    const file = writeManySites(folder, sites);
    const used = await run(["--config", file]);
    const count = resources(`sites${sites}`);
    lines.push(
      `preview of ${sites} sites, ${count} resources: ${used.wallSeconds.toFixed(1)} s wall, ` +
        `${((1000 * used.wallSeconds) / count).toFixed(2)} ms a resource, ${used.megabytes.toFixed(0)} MB`,
    );
  }
  return lines;
}
