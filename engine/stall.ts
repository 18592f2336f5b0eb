import type { Deployment } from "./deployment";

/**
 * Notices that a program will not end: nothing is left that could wake the process, or nothing has come from the
 * program for a while. Turns of a timer are counted, not time, so that a program that computes for long without
 * letting go is not taken for one that waits.
 */
export class StallWatch {
  readonly stalled: Promise<void>;
  readonly #stop: () => void;

  /**
   * @param patience milliseconds without a message from the program
   */
  constructor(deployment: Deployment, patience: number) {
    let onStall = (): void => {};
    this.stalled = new Promise((resolve) => {
      onStall = resolve;
    });
    const turns = 20;
    let quiet = 0;
    let seen = deployment.activity;
    const timer = setInterval(
      () => {
        quiet = deployment.activity === seen ? quiet + 1 : 0;
        seen = deployment.activity;
        if (quiet >= turns) {
          onStall();
        }
      },
      Math.max(1, patience / turns),
    );
    timer.unref();
    process.once("beforeExit", onStall);
    this.#stop = () => {
      clearInterval(timer);
      process.off("beforeExit", onStall);
    };
  }

  stop(): void {
    this.#stop();
  }
}
