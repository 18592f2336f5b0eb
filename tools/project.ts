/** The checkout that the tools are about. */
import { readdirSync } from "node:fs";
import path from "node:path";
import type { RunProgram } from "../cli/program";
import type { Catalog } from "../components/catalog";
import type { Graph } from "../graph/resource";
import { readProjectFile, readStackFile, type StackFile, servedBy } from "../stacks/config";

export const projectRoot = path.resolve(__dirname, "..");

const read = (stack: string): StackFile =>
  readStackFile(
    path.join(projectRoot, `Pulumi.${stack}.yaml`),
    readProjectFile(path.join(projectRoot, "Pulumi.yaml")),
  );

/** The stack file of a name, or the one with the most sites: what has the most redundancy to lose. */
export function stackFileOf(stack?: string): StackFile {
  if (stack !== undefined) return read(stack);
  const names = readdirSync(projectRoot).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  const sites = ({ values }: StackFile) => (values["twincloud:sites"] as readonly unknown[]).length;
  const [largest] = names.map(read).sort((a, b) => sites(b) - sites(a));
  if (largest === undefined) throw new Error(`${projectRoot} holds no stack file Pulumi.<stack>.yaml`);
  return largest;
}

/**
 * The graph of a stack, as the embedded preview makes it. Loads the SDKs.
 * @param own what a stack serves that names no catalog
 */
export function previewOf({ file, stack, values, runtime }: StackFile, own: Catalog): Promise<Graph> {
  const { runStack } = require("../cli/program") as { runStack: RunProgram };
  return runStack({
    ...runtime,
    project: "twincloud",
    stack,
    catalog: servedBy(values, { file, own, root: projectRoot }).catalog,
    root: projectRoot,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
}
