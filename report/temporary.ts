/** Temporary folders that nothing outlives: not an error, not Ctrl-C; what a kill left behind goes with the next run. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";

const prefix = ".writing-";
const form = /^\.writing-(\d+)-/;

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs with a new folder below `parent` and takes it away, however that ends.
 * @param use in one go, so that nothing is still being written when a signal is heard
 */
export async function withTemporary(parent: string, use: (folder: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(parent, `${prefix}${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const ended = (signal: NodeJS.Signals) => {
    remove();
    stopListening();
    // Ends as it would have: whoever else listens has had the signal too.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const stopListening = () => {
    for (const signal of signals) process.off(signal, ended);
    process.off("exit", remove);
  };
  for (const signal of signals) process.on(signal, ended);
  process.on("exit", remove);
  try {
    use(folder);
    // A signal that came meanwhile is heard when the loop next looks, which is after the first of these.
    await new Promise(setImmediate);
    await new Promise(setImmediate);
  } finally {
    stopListening();
    remove();
  }
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
