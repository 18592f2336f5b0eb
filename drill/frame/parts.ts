/** The real programs of Debian and of PyPI. Versions: versions.json. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import versions from "../programs/versions.json";
import { cache, Lacking } from "./lane";

export type DebianProgram = keyof typeof versions.debian;

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
