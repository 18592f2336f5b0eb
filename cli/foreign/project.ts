/** Reads the project and the stack file of a program that isn't ours, as far as running it needs them. */
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { InputError } from "../../report/input-error";
import {
  configKey,
  isMap,
  projectValues,
  type RuntimeConfig,
  readYaml,
  renderProblem,
  toRuntime,
  withSecrets,
} from "../../stacks/config";

export interface ForeignProject {
  readonly name: string;
  /** Folder of Pulumi.yaml; absolute. */
  readonly root: string;
  /** Folder that the program starts in, and what is run there: `.` is what its package says. */
  readonly folder: string;
  readonly entry: string;
  readonly typescript: boolean;
  readonly nodeArguments: readonly string[];
  /** Of the project's file below `config:`, keys with their namespace. */
  readonly values: Readonly<Record<string, unknown>>;
}

/** @throws InputError or SettingsError when it isn't a project of Node's */
export function readForeignProject(dir: string, cwd: string): ForeignProject {
  const root = path.resolve(cwd, dir);
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => path.join(root, name)).find(existsSync);
  const named = path.join(dir, "Pulumi.yaml");
  if (file === undefined)
    throw new InputError(`--program ${dir}: found no Pulumi.yaml in it; wanted a Pulumi project's folder`);
  const content = readYaml(file, "the project's file");
  const wrong = (found: string, wanted: string): InputError =>
    new InputError(`${named}: ${found}; wanted ${wanted}`);
  if (!isMap(content) || typeof content.name !== "string" || content.name === "")
    throw wrong("found no name", "the project's name");
  const { runtime } = content;
  const runtimeName = isMap(runtime) ? runtime.name : runtime;
  if (runtimeName !== "nodejs")
    throw wrong(
      `runtime: found ${JSON.stringify(runtimeName) ?? "none"}`,
      "nodejs: programs of other languages aren't run yet",
    );
  const options = isMap(runtime) && isMap(runtime.options) ? runtime.options : {};
  const { values, problems } = projectValues(content.config, content.name);
  if (problems.length > 0)
    throw new InputError(problems.map((one) => renderProblem({ file: named, ...one })));
  return {
    name: content.name,
    root,
    ...entryOf(root, content.main, wrong),
    typescript: options.typescript !== false,
    nodeArguments:
      typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter((one) => one !== "") : [],
    values,
  };
}

function entryOf(
  root: string,
  main: unknown,
  wrong: (found: string, wanted: string) => InputError,
): Pick<ForeignProject, "folder" | "entry"> {
  if (main === undefined || main === null || main === "") return { folder: root, entry: "." };
  if (typeof main !== "string") throw wrong(`main: found ${JSON.stringify(main)}`, "a path");
  const at = path.resolve(root, main);
  return existsSync(at) && statSync(at).isDirectory()
    ? { folder: at, entry: "." }
    : { folder: root, entry: main };
}

/** Names of the stacks that have a file. */
export const stacksBeside = ({ root }: ForeignProject): string[] =>
  readdirSync(root)
    .flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();

export interface ForeignStack {
  readonly stack: string;
  readonly organization: string;
  readonly runtime: RuntimeConfig;
  /** What of its settings can't be had, each in a line. */
  readonly notes: readonly string[];
}

/**
 * The stack's settings with the project's: what is encrypted becomes a placeholder.
 * @param given `prod`, `org/prod` or `org/project/prod`
 */
export function readForeignStack(
  { root, name, values }: ForeignProject,
  { stack, organization }: { readonly stack: string; readonly organization: string },
): ForeignStack {
  const file = [`Pulumi.${stack}.yaml`, `Pulumi.${stack}.yml`]
    .map((one) => path.join(root, one))
    .find(existsSync);
  if (file === undefined) {
    return {
      stack,
      organization,
      runtime: toRuntime(values),
      notes: [`there is no Pulumi.${stack}.yaml: run with the project's own settings`],
    };
  }
  const content = readYaml(file, "a stack file");
  const config = isMap(content) && isMap(content.config) ? content.config : {};
  const own = Object.entries(config).map(
    ([key, value]) => [configKey(key, name) ?? key, withSecrets(value)] as const,
  );
  const runtime = toRuntime({ ...values, ...Object.fromEntries(own) });
  const environment = isMap(content) ? content.environment : undefined;
  return {
    stack,
    organization,
    runtime,
    notes: [
      ...(runtime.secretKeys.length > 0
        ? [`${runtime.secretKeys.join(", ")}: encrypted, so that the program gets a placeholder`]
        : []),
      ...(environment
        ? [
            `Pulumi.${stack}.yaml takes settings from an environment of Pulumi ESC, which needs an account: they are missing`,
          ]
        : []),
    ],
  };
}
