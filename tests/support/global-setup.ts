import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "../..");
const marker = path.join(root, ".cache/graphs/made-from");
/** Everything that a graph is made from. */
const sources = [
  "components",
  "graph",
  "engine",
  "answers",
  "cli",
  "stacks",
  "tests/support/write-graphs.ts",
  "package-lock.json",
];

/**
 * Before any test: the graphs of the committed stacks, in a process of its own, as the SDK keeps global state.
 * Left alone when they were made from these very files.
 */
export default function setup(): void {
  const digest = digestOfSources();
  if (existsSync(marker) && readFileSync(marker, "utf8") === digest) return;
  const script = path.join(root, "tests/support/write-graphs.ts");
  const ran = spawnSync(process.execPath, ["--require", "tsx/cjs", script], { cwd: root, encoding: "utf8" });
  if (ran.status !== 0) throw new Error(`the preview of the committed stacks failed:\n${ran.stderr}`);
  writeFileSync(marker, digest);
}

function digestOfSources(): string {
  const stackFiles = readdirSync(root).filter((name) => /^Pulumi\..*yaml$/.test(name));
  const files = [...sources, ...stackFiles].flatMap((name) => {
    const entries = name.includes(".") ? [] : readdirSync(path.join(root, name), { recursive: true });
    return name.includes(".") ? [name] : entries.map((entry) => path.join(name, String(entry)));
  });
  const hash = createHash("sha256");
  for (const file of files.filter((name) => /\.(ts|ya?ml|json)$/.test(name)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}
