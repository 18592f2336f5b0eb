/** Runs the embedded preview of a stack file and prints its graph's resources: a process of its own, as the tests of
 * the stacks' own graphs do it. `node --require tsx/cjs tests/resilience/write-graph.ts FILE`. */
import path from "node:path";
import { runStack } from "../../cli/program";
import { readStackFile } from "../../stacks/config";

const file = path.resolve(process.argv[2] ?? "");
const { runtime } = readStackFile(file);
runStack({
  ...runtime,
  project: "twincloud",
  stack: path.basename(file).replace(/^Pulumi\.|\.yaml$/g, ""),
  root: path.resolve(__dirname, "../.."),
  onRegister: () => undefined,
  onLog: ({ message }) => console.error(message),
})
  .then((graph) => process.stdout.write(JSON.stringify(graph.resources)))
  .catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
