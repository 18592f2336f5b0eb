/**
 * How the time of regular expressions grows with their text. They run in a thread of their own: one that doesn't come
 * back is ended with its thread, and is a finding like any other.
 */
import path from "node:path";
import { Worker } from "node:worker_threads";
import { type Attack, attacksOn } from "./attacks";

export interface Slow {
  readonly source: string;
  /** In words: how much longer, or that it did not come back. */
  readonly because: string;
}

/** Characters that nothing takes long for but what doubles, or worse, with each of them; and milliseconds that are long. */
const FEW = [24, 28, 32, 36, 40, 44, 48, 52, 58, 64, 80, 100, 200, 500, 1000];
const STEEP = 20;
/** Characters of a first look, which is nothing for what grows with its text, and of the second. */
const LOOK = 4000;
const LONG = 4 * LOOK;
/** Milliseconds above which a first look is followed by the second, which goes by how the time grows. */
const NOTICED = 2;
/** Four times the text takes four times as long, or sixteen where it is squared. */
const GROWN = 8;
/** Milliseconds after which one text is given up: nothing of the above takes so long, on a slow machine neither. */
const GIVEN_UP = 20_000;

/** @throws where an expression can't be compiled. */
export async function slowOf(
  patterns: readonly { readonly source: string; readonly flags: string }[],
  givenUpAfter = GIVEN_UP,
): Promise<Slow[]> {
  const tasks = patterns.map(({ source, flags }) => ({ source, flags, attacks: attacksOn(source, flags) }));
  const slow: Slow[] = [];
  for (let next = 0; next < tasks.length; ) {
    const { done, found } = await runFrom(tasks.slice(next), givenUpAfter);
    slow.push(...found);
    next += done;
  }
  return slow;
}

interface Task {
  readonly source: string;
  readonly flags: string;
  readonly attacks: readonly Attack[];
}

/** Runs until one is given up, which counts as done. */
function runFrom(tasks: readonly Task[], givenUpAfter: number): Promise<{ done: number; found: Slow[] }> {
  const worker = new Worker(path.join(__dirname, "thread.cjs"), {
    workerData: { tasks, FEW, LOOK, LONG, NOTICED, STEEP, GROWN },
  });
  return new Promise((resolve, reject) => {
    const found: Slow[] = [];
    let done = 0;
    let timer: NodeJS.Timeout | undefined;
    const end = (result: { done: number; found: Slow[] }) => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(result));
    };
    const watch = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const source = tasks[done]?.source ?? "";
        const because = `did not come back within ${givenUpAfter / 1000} s`;
        end({ done: done + 1, found: [...found, { source, because }] });
      }, givenUpAfter);
    };
    worker.on("message", (message: { progress?: true; slow?: Slow; done?: true }) => {
      watch();
      if (message.slow) found.push(message.slow);
      if (message.done) done++;
      if (done === tasks.length) end({ done, found });
    });
    worker.on("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    watch();
  });
}
