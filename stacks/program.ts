/** What a stack runs: its settings are loaded, its platform is built, its outputs are exported. */
import * as pulumi from "@pulumi/pulumi";
import type { Catalog } from "../components/catalog";
import { WrongSettingError } from "../components/wrong-setting";
import { assumptionNames } from "../resilience/assumptions";
import { checkCatalog } from "./catalog-check";
import { checkStackName, SettingsError, settingsFromConfig } from "./config";
import { toProblem } from "./load";
import { buildPlatform, type PlatformOutputs } from "./platform";

/** @throws SettingsError where there is no such catalog, or it is wrong. */
type CatalogOf = (config: Readonly<Record<string, string>>, file: string) => Catalog;

/**
 * The program for a catalog; a function, so that a preview can run it once a stack in one process.
 * @param served what the stack serves, or what finds it by the stack's configuration.
 * @param now the present moment.
 */
export function program(served: Catalog | CatalogOf, now = new Date()): PlatformOutputs {
  const stack = pulumi.getStack();
  const file = `Pulumi.${stack}.yaml`;
  try {
    checkStackName(stack, file);
    const config = pulumi.runtime.allConfig();
    const catalog = typeof served === "function" ? served(config, file) : served;
    checkCatalog(catalog);
    const settings = settingsFromConfig(config, { file, catalog, assumptionNames });
    return buildPlatform(settings, catalog, pulumi.getProject(), stack, now);
  } catch (error) {
    const told = error instanceof WrongSettingError ? settingsError(error, file) : error;
    // A RunError shows without a stack trace: the lines say all that a reader of a stack file needs.
    throw told instanceof SettingsError ? new pulumi.RunError(told.message) : told;
  }
}

const settingsError = (wrong: WrongSettingError, file: string): SettingsError =>
  new SettingsError([toProblem(wrong, file)]);
