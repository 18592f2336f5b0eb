/** The programs as one file, as an image would have them: starts in a fraction of the time, and needs no node_modules. */
import path from "node:path";
import { build } from "esbuild";

/** Writes one CommonJS file. @throws Error of esbuild's, where the sources don't hold together */
export async function bundleReference(outFile: string): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, "main.ts")],
    outfile: outFile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minify: true,
    keepNames: true,
    // What is used of a library, and not all of it.
    mainFields: ["module", "main"],
    // AWS' SDK says on standard error, in words, that it will want a newer Node: our logs are JSON, and for that CI is there.
    define: { "process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": '"true"' },
    logLevel: "error",
  });
}
