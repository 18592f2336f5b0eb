/** The verdict of this checkout's rules and exemptions on a graph. */
import path from "node:path";
import type { Graph } from "../graph/resource";
import { ExemptionsError } from "../policies/pack/exemptions";
import { exemptionsFrom } from "../policies/pack/exemptions-file";
import { judge, type Verdict } from "../policies/pack/judge";
import { packSettings } from "../policies/pack/settings";
import { rules } from "../policies/rules";
import { InputError } from "../report/input-error";
import type { CommandContext } from "./context";

const exemptionsPath = "policies/exemptions.yaml";

/** Judges graphs; the exemptions are read once, before anything runs. */
export type Judge = (graph: Graph) => Verdict;

/** @throws InputError when the exemptions aren't sound. */
export function judgeOf({ root, cwd }: CommandContext, now = new Date(), _folder?: string): Judge {
  const file = path.join(root, exemptionsPath);
  try {
    const exemptions = exemptionsFrom(file, path.relative(cwd, file));
    return (graph) => judge(graph, rules, packSettings(graph, now), exemptions);
  } catch (error) {
    throw error instanceof ExemptionsError ? new InputError(error.lines) : error;
  }
}
