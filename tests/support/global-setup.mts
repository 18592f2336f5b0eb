import { spawnSync } from "node:child_process";
import path from "node:path";

/** Before any test: the graphs of the committed stacks, in a process of its own, as the SDK keeps global state. */
export default function setup(): void {
  const root = path.resolve(import.meta.dirname, "../..");
  const script = path.join(root, "tests/support/write-graphs.ts");
  const ran = spawnSync(process.execPath, ["--require", "tsx/cjs", script], { cwd: root, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the preview of the committed stacks failed:\n${ran.stderr}`);
}
