/** Runs a Pulumi program in a process of its own, with its own SDK, which asks this engine over gRPC. */
import { resolve } from "node:path";
import type { Answers } from "./answers";
import { runChild } from "./child";
import { Deployment, type LogEntry } from "./deployment";
import { ProgramFailedError, ProgramHungError } from "./errors";
import type { Registration } from "./registration";
import { serve } from "./served";
import { StackSourceFinder } from "./source-position";
import { StallWatch } from "./stall";

export interface ProgramProcess {
  readonly project: string;
  readonly stack: string;
  readonly organization?: string;
  /** Values as the program reads them, by `<namespace>:<key>`; structured ones as JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretConfigKeys: readonly string[];
  readonly answers: Answers;
  /** Folder of the project's file; absolute. Source positions are relative to it. */
  readonly projectRoot: string;
  /** Folder that the program starts in; absolute. */
  readonly folder: string;
  /** What is run: a path, or `.` for what the package says. */
  readonly entry: string;
  /** The SDK's own launcher, of the program's own SDK. */
  readonly launcher: string;
  /** Arguments for Node itself. */
  readonly nodeArguments: readonly string[];
  readonly typescript: boolean;
  /** All of the environment that the program gets. */
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds without a message from the program after which it is ended. */
  readonly patience: number;
  readonly onRegister: (count: number) => void;
  readonly onLog: (entry: LogEntry) => void;
  /** A line that the program wrote. */
  readonly onLine: (line: string) => void;
}

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
  const sources = new StackSourceFinder(resolve(program.projectRoot), ["."]);
  const deployment = new Deployment({
    ...program,
    organization: program.organization ?? "organization",
    dryRun: false,
    toldPreview: true,
    opaqueComponents: true,
    sources,
  });
  const served = await serve(deployment);
  deployment.callBack = served.callBack;
  const watch = new StallWatch(deployment, program.patience);
  const child = runChild(program, served.address);
  try {
    const hung = Symbol("hung");
    const end = await Promise.race([child.ended, watch.stalled.then((): typeof hung => hung)]);
    if (end === hung) throw new ProgramHungError(program.patience / 1000, deployment.resources.length);
    const said = deployment.logs.flatMap(({ severity, message, urn }) =>
      severity === "error" ? [urn ? `${message} (${urn})` : message] : [],
    );
    const refused = deployment.errors.map(({ message }) => message).filter((one) => !said.some((text) => text.includes(one)));
    if (end.code !== 0 || said.length + refused.length > 0) {
      throw new ProgramFailedError([...refused, ...said, ...(said.length + refused.length > 0 ? [] : end.lastLines)], end.how);
    }
  } finally {
    deployment.closed = true;
    watch.stop();
    child.kill();
    served.stop();
  }
  return { resources: deployment.resources, opaque: deployment.opaque };
}
