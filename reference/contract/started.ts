/** An image's command, started by the suite as a pod's: in a process group of its own, which ends with the suite. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Ending } from "./ending";

/** Of what it says last: for whoever asks why it isn't well. */
const KEPT = 2000;

export class Started implements Ending {
  readonly #child: ChildProcess;
  readonly #code: Promise<number>;
  #hasEnded = false;
  #said = "";
  readonly #atExit = () => this.#signal("SIGKILL");

  /** @param command as a shell takes it */
  constructor(command: string, env: Readonly<Record<string, string>>) {
    this.#child = spawn("/bin/sh", ["-c", `exec ${command}`], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (part: Buffer) => {
        this.#said = `${this.#said}${part}`.slice(-KEPT);
      });
    }
    this.#code = new Promise((done) => {
      this.#child.once("error", () => done(127));
      // A signal that ended it is no code of its own; shells count these from 128 on.
      this.#child.once("exit", (code) => done(code ?? 128));
    });
    void this.#code.then(() => {
      this.#hasEnded = true;
    });
    process.once("exit", this.#atExit);
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }
  get said(): string {
    return this.#said.trim();
  }

  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  async ended(ms: number): Promise<number | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((done) => {
      timer = setTimeout(() => done(undefined), ms);
    });
    const code = await Promise.race([this.#code, late]);
    clearTimeout(timer);
    return code;
  }

  /** Ends it and whatever it has started. */
  async remove(): Promise<void> {
    this.#signal("SIGKILL");
    await this.#code;
    process.off("exit", this.#atExit);
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      // Gone already.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}
