/** A network namespace, and how a command is run in it. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { type Lane, NotReady } from "../../frame/lane";
import { debianProgram } from "../../frame/parts";
import { resolvConf, sysctlScript } from "./commands";

export interface Place {
  /** A process in it. */
  readonly pid: number;
  /** The command, to be run in it. */
  enter(command: string, args: readonly string[]): [string, string[]];
}

/** The one that this process stands in. */
export const here: Place = {
  pid: process.pid,
  enter: (command, args) => [command, [...args]],
};

const NAMES = "/etc/nsswitch.conf";

/** Lives as long as it is read from: the namespaces go with their last process. */
const keeper = `set -e
${sysctlScript()}
mount --bind "$1" /etc/resolv.conf
[ ! -e ${NAMES} ] || mount --bind "$2" ${NAMES}
echo ready
exec cat
`;

/**
 * A site's namespaces: a network, and mounts that follow those of this process and have a resolver of their own.
 * @throws NotReady with the system's own words
 */
export async function sitePlace(lane: Lane, id: string, number: number): Promise<Place> {
  if (!existsSync("/etc/resolv.conf"))
    throw new NotReady(`${id}: there is no /etc/resolv.conf to put a site's in place of: make an empty one`);
  const files = [
    lane.file(`net/${id}/resolv.conf`, resolvConf(number)),
    // Names are asked of that resolver alone, and not of a service of the machine's.
    lane.file(`net/${id}/nsswitch.conf`, "passwd: files\ngroup: files\nhosts: files dns\n"),
  ];
  const spaces = ["--net", "--mount", "--propagation", "slave"];
  const child = lane.own(
    spawn(debianProgram("unshare"), [...spaces, "sh", "-c", keeper, id, ...files], {
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    }),
  );
  let words = "";
  child.stderr.on("data", (text) => {
    words += text;
  });
  await new Promise<void>((done, failed) => {
    child.stdout.once("data", () => done());
    child.once("error", failed);
    child.once("exit", () => failed(new NotReady(`${id}: its namespace can't be made: ${words.trim()}`)));
  });
  const { pid } = child;
  if (pid === undefined) throw new NotReady(`${id}: its namespace has no process`);
  const nsenter = debianProgram("nsenter");
  return {
    pid,
    enter: (command, args) => [
      nsenter,
      [
        ...["--target", String(pid), "--net", "--mount", "--"],
        // Other mounts begin at their root.
        ...["sh", "-c", 'cd "$0" && exec "$@"', process.cwd(), command, ...args],
      ],
    ],
  };
}
