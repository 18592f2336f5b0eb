/** The real engine with the policy pack on the sandbox providers, beside the embedded preview of the same stack. */
import path from "node:path";
import { findPulumi, NO_PULUMI } from "../../sandbox/pulumi";
import { fixtureFile } from "../fixtures/stacks";
import { measure, median, type Usage } from "./measure";

const RUNS = 3;

/** Alternating, so that whatever else the machine does meets both alike. */
export async function benchEngine(folder: string): Promise<string[]> {
  if (findPulumi(process.env) === undefined) return [`engine   skipped: ${NO_PULUMI}`];
  const embedded: Usage[] = [];
  const engine: Usage[] = [];
  const prod = fixtureFile("prod");
  const sandbox = { TWINCLOUD_SANDBOX: path.join(folder, "sandbox") };
  for (let i = 0; i <= RUNS; i++) {
    const ours = await measure("tests/support/cli.ts", [
      "preview",
      "--config",
      prod,
      "--out",
      path.join(folder, "out"),
    ]);
    const theirs = await measure(
      "sandbox/cli.ts",
      ["preview", "--config-file", prod, "--non-interactive"],
      sandbox,
    );
    // The first run of each warms the caches up.
    if (i > 0) {
      embedded.push(ours);
      engine.push(theirs);
    }
  }
  const [ours, theirs] = [median(embedded), median(engine)];
  return [
    `engine   'pulumi preview' of prod with the policy pack, median of ${RUNS}: ${theirs.wallSeconds.toFixed(1)} s; ` +
      `the embedded preview with all verdicts and files: ${ours.wallSeconds.toFixed(1)} s, ` +
      `${(theirs.wallSeconds / ours.wallSeconds).toFixed(1)} times as fast (wanted: at least 5)`,
    `engine   the sandbox's providers: ${theirs.megabytes.toFixed(0)} MB together (wanted: under 200)`,
  ];
}
