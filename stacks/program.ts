/** What a stack runs: its settings are loaded, its platform is built, its outputs are exported. */
import * as pulumi from "@pulumi/pulumi";
import type { Catalog } from "../components/catalog";
import { assumptionNames } from "../resilience/assumptions";
import { checkCatalog } from "./catalog-check";
import { checkStackName, SettingsError, settingsFromConfig } from "./config";
import { buildPlatform, type PlatformOutputs } from "./platform";

/**
 * The program for a catalog; a function, so that a preview can run it once a stack in one process.
 * @param now the present moment.
 */
export function program(catalog: Catalog, now = new Date()): PlatformOutputs {
  const stack = pulumi.getStack();
  try {
    const file = `Pulumi.${stack}.yaml`;
    checkStackName(stack, file);
    checkCatalog(catalog);
    const settings = settingsFromConfig(pulumi.runtime.allConfig(), { file, catalog, assumptionNames });
    return buildPlatform(settings, catalog, pulumi.getProject(), stack, now);
  } catch (error) {
    // A RunError shows without a stack trace: the lines say all that a reader of a stack file needs.
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}
