/** The embedded preview's graph of a stack file, made by a process of its own: the SDK keeps global state. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";

const root = path.resolve(__dirname, "../..");

export function previewedGraph(stack: string, configFile: string): Graph {
  const script = path.join(__dirname, "print-graph.ts");
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--require", "tsx/cjs", script, stack, configFile],
    { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`the preview of ${configFile} failed:\n${stderr}`);
  return graphOf(JSON.parse(stdout) as GraphResource[]);
}
