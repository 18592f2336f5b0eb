/**
 * Runs the embedded preview of stack files and writes their graphs: a process of its own, as the SDK keeps global
 * state. What to run stands on its input, a list of `GraphRun`.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runStack } from "../../cli/program";
import type { Catalog } from "../../components/catalog";
import type { RuntimeConfig } from "../../stacks/config";
import { chat } from "../fixtures/catalogs/chat";
import { video } from "../fixtures/catalogs/video";

const catalogs = { video, chat } satisfies Readonly<Record<string, Catalog>>;
export type CatalogName = keyof typeof catalogs;

export interface GraphRun extends RuntimeConfig {
  /** Where the graph goes; absolute. */
  readonly file: string;
  readonly stack: string;
  /** One of the frozen ones by its name; an own stack's as it is. */
  readonly catalog: CatalogName | Catalog;
  /** What a provider computes stays unknown. */
  readonly dryRun?: boolean;
}

async function write({ file, catalog, dryRun = false, ...run }: GraphRun): Promise<void> {
  const graph = await runStack({
    ...run,
    project: "twincloud",
    catalog: typeof catalog === "string" ? catalogs[catalog] : catalog,
    root: path.resolve(__dirname, "../.."),
    dryRun,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
  mkdirSync(path.dirname(file), { recursive: true });
  // Another process may be writing the same, or reading it.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(graph.resources));
  renameSync(draft, file);
}

async function writeAll(runs: readonly GraphRun[]): Promise<void> {
  for (const run of runs) await write(run);
}

if (require.main === module) {
  writeAll(JSON.parse(readFileSync(0, "utf8")) as GraphRun[]).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
