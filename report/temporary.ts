/** Temporary folders that nothing outlives: not an error, not Ctrl-C; what a kill left behind goes with the next run. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

const prefix = ".writing-";
const form = /^\.writing-(\d+)-/;

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Folders that are there now. */
const live = new Set<string>();
let isListening = false;

/**
 * Runs with a new folder below `parent` and takes it away, however that ends.
 * @param use in one go, so that nothing is still being written when a signal is heard
 */
export async function withTemporary(parent: string, use: (folder: string) => void): Promise<void> {
  // Before the folder is there and for good: a signal that nobody listens for ends the process on the spot.
  listen();
  const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
  live.add(folder);
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    live.delete(folder);
  }
  // A signal that came meanwhile is heard when the loop next looks.
  await new Promise(setImmediate);
}

function listen(): void {
  if (isListening) return;
  isListening = true;
  process.on("exit", removeLive);
  for (const signal of signals) {
    const ended = () => {
      removeLive();
      // Ends as it would have: whoever else listens has had the signal too.
      if (process.listenerCount(signal) > 1) return;
      process.off(signal, ended);
      process.kill(process.pid, signal);
    };
    process.on(signal, ended);
  }
}

function removeLive(): void {
  for (const folder of live) rmSync(folder, { recursive: true, force: true });
}

/** Takes away what runs that are no more left below `parent`; says whether there was any. */
export function removeStale(parent: string): boolean {
  const stale = readdirSync(parent).filter((entry) => {
    const pid = form.exec(entry)?.[1];
    return pid !== undefined && !isRunning(Number(pid));
  });
  for (const entry of stale) rmSync(path.join(parent, entry), { recursive: true, force: true });
  return stale.length > 0;
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
