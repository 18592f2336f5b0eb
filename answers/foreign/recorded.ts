/** What was looked up elsewhere and written down: `lookups.yaml`. Pure. */
import type { Values } from "../contract";

export interface RecordedLookUp {
  /** `aws:ec2/getAmi:getAmi` */
  readonly token: string;
  /** What was asked; it answers whoever asks the same in these, however much more. */
  readonly args: Values;
  readonly result: Values;
}

export interface Recorded {
  readonly lookUps: readonly RecordedLookUp[];
  /** Outputs of other stacks, by `<organisation>/<project>/<stack>`. */
  readonly stacks: Readonly<Record<string, Values>>;
}

export const nothingRecorded: Recorded = { lookUps: [], stacks: {} };

/** The answer that was recorded of the same question: the one that says most of it, the later of two alike. */
export function recordedAnswer({ lookUps }: Recorded, token: string, args: Values): Values | undefined {
  const fitting = lookUps.filter((one) => one.token === token && holds(args, one.args));
  return fitting.reduce<RecordedLookUp | undefined>(
    (best, one) => (best && Object.keys(best.args).length > Object.keys(one.args).length ? best : one),
    undefined,
  )?.result;
}

/** Outputs of a stack, also where it is asked for without its organisation. */
export function recordedStack({ stacks }: Recorded, name: string): Values | undefined {
  if (Object.hasOwn(stacks, name)) return stacks[name];
  const same = Object.keys(stacks).filter((one) => one.endsWith(`/${name}`) || name.endsWith(`/${one}`));
  return same.length === 1 ? stacks[same[0] ?? ""] : undefined;
}

function holds(given: unknown, wanted: unknown): boolean {
  if (typeof wanted !== "object" || wanted === null) return given === wanted;
  if (typeof given !== "object" || given === null) return false;
  if (Array.isArray(wanted) && (!Array.isArray(given) || given.length !== wanted.length)) return false;
  return Object.entries(wanted).every(([key, value]) => holds((given as Values)[key], value));
}
