/** Runs the steps one after the other; the first that fails is the last. */
import type { Output } from "../preview/surroundings";
import { type Copier, copyCommand, describeStep, upArguments } from "./commands";
import type { ImageCopy, Step } from "./plan";

export interface Tools {
  /** Runs `pulumi` with its output on ours; gives its exit code. */
  pulumi(args: readonly string[]): Promise<number>;
  /** Runs a command; gives its exit code. */
  command(args: readonly string[]): Promise<number>;
  /** Waits for a site; gives what is wrong with it, nothing when it is well. */
  gate(site: string): Promise<readonly string[]>;
  readonly secondsBetweenCopies: number;
  /** Absent when neither is on PATH. */
  readonly copier: Copier | undefined;
}

export interface RunOptions {
  readonly stack: string;
  /** Where images are copied from; without it they are taken to be there. */
  readonly source: string | undefined;
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
      stdout.write(`${wrong.join("\n")}\nrollout: stopped at: ${step.title}${notRun}\n`);
      return false;
    }
  }
  return true;
}

async function runStep(step: Step, options: RunOptions): Promise<readonly string[]> {
  const { stack, tools } = options;
  if (step.kind === "gate") return tools.gate(step.site);
  if (step.kind === "images") return copyImages(step.copies, 1, options);
  if (step.beside !== undefined && options.source !== undefined && tools.copier === undefined) {
    return copyImages(step.beside, 1, options);
  }
  const [code, wrong] = await Promise.all([
    tools.pulumi(upArguments(stack, step.targets)),
    step.beside ? copyImages(step.beside, ATTEMPTS_BESIDE, options) : [],
  ]);
  return [...(code === 0 ? [] : [`pulumi ended with ${code}`]), ...wrong];
}

/** For as long as registries may take to be made. */
const ATTEMPTS_BESIDE = 40;

/** @param attempts of each copy, as many seconds between them as `tools.secondsBetweenCopies` */
async function copyImages(
  copies: readonly ImageCopy[],
  attempts: number,
  { source, tools, stdout, stack }: RunOptions,
): Promise<readonly string[]> {
  if (source === undefined) {
    stdout.write("no --from REGISTRY: the images are taken to be in every registry\n");
    return [];
  }
  if (tools.copier === undefined) {
    const step: Step = { kind: "images", title: "run these where skopeo is", copies };
    stdout.write(`${describeStep(step, stack, source, "skopeo").join("\n")}\n`);
    return ["neither skopeo nor crane is on PATH: copy the images as shown, then start again without --from"];
  }
  for (const copy of copies) {
    const args = copyCommand(tools.copier, source, copy);
    let code = await tools.command(args);
    for (let attempt = 1; code !== 0 && attempt < attempts; attempt++) {
      await new Promise((done) => setTimeout(done, tools.secondsBetweenCopies * 1000));
      code = await tools.command(args);
    }
    if (code !== 0) return [`${args.join(" ")} ended with ${code}`];
  }
  return [];
}
