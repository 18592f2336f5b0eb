/** Steps as the commands that a person would type. Pure. */
import type { ImageCopy, Step } from "./plan";

export function upArguments(stack: string, targets: readonly string[]): string[] {
  return ["up", "--stack", stack, "--yes", ...targets.flatMap((target) => ["--target", target])];
}

export type Copier = "skopeo" | "crane";

/** @param source the registry, and where in it, that images are built into */
export function copyCommand(copier: Copier, source: string, { from, to }: ImageCopy): string[] {
  const origin = `${source.replace(/\/$/, "")}/${from}`;
  return copier === "skopeo"
    ? ["skopeo", "copy", "--all", "--preserve-digests", `docker://${origin}`, `docker://${to}`]
    : ["crane", "copy", origin, to];
}

/** The lines of a dry run. */
export function describeStep(step: Step, stack: string, source: string, copier: Copier): string[] {
  const title = `# ${step.title}`;
  const copies = (list: readonly ImageCopy[]) => list.map((copy) => shown(copyCommand(copier, source, copy)));
  if (step.kind === "images") return [title, ...copies(step.copies)];
  if (step.kind === "up") {
    const up = shown(["pulumi", ...upArguments(stack, step.targets)]);
    return [
      title,
      step.beside ? `${up} &` : up,
      ...copies(step.beside ?? []),
      ...(step.beside ? ["wait"] : []),
    ];
  }
  return [title, `# stops here unless every /healthz/ of ${step.site} is green, 3 times in a row`];
}

const shown = (args: readonly string[]): string =>
  args.map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`)).join(" ");
