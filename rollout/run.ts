/** Runs the steps one after the other; the first that fails is the last. */
import type { Output } from "../cli/context";
import { printable } from "../report/printable";
import {
  type Copier,
  copiesBeside,
  copyCommand,
  describeStep,
  type Invocation,
  invocationOf,
  loginCommands,
  type PulumiStep,
  type Told,
  takenToBeThere,
} from "./commands";
import type { Asked, ImageCopy, Step } from "./plan";

export interface Tools {
  /** Runs `pulumi` with its output on ours; gives its exit code. */
  pulumi(invocation: Invocation): Promise<number>;
  /** Runs a command; gives its exit code. It is ended when the signal is aborted. */
  command(args: readonly string[], signal: AbortSignal): Promise<number>;
  /** Waits for sites; gives what is wrong with them, nothing when they are well. */
  gate(asked: readonly Asked[]): Promise<readonly string[]>;
  readonly secondsBetweenCopies: number;
  /** Absent when neither is on PATH. */
  readonly copier: Copier | undefined;
}

export interface RunOptions extends Told {
  readonly tools: Tools;
  readonly stdout: Output;
}

/** Whether every step went well. */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<boolean> {
  const { stdout } = options;
  for (const [index, step] of steps.entries()) {
    stdout.write(`\n[${index + 1}/${steps.length}] ${step.title}\n`);
    const wrong = await runStep(step, options);
    if (wrong.length > 0) {
      const left = steps.slice(index + 1).map(({ title }) => title);
      const notRun = left.length > 0 ? `; not run: ${left.join("; ")}` : "";
      stdout.write(`${wrong.map(printable).join("\n")}\nrollout: stopped at: ${step.title}${notRun}\n`);
      return false;
    }
  }
  return true;
}

async function runStep(step: Step, options: RunOptions): Promise<readonly string[]> {
  if (step.kind === "gate") {
    const wrong = await options.tools.gate(step.asked);
    return wrong.length > 0 ? [...wrong, step.advice] : [];
  }
  const never = new AbortController().signal;
  if (step.kind === "images") return copyImages(step.copies, { attempts: 1, signal: never }, options);
  return runPulumi(step, options);
}

/** For as long as registries may take to be made. */
const ATTEMPTS_BESIDE = 40;

async function runPulumi(step: PulumiStep, options: RunOptions): Promise<readonly string[]> {
  const { tools, stdout } = options;
  const copies = copiesBeside(step, options);
  if (copies === undefined && step.kind === "up" && step.beside) {
    stdout.write(`${takenToBeThere(step.beside)}\n`);
  }
  if (copies !== undefined && tools.copier === undefined) return cannotCopy(copies, options);
  const over = new AbortController();
  const [code, wrong] = await Promise.all([
    endingWith(over, () => tools.pulumi(invocationOf(step, options))),
    copies ? copyImages(copies, { attempts: ATTEMPTS_BESIDE, signal: over.signal }, options) : [],
  ]);
  return [...(code === 0 ? [] : [`pulumi ended with ${code}`]), ...wrong];
}

/** Nothing goes on beside a run that has failed. */
async function endingWith(over: AbortController, pulumi: () => Promise<number>): Promise<number> {
  let code: number | undefined;
  try {
    code = await pulumi();
    return code;
  } finally {
    if (code !== 0) over.abort();
  }
}

interface Trying {
  /** Of each copy, as many seconds between them as `tools.secondsBetweenCopies`. */
  readonly attempts: number;
  /** Ends the copying. */
  readonly signal: AbortSignal;
}

async function copyImages(
  copies: readonly ImageCopy[],
  { attempts, signal }: Trying,
  options: RunOptions,
): Promise<readonly string[]> {
  const { source, imagePolicy, tools, stdout } = options;
  if (source === undefined) {
    stdout.write(`${takenToBeThere(copies)}\n`);
    return [];
  }
  if (tools.copier === undefined) return cannotCopy(copies, options);
  for (const [done, copy] of copies.entries()) {
    const args = copyCommand(tools.copier, source, copy, imagePolicy);
    let code = await tools.command(args, signal);
    for (let attempt = 1; code !== 0 && attempt < attempts && !signal.aborted; attempt++) {
      await pause(tools.secondsBetweenCopies, signal);
      if (!signal.aborted) code = await tools.command(args, signal);
    }
    if (signal.aborted) return [`the copying ended with it: ${done} of ${copies.length} images were copied`];
    if (code !== 0) {
      const logins = loginCommands(tools.copier, source, copy).join(" and ");
      return [`${args.join(" ")} ended with ${code}; it needs ${logins}`];
    }
  }
  return [];
}

function cannotCopy(copies: readonly ImageCopy[], { stdout, ...told }: RunOptions): readonly string[] {
  const step: Step = { kind: "images", title: "run these where skopeo is", copies };
  stdout.write(`${describeStep(step, told, "skopeo").join("\n")}\n`);
  return ["neither skopeo nor crane is on PATH: copy the images as shown, then start again without --from"];
}

/** Some seconds, or until the signal. */
function pause(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener("abort", done);
  });
}
