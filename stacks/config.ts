/** The settings of a stack: the one place where configuration becomes settings. Imports nothing of Pulumi. */
import { type LoadOptions, loadSettings } from "./load";
import { SettingsError } from "./problems";
import { fromRuntime } from "./runtime-config";
import type { Settings } from "./settings";

export { catalogProblems, checkCatalog } from "./catalog-check";
export { catalogFile, OWN_CATALOG, type Served, servedBy } from "./catalog-file";
export { configKey, isMap, withSecrets } from "./config-values";
export { type Loaded, type LoadOptions, loadSettings, NAMESPACE } from "./load";
export { type Problem, renderProblem, SettingsError } from "./problems";
export { type ProjectFile, projectValues, readProjectFile } from "./project-file";
export { type RuntimeConfig, toRuntime } from "./runtime-config";
export { Secret } from "./secret";
export type { Settings } from "./settings";
export { checkStackName, readStackFile, type StackFile } from "./stack-file";
export { readYaml } from "./yaml-file";

/**
 * The settings from a running program's configuration.
 * @param config all of it (`pulumi.runtime.allConfig()`), so that keys that aren't known are found too.
 * @throws SettingsError that tells everything that is wrong.
 */
export function settingsFromConfig(config: Readonly<Record<string, string>>, options: LoadOptions): Settings {
  const loaded = loadSettings(fromRuntime(config), options);
  if (!loaded.ok) throw new SettingsError(loaded.problems);
  return loaded.settings;
}
