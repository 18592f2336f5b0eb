/** Where a third provider has to be added: what the compiler names once there is one. */
import path from "node:path";
import ts from "typescript";

const CONTRACT = "graph/clouds/contract.ts";
const NAMES = /export type ProviderName = [^;]+/;
const START = "<!-- made by npm run docs -->";
const END = "<!-- end -->";

/**
 * The source files, tests left out, in which the compiler finds a mistake when `ProviderName` has one name more.
 * Nothing is written: the contract is widened in the compiler's memory. To be asked of a project that compiles.
 * @throws Error when the contract has no such type
 */
export function providerPlaces(root: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, "tsconfig.json"),
    { incremental: false, tsBuildInfoFile: undefined },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (problem) => fail(problem.messageText) },
  );
  if (!config) throw new Error("tsconfig.json can't be read");
  const files = config.fileNames.filter((file) => !relative(root, file).startsWith("tests/"));
  const host = ts.createCompilerHost(config.options);
  const { getSourceFile } = host;
  host.getSourceFile = (file, version, ...rest) => {
    if (relative(root, file) !== CONTRACT) return getSourceFile(file, version, ...rest);
    const text = ts.sys.readFile(file) ?? "";
    if (!NAMES.test(text)) throw new Error(`${CONTRACT}: found no \`export type ProviderName = …\``);
    return ts.createSourceFile(
      file,
      text.replace(NAMES, (names) => `${names} | "a third"`),
      version,
    );
  };
  const program = ts.createProgram(files, config.options, host);
  const named = program
    .getSourceFiles()
    .filter((file) => !file.isDeclarationFile && program.getSemanticDiagnostics(file).length > 0);
  return named.map(({ fileName }) => relative(root, fileName)).sort();
}

const relative = (root: string, file: string): string => path.relative(root, file).replaceAll(path.sep, "/");

function fail(message: string | ts.DiagnosticMessageChain): never {
  throw new Error(ts.flattenDiagnosticMessageText(message, "\n"));
}

/** A text with the list between its two marks made anew. @throws Error when it has no such marks */
export function withPlaces(text: string, places: readonly string[]): string {
  const [from, to] = [text.indexOf(START), text.indexOf(END)];
  if (from === -1 || to < from) throw new Error(`found no ${START} … ${END}`);
  const list = places.map((place) => `- \`${place}\``).join("\n");
  return `${text.slice(0, from)}${START}\n\n${list}\n\n${text.slice(to)}`;
}
