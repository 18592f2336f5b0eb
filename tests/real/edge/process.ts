/** What the HAProxy processes of a world's configuration take of the machine. */
import { readdirSync, readFileSync } from "node:fs";

/** Process ids of the HAProxy processes that run the configuration in a folder; a process that ends meanwhile isn't one. */
function processes(folder: string): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const command = read(`/proc/${pid}/cmdline`).split("\0");
      return command[0]?.endsWith("haproxy") && command.includes(`${folder}/haproxy.cfg`);
    })
    .map(Number);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (["ENOENT", "ESRCH"].includes((error as NodeJS.ErrnoException).code ?? "")) return "";
    throw error;
  }
}

/** Memory that they hold together now, master and worker. */
export function residentMiB(folder: string): number {
  const kib = processes(folder).map((pid) =>
    Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0),
  );
  return kib.reduce((sum, one) => sum + one, 0) / 1024;
}

/** Milliseconds of processor time that their threads have had together. */
export function processorMs(folder: string): number {
  const threads = processes(folder).flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((thread) => read(`/proc/${pid}/task/${thread}/schedstat`)),
  );
  return threads.reduce((sum, text) => sum + Number(text.split(" ")[0]), 0) / 1e6;
}
