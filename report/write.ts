/** Writes a report's files so that a run that fails leaves the earlier ones whole. */
import { mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { mkdir, readdir } from "node:fs/promises";
import path from "node:path";
import { InputError } from "./input-error";
import { removeStale, withTemporary } from "./temporary";

/**
 * What a report's folder may hold at its top. Those that a report no longer has are removed with the old ones.
 * The last one marks a folder as a report's.
 */
const entries = ["manifests", "preview.html", "preview.md", "preview.sarif", "state.json", "preview.json"];
const marker = "preview.json";

/**
 * Replaces the report in `folder`; other files in it stay. Everything is written beside it first and then
 * moved in.
 * @throws InputError when the folder can't be written, or holds files of these names that no report came with.
 */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  try {
    await replaceReport(folder, files);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === undefined
      ? error
      : new InputError(`${folder}: can't be written: ${message}; choose another --out`);
  }
}

async function replaceReport(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const wasInterrupted = removeStale(folder);
  const present = await readdir(folder);
  const old = entries.filter((entry) => present.includes(entry));
  if (old.length > 0 && !old.includes(marker) && !wasInterrupted) {
    throw new InputError(
      `${folder}: holds ${old.join(", ")} but no ${marker}, so it is no earlier preview; choose another --out or remove them`,
    );
  }
  await withTemporary(folder, (staging) => {
    const fresh = path.join(staging, "new");
    const stale = path.join(staging, "old");
    mkdirSync(fresh);
    mkdirSync(stale);
    for (const [file, content] of files) {
      mkdirSync(path.dirname(path.join(fresh, file)), { recursive: true });
      writeFileSync(path.join(fresh, file), content);
    }
    swap(folder, fresh, stale, old);
  });
}

function swap(folder: string, fresh: string, stale: string, old: readonly string[]): void {
  const made = readdirSync(fresh);
  for (const entry of entries) {
    if (old.includes(entry)) renameSync(path.join(folder, entry), path.join(stale, entry));
    if (made.includes(entry)) renameSync(path.join(fresh, entry), path.join(folder, entry));
  }
}

/** Writes one file so that it is the earlier one or the whole new one, whenever this ends. */
export async function writeWhole(file: string, content: string): Promise<void> {
  const folder = path.dirname(file);
  await mkdir(folder, { recursive: true });
  removeStale(folder);
  await withTemporary(folder, (staging) => {
    const fresh = path.join(staging, path.basename(file));
    writeFileSync(fresh, content);
    renameSync(fresh, file);
  });
}
