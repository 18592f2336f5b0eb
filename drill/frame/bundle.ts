/** TypeScript of the project as one file of JavaScript: a program of it starts in a tenth of the time. */
import path from "node:path";
import { build } from "esbuild";
import { root } from "./lane";

/**
 * @param entry from the project's root
 * @param out file to write; its source map is within
 * @throws Error of esbuild's, with its words, where the program can't be bundled.
 */
export async function bundle(entry: string, out: string): Promise<void> {
  await build({
    entryPoints: [path.join(root, entry)],
    outfile: out,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    logLevel: "silent",
  });
}
