/** Where the sandbox keeps its stacks: a local file for the state, and copies of the stack files. */
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { parse, stringify } from "yaml";
import { writeWhole } from "../report/write";
import type { StackFile } from "../stacks/config";
import { Secret } from "../stacks/config";
import { type Environment, JUDGEABLE_PREVIEW, type Run, runQuietly, sharedIamWindow } from "./pulumi";

export interface Workspace {
  readonly env: Environment;
  /** Holds the copy of the stack file and a project's file, and no program. */
  readonly projectFolder: string;
  /** The copy of the stack file, which the CLI may write to. */
  readonly configFile: string;
}

interface Place {
  readonly cli: string;
  readonly project: string;
  /** Absolute; made when it isn't there. */
  readonly folder: string;
  readonly env: Environment;
}

/** Makes the stack ready: its state in `folder`, made on first use, and its settings as the file has them now. */
export async function prepareStack(stackFile: StackFile, place: Place): Promise<Workspace> {
  const { cli, project, folder } = place;
  const { stack } = stackFile;
  const projectFolder = path.join(folder, "project");
  mkdirSync(projectFolder, { recursive: true });
  const env = environment(place);
  const configFile = path.join(projectFolder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path.join(folder, `.pulumi/stacks/${project}/${stack}.json`))) {
    // A project of its own: the CLI writes the stack's salt beside the project's file.
    await writeWhole(
      path.join(projectFolder, "Pulumi.yaml"),
      stringify({ name: project, runtime: "nodejs" }),
    );
    const errand: Run = { cli, args: ["stack", "init", stack, "--no-select"], cwd: projectFolder, env };
    runQuietly(errand);
  }
  const { encryptionsalt } = (parse(readFileSync(configFile, "utf8")) ?? {}) as { encryptionsalt?: string };
  await writeWhole(configFile, stringify({ encryptionsalt, config: withoutSecrets(stackFile.values) }));
  return { env, projectFolder, configFile };
}

/** A login, plug-ins and a passphrase of the sandbox's own; nothing in it is worth keeping secret. */
function environment({ folder, env }: Place): Environment {
  return {
    ...env,
    ...JUDGEABLE_PREVIEW,
    ...sharedIamWindow({}, folder),
    PULUMI_BACKEND_URL: pathToFileURL(folder).href,
    PULUMI_HOME: path.join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "sandbox",
    PULUMI_CONFIG_PASSPHRASE_FILE: undefined,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/** Whoever plays in the sandbox needn't have the key of the real secrets. */
function withoutSecrets(value: unknown): unknown {
  if (value instanceof Secret) return "[secret]";
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
}
