/** The commit that a checkout stands at, for whoever reads a report later. */
import { execFileSync } from "node:child_process";

/** Twelve digits, and `+` where something isn't committed; undefined outside of git, or where there is no git. */
export function commitOf(root: string): string | undefined {
  const git = (...args: string[]) =>
    execFileSync("git", args, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 5000,
    });
  try {
    const commit = git("rev-parse", "--short=12", "HEAD").trim();
    return git("status", "--porcelain", "--untracked-files=no") === "" ? commit : `${commit}+`;
  } catch {
    // Not knowing it is no reason to fail: the report then doesn't name one.
    return undefined;
  }
}
