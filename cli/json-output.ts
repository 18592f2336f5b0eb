/** What `--json` prints: of each stack the sections that preview.json has, and nothing else on standard output. */
import { previewVersion } from "../report/json";
import { jsonText } from "../report/stable";
import type { Output } from "./context";
import type { GraphSelection } from "./graphs";

/** In the help of each command that has it. */
export const jsonHelp =
  "the verdict as JSON on standard output: an object with --stack, --config or --state, a list of one for each stack without";

export interface StackJson {
  readonly stack: string;
  /** `policy` or `survival`; absent where the program failed, and standard error says why. */
  readonly [section: string]: unknown;
}

/** What a stack that could not be judged is in the list. */
export const failed = (stack: string): StackJson => ({
  stack,
  failed: "the program failed: see standard error",
});

/** One stack that was chosen is an object, all of them are a list, however many there are. */
export function writeJson(
  stacks: readonly StackJson[],
  { stack, config, state }: GraphSelection,
  now: Date,
  stdout: Output,
): void {
  const documents = stacks.map((one) => ({ version: previewVersion, judgedAt: now.toISOString(), ...one }));
  const isChosen = [stack, config, state].some((flag) => flag !== undefined);
  stdout.write(jsonText(isChosen ? documents[0] : documents));
}
