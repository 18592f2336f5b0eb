/** Prints the resources of the embedded preview of a stack file: `print-graph.ts <stack> <file>`. */
import path from "node:path";
import { runStack } from "../../cli/program";
import { readStackFile } from "../../stacks/config";
import { video } from "../fixtures/catalogs/video";

const [stack = "", file = ""] = process.argv.slice(2);

runStack({
  ...readStackFile(file).runtime,
  project: "twincloud",
  stack,
  catalog: video,
  root: path.resolve(__dirname, "../.."),
  onRegister: () => undefined,
  onLog: ({ message }) => process.stderr.write(`${message}\n`),
}).then(
  (graph) => process.stdout.write(JSON.stringify(graph.resources)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
