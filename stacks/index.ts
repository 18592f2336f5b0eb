/** What `pulumi up` runs: load the settings, build the platform, export its outputs. */
import * as pulumi from "@pulumi/pulumi";
import { assumptionNames } from "../resilience/assumptions";
import { checkStackName, SettingsError, settingsFromConfig } from "./config";
import { buildPlatform } from "./platform";

// The CLI's own translator of stack traces doesn't find the source maps of tsx, whose output is a line a file; Node's does.
if (/[\\/]@pulumi[\\/]pulumi[\\/]cmd[\\/]run[\\/]/.test(require.main?.filename ?? "")) {
  delete (Error as Partial<ErrorConstructor>).prepareStackTrace;
}

/** The program; a function, so that a preview can run it once a stack in one process. */
function program(now = new Date()) {
  const stack = pulumi.getStack();
  try {
    const file = `Pulumi.${stack}.yaml`;
    checkStackName(stack, file);
    const settings = settingsFromConfig(pulumi.runtime.allConfig(), { file, assumptionNames });
    return buildPlatform(settings, pulumi.getProject(), stack, now);
  } catch (error) {
    // A RunError shows without a stack trace: the lines say all that a reader of a stack file needs.
    throw error instanceof SettingsError ? new pulumi.RunError(error.message) : error;
  }
}

export = program;
