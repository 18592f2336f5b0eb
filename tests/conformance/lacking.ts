import type { Environment } from "../../sandbox/pulumi";

/**
 * Says what a test that is left out for it would need. Where everything should be there, in CI say, TWINCLOUD_NO_SKIP
 * is set to anything at all, and the lack fails the lane.
 * @throws Error with the same line under TWINCLOUD_NO_SKIP
 */
export function lacking(line: string, env: Environment, stderr: { write(text: string): unknown }): void {
  if (env.TWINCLOUD_NO_SKIP) throw new Error(`conformance: ${line}`);
  stderr.write(`conformance: skipped: ${line}\n`);
}
