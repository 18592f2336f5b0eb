/** Starting an authority from another process, and its faults. */
import type { ChildProcess } from "node:child_process";
import { forked } from "./forked";
import type {
  AnswerChange,
  AuthorityMode,
  AuthorityPlan,
  AuthorityStatus,
  FromAuthority,
  ToAuthority,
} from "./plan";

export interface RunningAuthority {
  /** To be ended with the drill: it ends by itself when its starter does. */
  readonly child: ChildProcess;
  /** @throws Error where its process has ended. */
  mode(mode: AuthorityMode): void;
  /** Checkers, by name, that are lost; the others look. @throws Error where its process has ended. */
  lose(checkers: readonly string[]): void;
  /** @throws Error where its process has ended. */
  status(): Promise<AuthorityStatus>;
  end(): void;
}

/**
 * Starts an authority in a process of its own; it answers when this is done.
 * @param log file of what it prints: a line for every change of its answers
 * @param failed told when it fails or ends before `end`
 * @throws Error where it can't be started or its address can't be had.
 */
export async function runAuthority(
  plan: AuthorityPlan,
  log: string,
  changed: (change: AnswerChange) => void,
  failed: (error: Error) => void,
): Promise<RunningAuthority> {
  const waiting = new Map<number, { done(status: AuthorityStatus): void; failed(error: Error): void }>();
  let [number, isOver] = [0, false];
  let listening: { done(): void; failed(error: Error): void } | undefined;
  const fail = (text: string) => {
    const error = new Error(`the DNS authority of ${plan.provider} failed: ${text}`);
    for (const one of waiting.values()) one.failed(error);
    waiting.clear();
    if (listening) listening.failed(error);
    else if (!isOver) failed(error);
    isOver = true;
  };
  const process = forked<ToAuthority, FromAuthority>(
    "drill/dns/authority-process.ts",
    log,
    (message) => {
      if (message.kind === "changed") changed(message.change);
      else if (message.kind === "failed") fail(message.message);
      else if (message.kind === "listening") listening?.done();
      else {
        waiting.get(message.number)?.done(message.status);
        waiting.delete(message.number);
      }
    },
    fail,
  );
  await new Promise<void>((done, failedNow) => {
    listening = { done, failed: failedNow };
    process.send({ kind: "configure", plan });
  });
  listening = undefined;
  return {
    child: process.child,
    mode: (mode) => process.send({ kind: "mode", mode }),
    lose: (names) => process.send({ kind: "checkers-gone", names }),
    status: () =>
      new Promise((done, failedNow) => {
        waiting.set(++number, { done, failed: failedNow });
        process.send({ kind: "status", number });
      }),
    end: () => {
      isOver = true;
      process.child.disconnect();
    },
  };
}
