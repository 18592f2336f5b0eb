/** Reads a YAML file of the project as the CLI reads it; what is wrong with it is told with its line. */
import { readFileSync } from "node:fs";
import { type Document, parseDocument, type YAMLParseError } from "yaml";
import { DEEPEST, isDeeperThan, opensDeeperThan } from "../graph/state/json";
import { type Problem, SettingsError } from "./problems";
import { cliNumbers } from "./yaml-numbers";

/**
 * What a file holds; nothing when it is empty.
 * @param kind what was wanted, such as "a stack file"
 * @throws SettingsError when it can't be read or isn't YAML
 */
export function readYaml(file: string, kind: string): unknown {
  // Merge keys (`<<`) are YAML 1.1, which the CLI still reads.
  const text = readText(file, kind);
  if (opensDeeperThan(text, DEEPEST)) throw tooDeep(file);
  const document = unlessTooDeep(file, () =>
    parseDocument(text, { merge: true, prettyErrors: true, customTags: (tags) => [cliNumbers, ...tags] }),
  );
  if (document.errors.length > 0) {
    throw new SettingsError(document.errors.map((error) => yamlProblem(file, error)));
  }
  const content = contentOf(file, document);
  refuseDeep(file, content);
  return content;
}

function contentOf(file: string, document: Document.Parsed): unknown {
  try {
    return unlessTooDeep(file, () => document.toJS());
  } catch (error) {
    if (error instanceof SettingsError) throw error;
    // An alias without its anchor, or too many of them; a merge of what is no map. Nothing of ours runs in `toJS`.
    throw new SettingsError([{ file, found: (error as Error).message, wanted: "YAML" }]);
  }
}

/** @throws SettingsError when a value holds itself, as an anchor may, or is nested deeper than anything that is read */
export function refuseDeep(file: string, content: unknown): void {
  if (isDeeperThan(content, DEEPEST)) throw tooDeep(file);
}

/** The parser walks what is nested by recursion. */
function unlessTooDeep<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw error instanceof RangeError ? tooDeep(file) : error;
  }
}

const tooDeep = (file: string): SettingsError =>
  new SettingsError([
    {
      file,
      found: `lists and maps nested deeper than ${DEEPEST} levels, or one that holds itself by an alias`,
      wanted: "values with an end",
    },
  ]);

function readText(file: string, kind: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const found = code === "ENOENT" ? "no such file" : `a file that can't be read (${code})`;
    throw new SettingsError([{ file, found, wanted: kind }]);
  }
}

function yamlProblem(file: string, error: YAMLParseError): Problem {
  const [summary = ""] = error.message.split(/ at line \d+|\n/);
  const line = error.linePos?.[0].line;
  return { file, ...(line !== undefined && { line }), found: `what isn't YAML (${summary})`, wanted: "YAML" };
}
