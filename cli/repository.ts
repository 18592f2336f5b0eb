/** Where a project lies in its repository: what is told of its files is looked for from there. */
import { existsSync } from "node:fs";
import path from "node:path";

/** @param folder absolute. @returns the way to it from the nearest folder above that git knows, `.` where there is none */
export function folderInRepository(folder: string): string {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, ".git"))) return path.relative(at, folder) || ".";
    if (path.dirname(at) === at) return ".";
  }
}
