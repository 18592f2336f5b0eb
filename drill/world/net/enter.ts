/**
 * A drill's own network, processes and mounts: its command line again, in namespaces that the kernel takes down with it.
 * So whatever way a drill ends, nothing of it is left.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, readlinkSync } from "node:fs";
import { Socket } from "node:net";
import { constants } from "node:os";
import { Lacking } from "../../frame/lane";
import { debianProgram } from "../../frame/parts";

/** Holds the network that was left, so that a value from elsewhere is not taken for an entrance. */
const LEFT = "TWINCLOUD_DRILL_LEFT_NETWORK";
/** The descriptor that ends when the outer process does. */
const OUTER = 3;
/** Milliseconds that the inner process has for its clean end. */
const PATIENCE = 10_000;
/** In memory, with a short path: sockets have at most 107 bytes. */
const SCRATCH = "/dev/shm";

const network = (): string => readlinkSync("/proc/self/ns/net");

/** Whether this process stands in a drill's own namespaces. */
export const isInside = (): boolean => process.env[LEFT] !== undefined && process.env[LEFT] !== network();

/** What runs a command in new namespaces, which end with it and with this process; another user than root needs one of users too. */
export function unshareArgs(isRoot: boolean): string[] {
  const users = isRoot ? [] : ["--user", "--map-root-user"];
  const kinds = ["--pid", "--mount", "--net", "--fork", "--kill-child", "--mount-proc"];
  return ["--pdeathsig", "KILL", "unshare", ...users, ...kinds];
}

/**
 * To be called before anything else is begun. Outside, it prepares, runs the same command line inside and ends this
 * process with that one's exit code; inside it returns. SIGINT, SIGTERM and SIGHUP are passed on, and kill when they
 * come again or after ten seconds.
 * @param prepare what needs the machine's own network: builds, installations
 * @throws Lacking naming what the machine lacks
 */
export async function enterNamespaces(prepare: () => Promise<void> = async () => {}): Promise<"inside"> {
  if (isInside()) {
    settle();
    return "inside";
  }
  const setpriv = debianProgram("setpriv");
  for (const name of ["unshare", "nsenter", "ip", "mount"] as const) debianProgram(name);
  const args = unshareArgs(process.getuid?.() === 0);
  probe(setpriv, args);
  await prepare();
  process.exit(await runInside(setpriv, args));
}

function probe(setpriv: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(setpriv, [...args, "true"], { encoding: "utf8" });
  if (status === 0) return;
  throw new Lacking(
    `no namespaces of processes, mounts and networks can be made here (${stderr.trim() || `unshare ended with ${status}`}). ` +
      "Run it as root; or allow them to users (kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces " +
      "above 0); or, in a container, give it SYS_ADMIN and NET_ADMIN without the seccomp and AppArmor profiles",
  );
}

/** The exit code of this command line inside. */
function runInside(setpriv: string, args: readonly string[]): Promise<number> {
  const again = [process.execPath, ...process.execArgv, ...process.argv.slice(1)];
  // A group of its own: what a terminal sends comes once, from here.
  const child = spawn(setpriv, [...args, ...again], {
    stdio: ["inherit", "inherit", "inherit", "pipe"],
    env: { ...process.env, [LEFT]: network() },
    detached: true,
  });
  const toAll = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  let asked = false;
  const pass = (signal: NodeJS.Signals): void => {
    if (asked) {
      toAll("SIGKILL");
      return;
    }
    asked = true;
    toAll(signal);
    setTimeout(() => toAll("SIGKILL"), PATIENCE).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, pass);
  return new Promise((done, failed) => {
    child.once("error", failed);
    // The first process inside takes all others with it before it is gone.
    child.once("exit", (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/** Once inside: ends when the outer process does, and keeps short-lived files where they vanish too. */
function settle(): void {
  const outer = new Socket({ fd: OUTER, readable: true, writable: false });
  outer.on("error", () => process.exit(1)).on("close", () => process.exit(1));
  outer.resume();
  outer.unref();
  for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15, SIGHUP: 1 })) {
    // The first process of a namespace is not ended by a signal that it doesn't heed.
    process.on(signal, () => process.listenerCount(signal) === 1 && process.exit(128 + number));
  }
  if (!existsSync(SCRATCH)) return;
  execFileSync(debianProgram("mount"), ["-t", "tmpfs", "-o", "mode=1777", "drill", SCRATCH]);
  process.env.TMPDIR = SCRATCH;
}
