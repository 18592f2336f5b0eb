/** How much memory all processes of a drill have: in its own namespace there are no others. */
import { readdirSync, readFileSync } from "node:fs";

/** Bytes that are theirs alone or their part of what is shared (PSS); what ends meanwhile has none. */
export function memoryOf(): number {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.reduce((sum, pid) => sum + 1024 * kibOf(pid), 0);
}

function kibOf(pid: string): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
  } catch (error) {
    if (["ENOENT", "ESRCH", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? "")) return 0;
    throw error;
  }
}
