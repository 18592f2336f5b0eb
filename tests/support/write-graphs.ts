/** Runs the embedded preview of the committed stacks once for all tests: writes each graph below `.cache/graphs/`. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runStack } from "../../cli/program";
import { readStackFile } from "../../stacks/config";

const root = path.resolve(__dirname, "../..");
const folder = path.join(root, ".cache/graphs");

async function write(stack: string, dryRun = false): Promise<void> {
  const { runtime } = readStackFile(path.join(root, `Pulumi.${stack}.yaml`));
  const graph = await runStack({
    ...runtime,
    project: "twincloud",
    stack,
    root,
    dryRun,
    onRegister: () => undefined,
    onLog: ({ message }) => console.error(message),
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    path.join(folder, `${stack}${dryRun ? "-unknown" : ""}.json`),
    JSON.stringify(graph.resources),
  );
}

write("prod")
  .then(() => write("prod", true))
  .then(() => write("staging"))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
