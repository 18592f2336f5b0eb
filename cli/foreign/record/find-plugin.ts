/** Where a provider's own program is, as Pulumi's CLI looks for it: it is installed by the CLI, and used without it. */
import { existsSync } from "node:fs";
import path from "node:path";

export type FoundPlugin =
  | { readonly kind: "running"; readonly port: number }
  | { readonly kind: "installed"; readonly binary: string }
  | { readonly kind: "missing"; readonly because: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** @param wanted its name, and its version without a `v`; any where that is empty */
export function findPlugin(
  { plugin, version }: { readonly plugin: string; readonly version: string },
  env: Environment,
): FoundPlugin {
  const port = runningAt(plugin, env);
  if (port !== undefined) return { kind: "running", port };
  const home = env.PULUMI_HOME || path.join(env.HOME || env.USERPROFILE || "", ".pulumi");
  const installed = path.join(home, "plugins", `resource-${plugin}-v${version}`);
  const name = `pulumi-resource-${plugin}`;
  const folders = [...(version === "" ? [] : [installed]), ...(env.PATH ?? "").split(path.delimiter)];
  const binary = folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => [path.join(folder, name), path.join(folder, `${name}.exe`)])
    .find((file) => existsSync(file));
  if (binary !== undefined) return { kind: "installed", binary };
  const versioned = version === "" ? plugin : `${plugin} ${version}`;
  return {
    kind: "missing",
    because: `found no ${name} in ${installed} or on PATH; wanted the provider that Pulumi's CLI installs: pulumi plugin install resource ${versioned}`,
  };
}

/** `PULUMI_DEBUG_PROVIDERS=aws:40001,oci:40002` */
function runningAt(plugin: string, { PULUMI_DEBUG_PROVIDERS = "" }: Environment): number | undefined {
  const found = PULUMI_DEBUG_PROVIDERS.split(",").find((one) => one.trim().startsWith(`${plugin}:`));
  const port = Number(found?.trim().slice(plugin.length + 1));
  return Number.isInteger(port) && port > 0 ? port : undefined;
}
