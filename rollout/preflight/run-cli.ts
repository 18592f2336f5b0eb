/** Runs the clouds' own CLIs, by commands that answer in JSON. */
import { execFile } from "node:child_process";
import path from "node:path";
import { type Environment, findOnPath } from "../../sandbox/pulumi";
import type { Run, Told } from "./asked";

/** A command of a cloud that hangs must not hold the list up. */
const ASK_SECONDS = 20;

/** Each of these commands is a process that takes a second to begin; all at once would starve one another. */
const AT_ONCE = 6;

/** Runs a cloud's own CLI, a few at a time, and none for longer than ASK_SECONDS. */
export function runCli(env: Environment): Run {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async ([tool = "", ...args]) => {
    const found = findOnPath(tool, env);
    if (found === undefined) return { ok: false, why: `${tool} is not on PATH` };
    if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
    running++;
    try {
      return await asked(found, args, env);
    } finally {
      running--;
      waiting.shift()?.();
    }
  };
}

function asked(tool: string, args: readonly string[], env: Environment): Promise<Told> {
  const name = [path.basename(tool), ...args.slice(0, 2)].join(" ");
  const options = { env: { ...env, AWS_PAGER: "" }, timeout: ASK_SECONDS * 1000, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    const child = execFile(tool, args, options, (error, stdout, stderr) => {
      if (error?.killed) resolve({ ok: false, why: `${name}: no answer within ${ASK_SECONDS} s` });
      else if (error) resolve({ ok: false, why: whyOf(`${stdout}\n${stderr}`) ?? error.message });
      else if (stdout.trim() === "") resolve({ ok: true, json: {} });
      else {
        try {
          resolve({ ok: true, json: JSON.parse(stdout) });
        } catch {
          resolve({ ok: false, why: `${name}: answered something that is no JSON` });
        }
      }
    });
    // `oci` offers to make a configuration where there is none, and would wait for the answer.
    child.stdin?.end();
  });
}

/** The reason in what a CLI says: `aws` ends with it, `oci` has it in a document of many lines. */
function whyOf(said: string): string | undefined {
  const [, status] = /"status": (\d+)/.exec(said) ?? [];
  const [, code] = /"code": "([^"]+)"/.exec(said) ?? [];
  const [, message] = /"message": "([^"]+)"/.exec(said) ?? [];
  if (message !== undefined) return [status, code, message].filter((part) => part !== undefined).join(" ");
  const lines = said.trim().split("\n");
  return lines.find((line) => line.startsWith("ERROR: ")) ?? (lines.at(-1) || undefined);
}
