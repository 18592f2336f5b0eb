/** The verdict of this checkout's rules and exemptions on a graph. */
import path from "node:path";
import { isOurs } from "../graph/doubts";
import type { Graph } from "../graph/resource";
import { ExemptionsError } from "../policies/pack/exemptions";
import { exemptionsFrom } from "../policies/pack/exemptions-file";
import { judgeHeld, settingsFor } from "../policies/pack/held-to";
import type { Verdict } from "../policies/pack/judge";
import { type Redundancy, RedundancyError } from "../policies/pack/redundancy";
import { redundancyIn } from "../policies/pack/redundancy-file";
import { rules } from "../policies/rules";
import { InputError } from "../report/input-error";
import type { CommandContext } from "./context";

const exemptionsPath = "policies/exemptions.yaml";

/** Judges graphs; the exemptions are read once, before anything runs. `own`: this program has just made it. */
export type Judge = (graph: Graph, own?: boolean) => Verdict;

/**
 * What a program that isn't ours is held to.
 * @param folder where it keeps its redundancy.yaml; absolute
 * @throws InputError when that isn't sound
 */
export function redundancyOf({ cwd }: CommandContext, folder: string): Redundancy | undefined {
  try {
    return redundancyIn(folder, path.relative(cwd, folder));
  } catch (error) {
    throw error instanceof RedundancyError ? new InputError(error.lines) : error;
  }
}

/**
 * @param folder where a program that isn't ours keeps its redundancy.yaml: the user's own, where it isn't said
 * @throws InputError when the exemptions or redundancy.yaml aren't sound
 */
export function judgeOf(context: CommandContext, now = new Date(), folder = context.cwd): Judge {
  const { root, cwd } = context;
  const file = path.join(root, exemptionsPath);
  const ids = rules.map(({ id }) => id);
  const redundancy = redundancyOf(context, folder);
  try {
    const exemptions = exemptionsFrom(file, path.relative(cwd, file));
    return (graph, own = false) => {
      const settings = settingsFor(graph, now, ids, redundancy, {}, own || isOurs(graph));
      return judgeHeld(graph, rules, settings, exemptions, redundancy);
    };
  } catch (error) {
    throw error instanceof ExemptionsError ? new InputError(error.lines) : error;
  }
}
