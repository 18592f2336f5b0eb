/** Which graphs tests run on, where they lie, and how they are made: once for the sources as they are. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Catalog } from "../../components/catalog";
import { catalog as ownCatalog } from "../../stacks/catalog";
import { readStackFile, servedBy } from "../../stacks/config";
import { fixtureCatalog, fixtureFile, fixtureNames } from "../fixtures/stacks";
import type { GraphRun } from "./write-graphs";

export const root = path.resolve(__dirname, "../..");
const folder = path.join(root, ".cache/graphs");
const marker = path.join(folder, "made-from");
const script = path.join(__dirname, "write-graphs.ts");

export const graphFile = (name: string): string => path.join(folder, `${name}.json`);

/** Everything that a graph is made from. */
const sources = [
  "components",
  "graph",
  "engine",
  "answers",
  "cli/program.ts",
  "stacks",
  "resilience/assumptions.ts",
  "tests/fixtures",
  "tests/support/made-graphs.ts",
  "tests/support/write-graphs.ts",
  "package-lock.json",
];

/** The project's own stacks, whatever they are called: of them only properties are asked. */
export function ownStacks(): string[] {
  return readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
}

/** Where the graph of an own stack lies: that of a frozen one where both are the same. */
export function ownGraph(stack: string): string {
  const twin = fixtureNames.find((name) => name === stack && isSame(name));
  return twin ?? `own-${stack}`;
}

function isSame(name: (typeof fixtureNames)[number]): boolean {
  const [own, frozen] = [ownFile(name), fixtureFile(name)].map((file) => readStackFile(file).values);
  return isDeepStrictEqual(own, frozen) && isDeepStrictEqual(catalogOf(name), fixtureCatalog(name));
}

/** What an own stack serves. */
export function catalogOf(stack: string): Catalog {
  const file = ownFile(stack);
  return servedBy(readStackFile(file).values, { file, own: ownCatalog, root }).catalog;
}

export const ownFile = (stack: string): string => path.join(root, `Pulumi.${stack}.yaml`);

/** Makes the graphs that tests ask for, unless they were made from these very files. */
export async function makeGraphs(): Promise<void> {
  const digest = digestOfSources();
  if (existsSync(marker) && readFileSync(marker, "utf8") === digest) return;
  rmSync(folder, { recursive: true, force: true });
  const frozen = fixtureNames.map(
    (name): GraphRun => ({
      file: graphFile(name),
      stack: name,
      catalog: name === "chat" ? "chat" : "video",
      ...readStackFile(fixtureFile(name)).runtime,
    }),
  );
  const own = ownStacks()
    .filter((stack) => ownGraph(stack) !== stack)
    .map(
      (stack): GraphRun => ({
        file: graphFile(ownGraph(stack)),
        stack,
        catalog: catalogOf(stack),
        ...readStackFile(ownFile(stack)).runtime,
      }),
    );
  const unknown = frozen
    .filter(({ stack }) => stack === "prod")
    .map((run) => ({ ...run, file: graphFile("prod-unknown"), dryRun: true }));
  await runAll([...unknown, ...frozen, ...own]);
  writeFileSync(marker, digest);
}

/** Graphs of other settings are kept beside, for the same sources. */
export async function makeOnce(runs: readonly Omit<GraphRun, "file">[]): Promise<string[]> {
  const files = runs.map((run) => path.join(folder, `variants/${hash(JSON.stringify(run))}.json`));
  const missing = runs
    .map((run, i): GraphRun => ({ ...run, file: files[i] as string }))
    .filter(({ file }) => !existsSync(file));
  if (missing.length > 0) await runAll(missing);
  return files;
}

/** In two processes, as vitest waits for this with nothing else to do. */
async function runAll(runs: readonly GraphRun[]): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const halves = [0, 1].map((half) => runs.filter((_, i) => i % 2 === half));
  await Promise.all(halves.filter((half) => half.length > 0).map(runApart));
}

function runApart(runs: readonly GraphRun[]): Promise<void> {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", script], {
    cwd: root,
    stdio: ["pipe", "ignore", "pipe"],
  });
  let told = "";
  child.stderr.on("data", (data: Buffer) => {
    told += data;
  });
  child.stdin.end(JSON.stringify(runs));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const names = runs.map(({ stack }) => stack).join(", ");
      if (code === 0) resolve();
      else reject(new Error(`a preview for the tests failed, one of ${names}:\n${told}`));
    });
  });
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

function digestOfSources(): string {
  const stackFiles = ownStacks().map((stack) => `Pulumi.${stack}.yaml`);
  const files = [...sources, ...stackFiles].flatMap((name) => {
    const entries = name.includes(".") ? [] : readdirSync(path.join(root, name), { recursive: true });
    return name.includes(".") ? [name] : entries.map((entry) => path.join(name, String(entry)));
  });
  const contents = files
    .filter((name) => /\.(ts|ya?ml|json)$/.test(name))
    .sort()
    .map((file) => `${file}\0${readFileSync(path.join(root, file), "utf8")}`);
  return hash(contents.join("\0"));
}
