/** What `pulumi up` runs: load the settings, build the platform, export its outputs. */
import * as pulumi from "@pulumi/pulumi";
import { SettingsError, settingsFromConfig } from "./config";
import { buildPlatform } from "./platform";

/** The program; a function, so that a preview can run it once a stack in one process. */
function program(now = new Date()) {
  const stack = pulumi.getStack();
  try {
    const settings = settingsFromConfig(pulumi.runtime.allConfig(), { file: `Pulumi.${stack}.yaml` });
    return buildPlatform(settings, pulumi.getProject(), stack, now);
  } catch (error) {
    // A RunError shows without a stack trace: the lines say all that a reader of a stack file needs.
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}

export = program;
