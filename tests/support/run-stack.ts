/** Graphs of production with other settings: what the committed stacks don't show. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { providerNames } from "../../graph/clouds/facts";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import { readStackFile } from "../../stacks/config";

const root = path.resolve(__dirname, "../..");
const folder = path.join(root, ".cache/stacks");
const script = path.join(root, "tests/support/write-stacks.ts");

/** Settings by their keys with the namespace. */
export type Settings = Readonly<Record<string, unknown>>;

/** What the script that runs the program is told: where a graph goes, and all settings that it comes from. */
export interface Run {
  readonly file: string;
  readonly values: Settings;
}

/** Production's settings with these sites alone, each `<provider> <region> <percent>`. */
export function withSites(...sites: readonly string[]): Settings {
  const parsed = sites.map((text, i) => {
    const [name, region = "", share] = text.split(" ");
    const provider = providerNames.find((known) => known === name);
    if (!provider) throw new Error(`${text}: wanted <provider> <region> <percent>`);
    return { provider, region, share: Number(share), cidr: `10.${10 + i}.0.0/16` };
  });
  const images = parsed
    .filter(({ provider }) => provider === "oci")
    .map(({ region }) => [region, `ocid1.image.oc1.${region}.${"a".repeat(60)}`]);
  const oci = production()["twincloud:oci"] as object;
  return {
    "twincloud:sites": parsed,
    "twincloud:oci": { ...oci, nodeImageIds: Object.fromEntries(images) },
  };
}

/**
 * The graphs of production with other settings, by name. Each is run once for the sources as they are and kept
 * below `.cache/stacks/`; all that is missing is run by one process, as the SDK keeps global state.
 */
export async function runStacks<Name extends string>(
  changes: Readonly<Record<Name, Settings>>,
): Promise<Record<Name, Graph>> {
  // Written before any test, from everything that a graph is made from.
  const sources = readFileSync(path.join(root, ".cache/graphs/made-from"), "utf8");
  const kept = path.join(folder, digest(sources + readFileSync(script, "utf8")));
  const runs = Object.entries<Settings>(changes).map(([name, change]): [string, Run] => {
    const values = { ...production(), ...change };
    return [name, { file: path.join(kept, `${digest(JSON.stringify(values))}.json`), values }];
  });
  const missing = runs.map(([, run]) => run).filter(({ file }) => !existsSync(file));
  if (missing.length > 0) {
    mkdirSync(kept, { recursive: true });
    forgetOthers(kept);
    await write(missing);
  }
  return Object.fromEntries(
    runs.map(([name, { file }]) => [
      name,
      graphOf(JSON.parse(readFileSync(file, "utf8")) as GraphResource[]),
    ]),
  ) as Record<Name, Graph>;
}

const production = (): Settings => readStackFile(path.join(root, "Pulumi.prod.yaml")).values;

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

async function write(runs: readonly Run[]): Promise<void> {
  const running = promisify(execFile)(process.execPath, ["--require", "tsx/cjs", script], { cwd: root });
  running.child.stdin?.end(JSON.stringify(runs));
  await running;
}

/** Those of other sources, but not what another run may be using now. */
function forgetOthers(kept: string): void {
  const hourAgo = Date.now() - 3_600_000;
  for (const name of readdirSync(folder)) {
    const other = path.join(folder, name);
    if (other !== kept && statSync(other).mtimeMs < hourAgo) rmSync(other, { recursive: true, force: true });
  }
}
