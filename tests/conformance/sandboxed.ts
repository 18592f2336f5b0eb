/** Runs `npm run sandbox` in a folder of the test's own. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe } from "vitest";
import { graphFromState } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { findPulumi, NO_PULUMI } from "../../sandbox/pulumi";
import { catalog } from "../../stacks/catalog";
import { video } from "../fixtures/catalogs/video";
import { type FixtureName, fixtureFile } from "../fixtures/stacks";
import { lacking } from "./lacking";

export const root = path.resolve(__dirname, "../..");

const cli = findPulumi(process.env);
if (cli === undefined) lacking(NO_PULUMI, process.env, process.stderr);
// The real engine runs stacks/index.ts, which serves the checkout's own catalog.
const fits = isDeepStrictEqual(catalog, video);
if (!fits)
  lacking("the frozen stacks' catalog: stacks/catalog.ts serves another", process.env, process.stderr);

/** Skipped, by its name, where there is no CLI and that is no failure. */
export const describeWithPulumi = cli === undefined || !fits ? describe.skip : describe;

/** How many resources a run changed, by what was done to them: `created`, `updated`, `deleted`, … */
export type Counts = Readonly<Record<string, number>>;

export interface Ran {
  readonly status: number | null;
  readonly output: string;
  readonly counts: Counts;
}

export class Sandbox {
  readonly folder = mkdtempSync(path.join(tmpdir(), "twincloud-sandbox-"));

  constructor(readonly stack: FixtureName) {}

  /** @param env beside the process's own */
  run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
    // Each run may name a changed one.
    const own = args.includes("--config-file") ? [] : ["--config-file", fixtureFile(this.stack)];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--require", "tsx/cjs", "sandbox/cli.ts", ...args, "--stack", this.stack, ...own],
      { cwd: root, encoding: "utf8", maxBuffer: 1 << 28, env: this.environment(env) },
    );
    return { status, output: `${stdout}${stderr}`, counts: countsOf(stdout) };
  }

  /** `up` without questions; the run fails the test when the CLI fails. */
  up(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Ran {
    const ran = this.run([...UP, ...args], env);
    if (ran.status !== 0) throw new Error(`up ended with ${ran.status}:\n${tail(ran.output)}`);
    return ran;
  }

  /** What `pulumi stack export` gives. */
  export(): string {
    const { status, output } = this.run(["stack", "export"]);
    if (status !== 0) throw new Error(`stack export ended with ${status}:\n${tail(output)}`);
    return output;
  }

  graph(): Graph {
    return graphFromState(this.export());
  }

  /** A copy of the frozen stack file with changes to its text; each must find something to change. */
  configWith(changes: readonly (readonly [from: string | RegExp, to: string])[], more = ""): string {
    let text = readFileSync(fixtureFile(this.stack), "utf8");
    for (const [from, to] of changes) {
      const changed = text.replace(from, to);
      if (changed === text) throw new Error(`Pulumi.${this.stack}.yaml has no ${from}`);
      text = changed;
    }
    const file = path.join(this.folder, `Pulumi.${this.stack}.yaml`);
    writeFileSync(file, `${text.trimEnd()}\n${more}`);
    return file;
  }

  /** Saves a checkpoint at the end only: each of a thousand steps would write the whole state. */
  environment(env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
    return {
      ...process.env,
      TWINCLOUD_SANDBOX: this.folder,
      PULUMI_EXPERIMENTAL: "1",
      PULUMI_SKIP_CHECKPOINTS: "true",
      ...env,
    };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** With the policy pack, which takes its time. */
export const JUDGED_UP = ["up", "--yes", "--skip-preview", "--non-interactive", "--suppress-outputs"];
export const UP = [...JUDGED_UP, "--no-policies"];

const tail = (text: string): string => text.split("\n").slice(-40).join("\n");

/** From the summary at the end: `+ 3 created`, `628 unchanged`. */
function countsOf(output: string): Counts {
  const summary = output.slice(output.lastIndexOf("Resources:"));
  const counts: Record<string, number> = {};
  for (const [, count, what] of summary.matchAll(
    /^\s+\W*\s?(\d+) (created|updated|replaced|deleted|unchanged|errored|to \w+)$/gm,
  )) {
    counts[what ?? ""] = Number(count);
  }
  return counts;
}
