/** The programs that are built from Go modules, at the versions of tools/: one build at a time, begun ahead of need. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import versions from "../programs/versions.json";
import { cache, Lacking, now, root } from "./lane";

export type GoModule = keyof typeof versions.modules;

const bin = path.join(cache, "bin");
const tools = path.join(root, "drill/programs");

/** Path of a program that a module of tools/ builds; `goPrograms` has made it. */
export const goProgram = (name: string): string => path.join(bin, name);

const builds = new Map<GoModule, Promise<void>>();
let last: Promise<unknown> = Promise.resolve();
/** Process group of what is under way. */
let group: number | undefined;
let stopped = false;

/** Ends what is under way and begins nothing more. */
export function stopBuilds(): void {
  stopped = true;
  if (group === undefined) return;
  try {
    // The signal that Go itself heeds: it ends its compilers and removes what they wrote.
    process.kill(-group, "SIGINT");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
process.on("exit", stopBuilds);

/**
 * Builds a module's programs, unless the same sources were built before; asked again, waits for the same build.
 * @throws Lacking without a Go toolchain that is new enough, or the modules' sources; Error naming the log when the
 * build fails.
 */
export function goPrograms(module: GoModule): Promise<void> {
  let build = builds.get(module);
  if (!build) {
    build = last.then(() => buildModule(module));
    builds.set(module, build);
    // Who asks for it is told; that nobody has asked yet is no error.
    last = build.catch(() => undefined);
  }
  return build;
}

async function buildModule(module: GoModule): Promise<void> {
  if (stopped) throw new Error("stopped before it was built");
  const folder = path.join(tools, module);
  const sources = readdirSync(folder)
    .filter((file) => /\.(?:go|mod|sum)$/.test(file))
    .sort()
    .map((file) => path.join(folder, file));
  const hash = createHash("sha256");
  for (const file of sources) hash.update(readFileSync(file));
  const stamp = path.join(bin, `.${module}`);
  const key = hash.update(versions.kubernetesVersion).digest("hex");
  const names = versions.modules[module];
  if (
    existsSync(stamp) &&
    readFileSync(stamp, "utf8") === key &&
    names.every((n) => existsSync(goProgram(n)))
  )
    return;
  mkdirSync(bin, { recursive: true });
  rmSync(stamp, { force: true });
  const log = path.join(cache, `build-${module}.log`);
  // Asked where go.mod is, an older Go brings the toolchain that it names.
  if ((await runLogged(log, folder, ["go", "env", "GOVERSION"])) !== 0) {
    throw new Lacking(`no Go toolchain: install Go ${versions.go} or later (${log})`);
  }
  const version = readFileSync(log, "utf8").trim().split("\n").at(-1) ?? "";
  if (!atLeast(version.replace(/^go/, ""), versions.go)) {
    throw new Lacking(`Go is ${version}: Go ${versions.go} or later is wanted`);
  }
  if ((await runLogged(log, folder, ["go", "mod", "download"])) !== 0) {
    throw new Lacking(`the modules of drill/programs/${module} can't be had: ${log}`);
  }
  const started = now();
  console.log(`building ${names.join(", ")} from drill/programs/${module}`);
  const targets = existsSync(path.join(folder, "main.go")) ? ["."] : ["tool"];
  const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${versions.kubernetesVersion}`;
  const code = await runLogged(log, folder, [
    ...["go", "build", "-mod=readonly", "-trimpath", "-buildvcs=false"],
    ...["-ldflags", flags, "-o", `${bin}/`, ...targets],
  ]);
  if (code !== 0) throw new Error(`drill/programs/${module} can't be built: ${log}`);
  // Go names it after its folder.
  if (module === "kubernetes") renameSync(goProgram("server"), goProgram("etcd"));
  writeFileSync(stamp, key);
  console.log(`built ${names.join(", ")} in ${Math.round(now() - started)} s`);
}

/** Runs a command at the least priority, so that a lane beside it keeps its times; gives its exit code. */
function runLogged(log: string, cwd: string, command: readonly string[]): Promise<number | null> {
  const output = openSync(log, "w");
  const child = spawn("nice", ["-n", "19", ...command], {
    cwd,
    env: { ...process.env, GOWORK: "off", GOFLAGS: "" },
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  group = child.pid;
  yieldToOthers(child.pid);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      group = undefined;
      resolve(code);
    });
  });
}

/**
 * Linux weighs sessions against each other before it looks at what is nice within one, and a build has a session of its
 * own: as heavy as the lane's, where that isn't told. A kernel that has no such groups needs nothing.
 */
function yieldToOthers(leader: number | undefined): void {
  const file = `/proc/${leader}/autogroup`;
  if (!existsSync(file)) return;
  try {
    writeFileSync(file, "19");
  } catch (error) {
    console.log(`a build beside the lanes isn't held back: ${(error as Error).message}`);
  }
}

/** Whether a version such as 1.26.8 is another or later. */
export function atLeast(version: string, wanted: string): boolean {
  const [a, b] = [version, wanted].map((text) =>
    text.split(".").map((part) => Number.parseInt(part, 10) || 0),
  );
  for (const [index, part] of (b ?? []).entries()) {
    const other = a?.[index] ?? 0;
    if (other !== part) return other > part;
  }
  return true;
}
