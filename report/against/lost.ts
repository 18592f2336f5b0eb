/** What is lost for good, or for a whole site, by deploying. */
import { losses, lossOf } from "../../graph/views/losses";
import type { LostResource } from "../changes-model";
import type { Step } from "./step";

/**
 * The worst first, then by URN. What the engine leaves where it is when it lets go of it is told as well: the platform
 * has it no more, or an empty one in its place.
 */
export function lossesOf(steps: readonly Step[]): LostResource[] {
  const lost = steps.flatMap(({ kind, urn, old }): LostResource[] => {
    const loss = kind === "update" ? undefined : lossOf(old);
    return loss ? [{ urn, loss, ...(old.retainOnDelete ? { retained: true } : {}) }] : [];
  });
  return losses.flatMap((loss) => lost.filter((each) => each.loss === loss));
}
