/** The checkout that the tools are about. */
import path from "node:path";
import type { RunProgram } from "../cli/program";
import type { Graph } from "../graph/resource";
import { readStackFile } from "../stacks/config";

export const projectRoot = path.resolve(__dirname, "..");

export const stackFileOf = (stack: string) => readStackFile(path.join(projectRoot, `Pulumi.${stack}.yaml`));

/** The graph of a stack of this checkout, as the embedded preview makes it. Loads the SDKs. */
export function previewOf(stack: string): Promise<Graph> {
  const { runStack } = require("../cli/program") as { runStack: RunProgram };
  return runStack({
    ...stackFileOf(stack).runtime,
    project: "twincloud",
    stack,
    root: projectRoot,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
}
