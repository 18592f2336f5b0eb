/** An earlier commit to go back to: checked out beside this one, with its plan, and with what the night says in its settings. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse, stringify } from "yaml";
import type { CommandContext, Output } from "../cli/context";
import { stateOf } from "../cli/graphs";
import type { Graph } from "../graph/resource";
import { InputError } from "../report/input-error";

export interface Past {
  /** The folder that it is checked out in. */
  readonly root: string;
  /** Its full name. */
  readonly commit: string;
  /** What its own program plans. */
  readonly graph: Graph;
  remove(): void;
}

type StackYaml = Readonly<Record<string, unknown>> & { readonly config?: Readonly<Record<string, unknown>> };

/** What stays as it is today whatever was then: what is out of service, and what today's secrets are read by. */
const NIGHT = ["twincloud:drain", "twincloud:unreachable", "twincloud:untrusted"];
const KEYS = ["secretsprovider", "encryptedkey", "encryptionsalt"];

const holdsSecret = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  ("secure" in value || Object.values(value).some(holdsSecret));

/**
 * The settings of then, with what is out of service now, and with today's secrets: those of then may be encrypted by
 * another key, and a certificate has ended since. Pure.
 * @param then absent where the commit has no such file: then all of it is today's
 */
export function settingsToGoBackTo(then: StackYaml | undefined, now: StackYaml): StackYaml {
  if (then === undefined) return now;
  const today = now.config ?? {};
  const carried = Object.keys(today).filter((key) => NIGHT.includes(key) || holdsSecret(today[key]));
  const config = Object.fromEntries(
    Object.entries(then.config ?? {}).filter(([key]) => !NIGHT.includes(key)),
  );
  return {
    ...Object.fromEntries(Object.entries(then).filter(([key]) => !KEYS.includes(key))),
    ...Object.fromEntries(Object.entries(now).filter(([key]) => KEYS.includes(key))),
    config: { ...config, ...Object.fromEntries(carried.map((key) => [key, today[key]])) },
  };
}

function git(root: string, args: readonly string[]) {
  const { status, stdout, stderr, error } = spawnSync("git", ["-C", root, ...args], { encoding: "utf8" });
  if (error) throw new InputError(`--to: git can't be run: ${error.message}`);
  return { ok: status === 0, stdout, said: stderr.trim().replace(/\s+/g, " ") };
}

/**
 * Checks a commit out and has its own program plan the stack over the state.
 * @param state what is deployed, as exported
 * @throws InputError where there is no such commit, or its program refuses the settings
 */
export function checkOut(
  to: string,
  { stack, file, state }: { readonly stack: string; readonly file: string; readonly state: string },
  { root, env, stderr }: Pick<CommandContext, "root" | "env"> & { readonly stderr: Output },
): Past {
  const found = git(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${to}^{commit}`]);
  if (!found.ok) {
    throw new InputError(
      `--to ${to}: found no such commit here; wanted one that was deployed, as \`pulumi stack history --stack ${stack} --json\` has them (git.head), fetched`,
    );
  }
  const commit = found.stdout.trim();
  const folder = mkdtempSync(path.join(tmpdir(), "twincloud-back-"));
  const checkout = path.join(folder, "checkout");
  const remove = () => {
    git(root, ["worktree", "remove", "--force", checkout]);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const added = git(root, ["worktree", "add", "--detach", checkout, commit]);
    if (!added.ok) throw new InputError(`--to ${to}: git can't check it out: ${added.said}`);
    withModules(root, checkout, { env, stderr });
    const name = path.basename(file);
    const own = path.join(checkout, name);
    const then = existsSync(own) ? (parse(readFileSync(own, "utf8")) as StackYaml) : undefined;
    const settings = settingsToGoBackTo(then, parse(readFileSync(file, "utf8")) as StackYaml);
    writeFileSync(own, stringify(settings));
    writeFileSync(path.join(folder, "deployed.json"), state);
    return { root: checkout, commit, graph: plan(checkout, folder, { to, stack, env }), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The modules of this checkout where they are the same, else its own. */
function withModules(
  root: string,
  checkout: string,
  { env, stderr }: Pick<CommandContext, "env"> & { readonly stderr: Output },
): void {
  const lock = (folder: string) => readFileSync(path.join(folder, "package-lock.json"), "utf8");
  if (lock(root) === lock(checkout)) {
    symlinkSync(path.join(root, "node_modules"), path.join(checkout, "node_modules"));
    return;
  }
  stderr.write("its package-lock.json is another: npm ci\n");
  const { status, stderr: said } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: checkout,
    env: { ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new InputError(`--to: npm ci of that commit ended with ${status}: ${said.trim()}`);
}

/** Its own `npm run preview`, over the state; that it may judge otherwise than today is no matter. */
function plan(
  checkout: string,
  folder: string,
  { to, stack, env }: { readonly to: string; readonly stack: string } & Pick<CommandContext, "env">,
): Graph {
  const out = path.join(folder, "out");
  const args = ["preview", "--stack", stack, "--against", path.join(folder, "deployed.json"), "--out", out];
  const { status, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", "cli/cli.ts", ...args], {
    cwd: checkout,
    env: { ...env },
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  const planned = path.join(out, path.basename(stack), "state.json");
  if ((status === 0 || status === 1) && existsSync(planned)) {
    return stateOf(readFileSync(planned), `--to ${to}: what it plans`);
  }
  throw new InputError([
    `--to ${to}: its own preview ended with ${status}: mend that in the stack file's drain, unreachable or secrets, which stay today's, or choose another commit`,
    ...stderr.trim().split("\n"),
  ]);
}
