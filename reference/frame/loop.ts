/** Work that goes on in the background until the pod ends. */
import { describe, type Log } from "./log";

export const sleep = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

export interface Loop {
  /** Begins no further round, and waits for the one under way. */
  stop(): Promise<void>;
}

/**
 * Runs rounds one after the other, `everyMs` apart. A round that throws is told of in the log and is no end: what it
 * lacked may be there in the next one.
 */
export function loop(name: string, everyMs: number, log: Log, round: () => Promise<void>): Loop {
  let stopped = false;
  let wake: (() => void) | undefined;
  const run = async (): Promise<void> => {
    while (!stopped) {
      try {
        await round();
      } catch (error) {
        log.error(`${name} failed; it is tried again`, { error: describe(error) });
      }
      if (stopped) return;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, everyMs);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      wake?.();
      return running;
    },
  };
}
