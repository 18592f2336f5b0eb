/** Writes a report's files so that a run that fails leaves the earlier ones whole. */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { InputError } from "./input-error";

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
  const present = await readdir(folder);
  const old = entries.filter((entry) => present.includes(entry));
  if (old.length > 0 && !old.includes(marker)) {
    throw new InputError(
      `${folder}: holds ${old.join(", ")} but no ${marker}, so it is no earlier preview; choose another --out or remove them`,
    );
  }
  const staging = await mkdtemp(path.join(folder, ".writing-"));
  try {
    const fresh = path.join(staging, "new");
    const stale = path.join(staging, "old");
    await mkdir(fresh);
    await mkdir(stale);
    for (const [file, content] of files) {
      await mkdir(path.dirname(path.join(fresh, file)), { recursive: true });
      await writeFile(path.join(fresh, file), content);
    }
    const made = await readdir(fresh);
    for (const entry of entries) {
      if (old.includes(entry)) {
        await rename(path.join(folder, entry), path.join(stale, entry));
      }
      if (made.includes(entry)) {
        await rename(path.join(fresh, entry), path.join(folder, entry));
      }
    }
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}
