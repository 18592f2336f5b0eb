/** What a stack runs: its settings are loaded, its platform is built, its outputs are exported. */
import * as pulumi from "@pulumi/pulumi";
import type { Catalog } from "../components/catalog";
import { WrongSettingError } from "../components/wrong-setting";
import { assumptionNames } from "../resilience/assumptions";
import { checkCatalog } from "./catalog-check";
import { checkStackName, SettingsError, settingsFromConfig } from "./config";
import { toProblem } from "./load";
import { buildPlatform, type PlatformOutputs } from "./platform";

/**
 * The program for a catalog; a function, so that a preview can run it once a stack in one process.
 * @param now the present moment.
 */
export function program(catalog: Catalog, now = new Date()): PlatformOutputs {
  const stack = pulumi.getStack();
  const file = `Pulumi.${stack}.yaml`;
  try {
    checkStackName(stack, file);
    checkCatalog(catalog);
    const settings = settingsFromConfig(pulumi.runtime.allConfig(), { file, catalog, assumptionNames });
    return buildPlatform(settings, catalog, pulumi.getProject(), stack, now);
  } catch (error) {
    const told = error instanceof WrongSettingError ? settingsError(error, file) : error;
    // A RunError shows without a stack trace: the lines say all that a reader of a stack file needs.
    throw told instanceof SettingsError ? new pulumi.RunError(told.message) : told;
  }
}

const settingsError = (wrong: WrongSettingError, file: string): SettingsError =>
  new SettingsError([toProblem(wrong, file)]);
