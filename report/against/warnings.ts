/** What goes through and hurts: a network or a cluster that is made anew takes its site down meanwhile. */
import { siteIdOf } from "../../graph/site-id";
import { isNetwork, lossOf } from "../../graph/views/losses";
import type { Warning } from "../changes-model";
import { versionWarnings } from "./kubernetes-version";
import type { Step } from "./step";

export function warningsOf(steps: readonly Step[]): Warning[] {
  const down = steps.flatMap(({ kind, urn, old }): Warning[] => {
    const what = isNetwork(old) ? "network" : lossOf(old) === "cluster" ? "cluster" : undefined;
    const placement = old.placement;
    if (!what || kind === "update") return [];
    const site = placement ? siteIdOf(placement) : "its site";
    return [
      kind === "replace"
        ? {
            urn,
            because: `its ${what} is made anew: ${site} goes down until all that stands in it is made again`,
            brief: `${site} goes down`,
          }
        : {
            urn,
            because: `its ${what} is deleted: ${site} serves nothing any more`,
            brief: `${site} serves nothing any more`,
          },
    ];
  });
  return [...down, ...versionWarnings(steps)];
}
