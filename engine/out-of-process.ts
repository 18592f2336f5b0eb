/** Runs a Pulumi program in a process of its own, with its own SDK, which asks this engine over gRPC. */
import { resolve } from "node:path";
import type { ChildEnd } from "./child";
import { Deployment } from "./deployment";
import { ProgramFailedError, ProgramHungError } from "./errors";
import type { ProgramProcess } from "./program-process";
import type { Registration } from "./registration";
import { serve } from "./served";
import { StackSourceFinder } from "./source-position";
import { StallWatch } from "./stall";

/** Milliseconds. */
const MOMENT = 2_000;

export interface ProgramResult {
  readonly resources: readonly Registration[];
  /** URNs of components that another process would have constructed: what is inside isn't known. */
  readonly opaque: ReadonlySet<string>;
}

/**
 * What answers know is known, all else isn't, and the program is told that this is a preview.
 *
 * @throws ProgramFailedError with what the program said; ProgramHungError when it has to be ended
 */
export async function runProcess(program: ProgramProcess): Promise<ProgramResult> {
  // A program that has failed may keep its process alive: it is given a moment to say more, and ended.
  let failing: StallWatch | undefined;
  let isFailing = (): void => {};
  const failed = new Promise<void>((done) => {
    isFailing = done;
  });
  const sources = new StackSourceFinder(resolve(program.projectRoot), ["."]);
  const deployment = new Deployment({
    ...program,
    organization: program.organization ?? "organization",
    dryRun: program.dryRun ?? false,
    toldPreview: true,
    opaqueComponents: true,
    sources,
    onLog(entry) {
      program.onLog(entry);
      if (entry.severity !== "error" || failing) return;
      failing = new StallWatch(deployment, MOMENT);
      failing.stalled.then(isFailing);
    },
  });
  const served = serve(deployment, program.door);
  deployment.callBack = served.callBack;
  const watch = new StallWatch(deployment, program.patience);
  const { child } = program;
  try {
    const hung = Symbol("hung");
    const end = await Promise.race([
      child.ended,
      failed.then((): ChildEnd => ({ code: 1, how: "failed", lastLines: [] })),
      watch.stalled.then((): typeof hung => hung),
    ]);
    if (end === hung) throw new ProgramHungError(program.patience / 1000, deployment.resources.length);
    const said = deployment.logs.flatMap(({ severity, message, urn }) =>
      severity === "error" ? [urn ? `${message} (${urn})` : message] : [],
    );
    const refused = deployment.errors
      .map(({ message }) => message)
      .filter((one) => !said.some((text) => text.includes(one)));
    if (end.code !== 0 || said.length + refused.length > 0) {
      throw new ProgramFailedError(
        [...refused, ...said, ...(said.length + refused.length > 0 ? [] : end.lastLines)].map(ownFrames),
        end.how,
      );
    }
  } finally {
    deployment.closed = true;
    watch.stop();
    failing?.stop();
    child.kill();
    served.stop();
  }
  return { resources: deployment.resources, opaque: deployment.opaque };
}

/** Of a stack trace what lies in the program itself: the frames of Node and of libraries tell its author nothing. */
const ownFrames = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !/^\s*at .*(node:|[\\/]node_modules[\\/]|<anonymous>\)?$)/.test(line))
    .join("\n");
