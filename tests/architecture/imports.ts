/** Which file of the project imports which, read from the source text: what the tests of the architecture go by. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

export interface Import {
  /** As it is written. */
  readonly module: string;
  /** The project's file that it leads to, from the root; absent for packages. */
  readonly file?: string;
  /** Gone once compiled. */
  readonly typeOnly: boolean;
}

export const root = path.resolve(__dirname, "../..");

/** The folders that hold source, the tests' own left out. */
export const rooms: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !/^(\.|node_modules$|out$|docs$|tests$)/.test(entry.name))
  .map(({ name }) => name)
  .filter((name) => filesIn(name).length > 0)
  .sort();

/** TypeScript files below a folder, from the root, with forward slashes. */
export function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((file) => path.posix.join(folder, String(file).split(path.sep).join("/")))
    .filter((file) => /\.m?ts$/.test(file));
}

/** `import … from "x"`, `export … from "x"`, `import "x"`; formatted as the linter wants it. */
const statement = /^(?:import|export)\s(?:(type)\s)?(?:[^;"'`]*?\sfrom\s)?"([^"]+)";$/gm;
/** `import("x")` and `require("x")` outside texts, those of types included: `typeof import("x")`. */
const call = /(?<=^[^"'`\n]*)(typeof\s+)?\b(?:import|require)\("([^"]+)"\)/gm;

export function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), "utf8");
  return [...text.matchAll(statement), ...text.matchAll(call)].map(([, type, module = ""]) => {
    const target = resolve(file, module);
    return { module, typeOnly: type !== undefined, ...(target === undefined ? {} : { file: target }) };
  });
}

/** @throws if a relative import leads nowhere: a check that overlooks a file would pass by accident. */
function resolve(from: string, module: string): string | undefined {
  if (!module.startsWith(".")) return undefined;
  const base = path.posix.join(path.posix.dirname(from), module);
  const candidates = [base, `${base}.ts`, `${base}.mts`, `${base}/index.ts`, base.replace(/\.m?js$/, ".ts")];
  const found = candidates.find((file) => /\.[a-z]+$/.test(file) && existsSync(path.join(root, file)));
  if (found === undefined) throw new Error(`${from} imports ${module}, which is no file of the project`);
  return found;
}
