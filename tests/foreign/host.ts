/** Many programs in one process of their own, over gRPC as ever: what each would load again is loaded once. */
import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";
import type { StartProgram } from "../../cli/foreign/run";
import type { ChildEnd } from "../../engine/child";

export interface Host {
  /** One program at a time. */
  readonly start: StartProgram;
  end(): void;
}

export function hostOfPrograms(): Host {
  let host: ChildProcess | undefined;
  const end = (): void => {
    host?.kill("SIGKILL");
    host = undefined;
  };
  return {
    end,
    start(program, address) {
      const { onLine: _, ...plain } = program;
      const { PATH = "" } = process.env;
      host ??= fork(path.join(__dirname, "host.cjs"), {
        env: { PATH, HOME: program.env.HOME },
        execArgv: [],
      });
      const current = host;
      let isWell = false;
      const ended = new Promise<ChildEnd>((done, fail) => {
        const over = (code: number, how: string, lastLines: string[]): void => {
          isWell = code === 0;
          current.off("exit", gone);
          current.off("error", fail);
          done({ code, how, lastLines });
        };
        const gone = (code: number | null): void => over(code ?? 1, `ended with ${code}`, []);
        current.once("message", ({ code, line }: { code: number; line?: string }) =>
          over(code, `ended with ${code}`, line === undefined ? [] : [line]),
        );
        current.once("exit", gone);
        current.once("error", fail);
        current.send({ program: plain, address });
      });
      return {
        ended,
        kill() {
          // What still runs, or failed and may say more, would run beside the next one.
          if (!isWell) end();
        },
      };
    },
  };
}
