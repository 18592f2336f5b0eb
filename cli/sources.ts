/** The project's files, for what is said of their lines; each is read once. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Sources } from "../report/sarif";

/** @param root the project's folder; absolute */
export function sourcesIn(root: string): Sources {
  const known = new Map<string, string | undefined>();
  return (file) => {
    if (!known.has(file)) known.set(file, textOf(path.resolve(root, file)));
    return known.get(file);
  };
}

/** A file that isn't there has no lines to speak of: what is found in it is told without them. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
