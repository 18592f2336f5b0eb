/** A disk that loses what was not written through when its power is cut: a file system in a file, which can be shut down. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { debianProgram } from "../../frame/parts";

const SIZE = "2G";
/** FS_IOC_SHUTDOWN of ext4, without a flush: what Linux' own tests cut the power with. */
const SHUT_DOWN = `
import fcntl, os, struct, sys
fd = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(fd, 0x8004587D, struct.pack("I", 2))
`;

export interface Disk {
  readonly folder: string;
  /** Why a cut of its power isn't felt here; absent where it is. */
  readonly lacking?: string;
  /** Cuts its power, ends what writes to it, and gives it back as it was then. */
  cut(end: () => Promise<void>): Promise<void>;
}

/**
 * A disk on which a write is done when it is on it (`sync,dirsync`): S3 servers of file systems don't see to that.
 * Where no file can be mounted, a plain folder.
 */
export function makeDisk(image: string, folder: string): Disk {
  mkdirSync(folder, { recursive: true });
  const mounted = tryMount(image, folder);
  if (mounted !== undefined) {
    return {
      folder,
      lacking: `no disk whose power can be cut (${mounted}): a store is killed, and its machine's memory outlives it`,
      cut: async (end) => end(),
    };
  }
  return {
    folder,
    cut: async (end) => {
      execFileSync(debianProgram("python3"), ["-c", SHUT_DOWN, folder]);
      await end();
      execFileSync(debianProgram("umount"), [folder]);
      mount(image, folder);
    },
  };
}

function mount(image: string, folder: string): void {
  execFileSync(debianProgram("mount"), ["-o", "loop,sync,dirsync,noatime", image, folder], { stdio: "pipe" });
}

/** Undefined where it is mounted, else why not. */
function tryMount(image: string, folder: string): string | undefined {
  const made = [
    ["truncate", ["-s", SIZE, image]],
    [debianProgram("mkfs.ext4"), ["-q", "-E", "lazy_itable_init=1,nodiscard", image]],
  ] as const;
  for (const [command, args] of made) {
    const { status, stderr } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) return stderr.trim() || `${command} ended with ${status}`;
  }
  try {
    mount(image, folder);
    return undefined;
  } catch (error) {
    return String((error as { stderr?: Buffer }).stderr ?? error).trim();
  }
}
