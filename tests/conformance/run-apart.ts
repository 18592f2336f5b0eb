import { execFile } from "node:child_process";
import type { Environment } from "../../sandbox/pulumi";

/** What a command says; this process goes on serving meanwhile. Throws with all it said when it fails. */
export function runApart(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Environment,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd, env: { ...env }, maxBuffer: 1 << 28 }, (error, stdout, stderr) =>
      error ? reject(new Error(`${command} ${args.join(" ")}:\n${stdout}${stderr}`)) : resolve(stdout),
    );
  });
}
