/** A disk that loses what was not written through when its power is cut: a file system in a file, which can be shut down. */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { debianProgram } from "../../frame/parts";

const SIZE = "2G";
/** FS_IOC_SHUTDOWN of ext4, without a flush: what Linux' own tests cut the power with. Node can't make such a call. */
const SHUT_DOWN = `
import fcntl, os, struct, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(fd, 0x8004587D, struct.pack("I", 2))
`;

export interface Disk {
  readonly folder: string;
  /** Why a cut of its power isn't felt here; absent where it is. */
  readonly lacking?: string;
  /**
   * Cuts its power, ends what writes to it, and gives it back as it was then. Nothing else may have a file open there.
   * @throws Error with the system's own words
   */
  cut(end: () => Promise<void>): Promise<void>;
}

/**
 * - `written through`: a write is done when it is on the disk (`sync,dirsync`), as S3 servers of file systems don't see to it.
 * - `buffered`: it is done when it is in memory, and what its program doesn't sync is lost.
 */
export type Writes = "written through" | "buffered";
const options: Readonly<Record<Writes, string>> = {
  "written through": "loop,sync,dirsync,noatime",
  buffered: "loop,noatime",
};

/**
 * A disk whose power can be cut. Where no file can be mounted, a plain folder. It lasts as long as this process' mounts.
 * @param name of its file, which stands among the drill's passing files: in memory a PUT takes a quarter of the time, and
 * what the power of the file system takes along is the same.
 */
export function makeDisk(name: string, folder: string, writes: Writes): Disk {
  mkdirSync(folder, { recursive: true });
  const image = path.join(tmpdir(), path.basename(name));
  const lacking = whyNotMounted(image, folder, writes);
  if (lacking !== undefined) {
    rmSync(image, { force: true });
    return {
      folder,
      lacking: `no disk whose power can be cut (${lacking}): its programs are killed, and its machine's memory outlives them`,
      cut: async (end) => end(),
    };
  }
  return {
    folder,
    cut: async (end) => {
      await run("python3", ["-c", SHUT_DOWN, folder]);
      await end();
      await run("umount", [folder]);
      await run("mount", mounting(image, folder, writes));
    },
  };
}

const run = async (program: "mount" | "python3" | "umount", args: readonly string[]): Promise<void> => {
  await promisify(execFile)(debianProgram(program), args);
};

const mounting = (image: string, folder: string, writes: Writes): string[] => [
  "-o",
  options[writes],
  image,
  folder,
];

/** Undefined where it is mounted. */
function whyNotMounted(image: string, folder: string, writes: Writes): string | undefined {
  const made = [
    ["truncate", ["-s", SIZE, image]],
    [debianProgram("mkfs.ext4"), ["-q", "-F", "-E", "lazy_itable_init=1,nodiscard", image]],
  ] as const;
  for (const [command, args] of made) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) return error?.message ?? (stderr.trim() || `${command} ended with ${status}`);
  }
  try {
    execFileSync(debianProgram("mount"), mounting(image, folder, writes), { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
