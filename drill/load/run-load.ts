/** Starting and stopping a load from another process. */
import type { ChildProcess } from "node:child_process";
import { forked } from "../dns/forked";
import type { FromLoad, LoadPlan, LoadTotals, SecondSummary, ToLoad } from "./plan";

export interface RunningLoad {
  /** To be ended with the drill: it ends by itself when its starter does. */
  readonly child: ChildProcess;
  /**
   * Sends nothing more and waits for what is under way; then all is in the files, and the process ends.
   * @throws Error where the load has failed or its process has ended.
   */
  stop(): Promise<LoadTotals>;
}

/**
 * Starts a load in a process of its own.
 * @param log file of what the process prints
 * @param failed told when the load fails while it is sent
 * @throws Error where it can't be started.
 */
export async function runLoad(
  plan: LoadPlan,
  log: string,
  second: (summary: SecondSummary) => void,
  failed: (error: Error) => void,
): Promise<RunningLoad> {
  let failure: Error | undefined;
  let heard:
    | { until: FromLoad["kind"]; done(message: FromLoad): void; failed(error: Error): void }
    | undefined;
  const fail = (text: string) => {
    failure ??= new Error(`the load failed: ${text}`);
    if (heard) heard.failed(failure);
    else failed(failure);
    heard = undefined;
  };
  let isOver = false;
  const process = forked<ToLoad, FromLoad>(
    "drill/load/load-process.ts",
    log,
    (message) => {
      if (message.kind === "second") second(message.summary);
      else if (message.kind === "failed") fail(message.message);
      else if (heard?.until === message.kind) {
        heard.done(message);
        heard = undefined;
      }
    },
    (how) => {
      if (!isOver) fail(how);
    },
  );
  const answer = (until: FromLoad["kind"], message: ToLoad): Promise<FromLoad> =>
    new Promise((done, failedNow) => {
      if (failure) return failedNow(failure);
      heard = { until, done, failed: failedNow };
      process.send(message);
    });
  await answer("started", { kind: "start", plan });
  return {
    child: process.child,
    stop: async () => {
      const stopped = await answer("stopped", { kind: "stop" });
      isOver = true;
      process.child.disconnect();
      if (stopped.kind !== "stopped") throw new Error(`the load said ${stopped.kind} where it was stopped`);
      return stopped.totals;
    },
  };
}
