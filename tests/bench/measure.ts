/** Measures a command as a whole process: wall clock, processor time and the most memory it held. */
import { spawn } from "node:child_process";
import path from "node:path";

export interface Usage {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

export const root = path.resolve(__dirname, "../..");

/** Runs a TypeScript file of the project; its output is thrown away unless it fails. */
export async function measure(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Usage> {
  const began = process.hrtime.bigint();
  const child = spawn(
    process.execPath,
    ["--require", path.join(__dirname, "usage.cjs"), "--require", "tsx/cjs", file, ...args],
    { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe", "pipe"] },
  );
  let [errors, told] = ["", ""];
  child.stderr?.on("data", (data: Buffer) => {
    errors += data;
  });
  child.stdio[3]?.on("data", (data: Buffer) => {
    told += data;
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  const wallSeconds = Number(process.hrtime.bigint() - began) / 1e9;
  // 1 is a verdict; more is no run at all.
  if (told === "" || code === null || code > 1)
    throw new Error(`${file} ${args.join(" ")} ended with ${code}:\n${errors}`);
  return { wallSeconds, ...(JSON.parse(told) as Omit<Usage, "wallSeconds">) };
}

/** The run whose wall clock is the median: one slow run on a shared machine must not tell the tale. */
export async function medianOf(runs: number, run: () => Promise<Usage>): Promise<Usage> {
  const all: Usage[] = [];
  for (let i = 0; i < runs; i++) all.push(await run());
  return median(all);
}

export const median = (all: readonly Usage[]): Usage => middle(all, ({ wallSeconds }) => wallSeconds);

/** Milliseconds that work takes in this process, the median of several runs. */
export function medianMilliseconds(runs: number, work: () => void): number {
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return middle(times, (time) => time);
}

function middle<Item>(items: readonly Item[], size: (item: Item) => number): Item {
  const sorted = [...items].sort((a, b) => size(a) - size(b));
  return sorted[Math.floor(sorted.length / 2)] as Item;
}
