/** Steps as the commands that run them, whether by us or by a person who types them. Pure. */
import { shellWord } from "../cli/swallowed-flags";
import { JUDGEABLE_PREVIEW, SKIP_UNREACHABLE, type sharedIamWindow } from "../sandbox/pulumi";
import type { ImageCopy, Step } from "./plan";

/** What every command depends on. */
export interface Told {
  readonly stack: string;
  /** The registry, and where in it, that images are built into; without it they are taken to be in place. */
  readonly source: string | undefined;
  /** The file that says whose signatures an image must have to be copied. */
  readonly imagePolicy?: string;
  /** Whether the settings name a cloud that can't be reached. */
  readonly anyUnreachable: boolean;
  /** Where providers tell each other that something was permitted just now; as the environment says it. */
  readonly iamWindow: ReturnType<typeof sharedIamWindow>;
}

export interface Invocation {
  readonly args: readonly string[];
  /** Beside what is in the environment already. */
  readonly env: Readonly<Record<string, string>>;
}

export type PulumiStep = Extract<Step, { kind: "judge" | "up" }>;

const PACK = ["--policy-pack", "policies"];

/** How `pulumi` is run for a step. */
export function invocationOf(step: PulumiStep, told: Told): Invocation {
  const { stack, anyUnreachable, iamWindow } = told;
  const env = { ...JUDGEABLE_PREVIEW, ...iamWindow, ...(anyUnreachable ? SKIP_UNREACHABLE : {}) };
  if (step.kind === "judge") return { args: ["preview", "--stack", stack, ...PACK], env };
  const targets = step.targets.flatMap((target) => ["--target", target]);
  const pack = targets.length === 0 ? PACK : [];
  // Two share the terminal, or the CLI is in the background: it may not draw over the other, nor wait for the keyboard.
  const shared = copiesBeside(step, told) === undefined ? [] : ["--non-interactive"];
  return { args: ["up", "--stack", stack, "--yes", ...shared, ...pack, ...targets], env };
}

/** The images that are copied while a step runs; none where they are taken to be in place. */
export function copiesBeside(step: PulumiStep, { source }: Told): readonly ImageCopy[] | undefined {
  return step.kind === "up" && source !== undefined ? step.beside : undefined;
}

export type Copier = "skopeo" | "crane";

/**
 * @param source the registry, and where in it, that images are built into
 * @param imagePolicy the file by which skopeo says whose signatures an image must have. What it wants is asked of the
 * source; the signatures stay there, as not every registry takes them.
 */
export function copyCommand(
  copier: Copier,
  source: string,
  { from, to }: ImageCopy,
  imagePolicy?: string,
): string[] {
  const origin = `${source.replace(/\/$/, "")}/${from}`;
  if (copier === "crane") return ["crane", "copy", origin, to];
  const checked = imagePolicy === undefined ? [] : ["--policy", imagePolicy];
  const apart = imagePolicy === undefined ? [] : ["--remove-signatures"];
  const places = [`docker://${origin}`, `docker://${to}`];
  return ["skopeo", ...checked, "copy", "--all", "--preserve-digests", ...apart, ...places];
}

/** The logins without which an image can't be read, and written. */
export function loginCommands(copier: Copier, source: string, { to }: ImageCopy): string[] {
  const login = copier === "skopeo" ? "skopeo login" : "crane auth login";
  return [...new Set([source, to].map((place) => `${login} ${place.split("/")[0]}`))];
}

/** Between two attempts to copy an image whose registry may not be there yet. */
export const SECONDS_BETWEEN_COPIES = 30;

export const takenToBeThere = (copies: readonly ImageCopy[]): string =>
  `no --from REGISTRY: the ${copies.length} images are taken to be in every registry`;

/** The lines of a dry run, for bash. */
export function describeStep(step: Step, told: Told, copier: Copier): string[] {
  return [`# ${step.title}`, ...linesOf(step, told, copier)];
}

function linesOf(step: Step, told: Told, copier: Copier): string[] {
  const { source, imagePolicy } = told;
  if (step.kind === "gate") {
    return step.asked.map(({ site, about }) => {
      const paths = about === "life" ? "/livez" : "/healthz/";
      return `# stops here unless every ${paths} of ${site} is green, 3 times in a row`;
    });
  }
  if (step.kind === "images") {
    if (source === undefined) return [`# ${takenToBeThere(step.copies)}`];
    return step.copies.map((copy) => shown(copyCommand(copier, source, copy, imagePolicy)));
  }
  const { args, env } = invocationOf(step, told);
  const settings = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  const pulumi = shown([...settings, "pulumi", ...args]);
  const copies = copiesBeside(step, told);
  if (copies === undefined || source === undefined) {
    return step.kind === "up" && step.beside ? [`# ${takenToBeThere(step.beside)}`, pulumi] : [pulumi];
  }
  const last = copies.length - 1;
  return [
    `${pulumi} & pid=$!`,
    // For as long as the CLI runs.
    `retry() { until "$@"; do kill -0 "$pid" 2>/dev/null || return 1; sleep ${SECONDS_BETWEEN_COPIES}; done; }`,
    ...copies.map(
      (copy, i) => `retry ${shown(copyCommand(copier, source, copy, imagePolicy))}${i === last ? "" : " &&"}`,
    ),
    `copied=$?; wait "$pid" && [ "$copied" = 0 ]`,
  ];
}

const shown = (args: readonly string[]): string => args.map(shellWord).join(" ");
