/** The real programs: built from Go modules, or taken from Debian or PyPI. Versions: versions.json, tools/. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import versions from "../versions.json";
import { cache, Lacking, now, root } from "./lane";

export type GoModule = keyof typeof versions.modules;
export type DebianProgram = keyof typeof versions.debian;

const bin = path.join(cache, "bin");
const tools = path.join(root, "tests/real/tools");

/** Path of a program that a module of tools/ builds; `goPrograms` has made it. */
export const goProgram = (name: string): string => path.join(bin, name);

/**
 * Builds a module's programs, unless the same sources were built before.
 * @throws Lacking without a Go toolchain that is new enough; Error naming the log when the build fails.
 */
export function goPrograms(module: GoModule): void {
  const folder = path.join(tools, module);
  const sources = ["go.mod", "go.sum", "main.go"].map((file) => path.join(folder, file)).filter(existsSync);
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
  // Asked where go.mod is, an older Go brings the toolchain that it names.
  const go = spawnSync("go", ["env", "GOVERSION"], { cwd: folder, encoding: "utf8" });
  if (go.status !== 0) throw new Lacking(`no Go toolchain: install Go ${versions.go} or later`);
  if (!atLeast(go.stdout.trim().replace(/^go/, ""), versions.go)) {
    throw new Lacking(`Go is ${go.stdout.trim()}: Go ${versions.go} or later is wanted`);
  }
  mkdirSync(bin, { recursive: true });
  const started = now();
  console.log(`building ${names.join(", ")} from tests/real/tools/${module}`);
  const targets = existsSync(path.join(folder, "main.go")) ? ["."] : ["tool"];
  const flags = `-s -w -X k8s.io/component-base/version.gitVersion=${versions.kubernetesVersion}`;
  const build = spawnSync(
    "nice",
    [
      "go",
      "build",
      "-mod=readonly",
      "-trimpath",
      "-buildvcs=false",
      "-ldflags",
      flags,
      "-o",
      `${bin}/`,
      ...targets,
    ],
    { cwd: folder, encoding: "utf8", env: { ...process.env, GOWORK: "off", GOFLAGS: "" } },
  );
  const log = path.join(cache, `build-${module}.log`);
  writeFileSync(log, `${build.stdout}${build.stderr}`);
  if (build.status !== 0) throw new Error(`tests/real/tools/${module} can't be built: ${log}`);
  // Go names it after its folder.
  if (module === "kubernetes") renameSync(goProgram("server"), goProgram("etcd"));
  writeFileSync(stamp, key);
  console.log(`built in ${Math.round(now() - started)} s`);
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

/** Path of a program on the machine. */
function onPath(name: string): string | undefined {
  return [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/usr/local/sbin"]
    .map((folder) => path.join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Path of a program of a Debian package, installed first where that can be done.
 * @throws Lacking where it is missing and can't be installed.
 */
export function debianProgram(name: DebianProgram): string {
  const found = onPath(name);
  if (found) return found;
  if (!onPath("apt-get")) throw new Lacking(`no ${name}, and no apt-get to install it`);
  if (process.getuid?.() !== 0)
    throw new Lacking(`no ${name}: as root, apt-get install ${versions.debian[name]}`);
  const log = path.join(cache, `apt-${name}.log`);
  mkdirSync(cache, { recursive: true });
  let text = "";
  // Installed as a program for the lanes: its service is not to start.
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", SYSTEMD_OFFLINE: "1", RUNLEVEL: "1" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", versions.debian[name]]]) {
    const run = spawnSync("apt-get", ["-q", ...args], { encoding: "utf8", env });
    text += `${run.stdout}${run.stderr}`;
  }
  writeFileSync(log, text);
  const installed = onPath(name);
  if (!installed) throw new Lacking(`no ${name}: apt-get couldn't install it, see ${log}`);
  return installed;
}

/**
 * Path of a program of PyPI's in an environment of its own.
 * @throws Lacking without Python or its venv, or where the packages can't be installed.
 */
export function pythonProgram(name: keyof typeof versions.python): string {
  const wanted = versions.python[name];
  const folder = path.join(
    cache,
    `venv-${createHash("sha256").update(wanted.join()).digest("hex").slice(0, 12)}`,
  );
  const program = path.join(folder, "bin", name);
  const stamp = path.join(folder, ".complete");
  if (existsSync(stamp)) return program;
  if (!onPath("python3")) throw new Lacking("no python3");
  const log = path.join(cache, `pip-${name}.log`);
  let text = "";
  for (const [command, ...args] of [
    ["python3", "-m", "venv", "--clear", folder],
    [path.join(folder, "bin/pip"), "install", "--quiet", "--disable-pip-version-check", ...wanted],
  ] as [string, ...string[]][]) {
    const run = spawnSync(command, args, { encoding: "utf8" });
    text += `${run.stdout}${run.stderr}`;
    writeFileSync(log, text);
    if (run.status !== 0) throw new Lacking(`${name} of ${wanted[0]} can't be installed: ${log}`);
  }
  writeFileSync(stamp, "");
  return program;
}
