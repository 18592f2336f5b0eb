/** Reads a stack file, as the preview needs it: without the CLI and without the key to its secrets. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { parseDocument, type YAMLParseError } from "yaml";
import { type Problem, SettingsError, show } from "./problems";
import { type RuntimeConfig, toRuntime } from "./runtime-config";
import { Secret } from "./secret";

export interface StackFile {
  /** As it was named. */
  readonly file: string;
  readonly stack: string;
  /** What stands below `config:`, keys with their namespace, encrypted values as `Secret`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The same as the CLI would hand it to the program. */
  readonly runtime: RuntimeConfig;
}

const fileForm = /^Pulumi\.(.+)\.ya?ml$/;
/** Buckets, repositories and load balancers begin with the stack's name and take no more than this. */
const stackForm = /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/;

/** @throws SettingsError when a stack can't have this name. */
export function checkStackName(stack: string, file: string): void {
  if (stackForm.test(stack)) return;
  throw problem(file, {
    found: `a stack named ${JSON.stringify(stack)}`,
    wanted:
      "a name of 1 to 20 lower-case letters, digits and hyphens, as buckets and repositories begin with it",
  });
}

/**
 * @param file path of a file named `Pulumi.<stack>.yaml`
 * @throws SettingsError when it is named otherwise, can't be read, is empty, isn't YAML, isn't a map or has no
 * `config:`; of YAML's own errors, with their lines.
 */
export function readStackFile(file: string): StackFile {
  const stack = fileForm.exec(basename(file))?.[1];
  if (stack === undefined) {
    throw problem(file, { found: "a file of another name", wanted: "a stack file, Pulumi.<stack>.yaml" });
  }
  checkStackName(stack, file);
  const values = configOf(file, parse(file, readText(file)));
  return { file, stack, values, runtime: toRuntime(values) };
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw problem(file, {
      found: code === "ENOENT" ? "no such file" : `a file that can't be read (${code})`,
      wanted: "a stack file",
    });
  }
}

function parse(file: string, text: string): unknown {
  // Merge keys (`<<`) are YAML 1.1, which the CLI still reads.
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  if (document.errors.length > 0) {
    throw new SettingsError(document.errors.map((error) => yamlProblem(file, error)));
  }
  try {
    return document.toJS();
  } catch (error) {
    // An alias without its anchor, or too many of them.
    if (error instanceof ReferenceError) throw problem(file, { found: error.message, wanted: "YAML" });
    throw error;
  }
}

function yamlProblem(file: string, error: YAMLParseError): Problem {
  const [summary = ""] = error.message.split(/ at line \d+|\n/);
  const line = error.linePos?.[0].line;
  return { file, ...(line !== undefined && { line }), found: `what isn't YAML (${summary})`, wanted: "YAML" };
}

function configOf(file: string, content: unknown): Record<string, unknown> {
  const wanted = "a map with the settings below config:";
  if (content === null || content === undefined) throw problem(file, { found: "an empty file", wanted });
  if (!isMap(content)) throw problem(file, { found: show(content), wanted });
  if (content.config === undefined || content.config === null) {
    throw problem(file, { key: "config", found: "nothing", wanted: "the settings, a map" });
  }
  if (!isMap(content.config)) {
    throw problem(file, { key: "config", found: show(content.config), wanted: "the settings, a map" });
  }
  return withSecrets(content.config) as Record<string, unknown>;
}

/** Encrypted values are maps with the one key `secure`, at any depth. */
function withSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSecrets);
  if (!isMap(value)) return value;
  if (Object.keys(value).length === 1 && typeof value.secure === "string") return new Secret();
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withSecrets(inner)]));
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function problem(file: string, what: Omit<Problem, "file">): SettingsError {
  return new SettingsError([{ file, ...what }]);
}
