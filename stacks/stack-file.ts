/** Reads a stack file, as the preview needs it: without the CLI and without the key to its secrets. */
import { basename } from "node:path";
import { configKey, isMap, withSecrets } from "./config-values";
import { type Problem, SettingsError, show } from "./problems";
import type { ProjectFile } from "./project-file";
import { asHanded, type RuntimeConfig, toRuntime } from "./runtime-config";
import { readYaml, refuseDeep } from "./yaml-file";

export interface StackFile {
  /** As it was named. */
  readonly file: string;
  readonly stack: string;
  /** What stands below `config:` and what the project adds, keys with their namespace, encrypted values as `Secret`. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys whose value is the project's. */
  readonly fromProject: readonly string[];
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
 * @param project its name is the namespace of keys without one, and its values stand in for keys that are left out
 * @throws SettingsError when it is named otherwise, can't be read, is empty, isn't YAML, isn't a map, has no `config:`
 * or takes settings from an environment; of YAML's own errors, with their lines.
 */
export function readStackFile(file: string, project?: Omit<ProjectFile, "file">): StackFile {
  const stack = fileForm.exec(basename(file))?.[1];
  if (stack === undefined) {
    throw problem(file, { found: "a file of another name", wanted: "a stack file, Pulumi.<stack>.yaml" });
  }
  checkStackName(stack, file);
  const own = namespaced(configOf(file, stack, readYaml(file, "a stack file")), file, project?.name);
  // The CLI merges whole keys: a map in the stack file leaves nothing of the project's.
  const fromProject = Object.keys(project?.values ?? {}).filter((key) => !Object.hasOwn(own, key));
  const values = asHanded({ ...project?.values, ...own });
  // A text may hold JSON, which is nested in its own right.
  refuseDeep(file, values);
  return { file, stack, values, fromProject, runtime: toRuntime(values) };
}

/** Keys as the CLI completes them. */
function namespaced(config: Readonly<Record<string, unknown>>, file: string, project: string | undefined) {
  const values: Record<string, unknown> = {};
  for (const [written, value] of Object.entries(config)) {
    const key = project === undefined ? written : (configKey(written, project) ?? written);
    if (Object.hasOwn(values, key)) {
      throw problem(file, { key: written, found: `${key} in two spellings`, wanted: "each setting once" });
    }
    values[key] = withSecrets(value);
  }
  return values;
}

function configOf(file: string, stack: string, content: unknown): Record<string, unknown> {
  const wanted = "a map with the settings below config:";
  if (content === null || content === undefined) throw problem(file, { found: "an empty file", wanted });
  if (!isMap(content)) throw problem(file, { found: show(content), wanted });
  refuseEnvironment(file, stack, content.environment);
  if (content.config === undefined || content.config === null) {
    throw problem(file, { key: "config", found: "nothing", wanted: "the settings, a map" });
  }
  if (!isMap(content.config)) {
    throw problem(file, { key: "config", found: show(content.config), wanted: "the settings, a map" });
  }
  return content.config;
}

/** What an environment gives would be judged as if it were absent. */
function refuseEnvironment(file: string, stack: string, environment: unknown): void {
  if (environment === undefined || environment === null) return;
  if (typeof environment === "object" && Object.keys(environment).length === 0) return;
  const listed = Array.isArray(environment) ? environment.filter((one) => typeof one === "string") : [];
  const names = listed.length > 0 ? ` (${listed.map(show).join(", ")})` : "";
  throw problem(file, {
    key: "environment",
    found: `an environment of Pulumi ESC${names}, whose settings can't be read without an account`,
    wanted: `settings in the file itself: put what \`pulumi config --stack ${stack}\` shows below config: in a copy without environment:, and name the copy with --config`,
  });
}

function problem(file: string, what: Omit<Problem, "file">): SettingsError {
  return new SettingsError([{ file, ...what }]);
}
