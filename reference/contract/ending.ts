/** What a pod does on SIGTERM. */
import { randomUUID } from "node:crypto";
import type { CapabilityName } from "../frame/settings";
import { Begun } from "./begun";
import { type Clause, held, untold, type Verdict, when } from "./clause";

/** The least that any capability has after SIGTERM, in the catalog. */
const GRACE_MS = 45_000;
/** Between SIGTERM and the rest of the request: an image that cuts off does so within it. */
const PAUSE_MS = 500;
/** Between the first half of the request and SIGTERM: by then it has begun. */
const BEGUN_MS = 200;

/** A program that runs and may be told to end. */
export interface Ending {
  terminate(): void;
  /** Its exit code, null where it can't be seen; undefined where it still runs after `ms`. */
  ended(ms: number): Promise<number | null | undefined>;
}

const posts: Partial<Record<CapabilityName, string>> = {
  upload: "/v1/uploads",
  engagement: "/v1/engagements",
};

/** One clause after the other: the first of them ends the program. */
export function endingClauses(
  url: string,
  capability: CapabilityName | undefined,
  program: Ending,
): Clause[] {
  const path = capability === undefined ? undefined : posts[capability];
  let isTold = false;
  const terminate = (): void => {
    if (!isTold) program.terminate();
    isTold = true;
  };
  return [
    {
      says: "on SIGTERM a request that had begun is finished",
      check: async () => {
        if (path === undefined)
          return untold("no request of this capability takes long enough to be seen begun");
        const begun = await Begun.start(url, path, {
          "upload-id": randomUUID(),
          "content-type": "video/mp4",
        });
        await pause(BEGUN_MS);
        terminate();
        await pause(PAUSE_MS);
        const status = await begun.finish(GRACE_MS);
        return when(status !== undefined, "its connection cut off, without an answer");
      },
    },
    {
      says: `after SIGTERM the program ends by itself with code 0, within ${GRACE_MS / 1000} s`,
      check: async (): Promise<Verdict> => {
        terminate();
        const code = await program.ended(GRACE_MS);
        if (code === null) return held("its code can't be seen from here");
        return when(code === 0, code === undefined ? "that it still runs" : `code ${code}`);
      },
    },
  ];
}

const pause = (ms: number): Promise<void> =>
  new Promise((done) => {
    setTimeout(done, ms);
  });

/** A program that somebody else has started. @throws Error where there is none of this id */
export function endingOf(pid: number): Ending {
  process.kill(pid, 0);
  return {
    terminate: () => void process.kill(pid, "SIGTERM"),
    ended: async (ms) => {
      const started = performance.now();
      while (performance.now() - started < ms) {
        if (!isThere(pid)) return null;
        await pause(100);
      }
      return undefined;
    },
  };
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
    throw error;
  }
}
