/** What is lost for good, or for a whole site, by deploying. */
import { losses, lossOf } from "../../graph/views/losses";
import type { LostResource } from "../changes-model";
import type { Step } from "./step";

/** The worst first, then by URN. What the engine only forgets, and leaves where it is, isn't lost. */
export function lossesOf(steps: readonly Step[]): LostResource[] {
  const lost = steps.flatMap(({ kind, urn, old }): LostResource[] => {
    const loss = kind === "update" || old.retainOnDelete === true ? undefined : lossOf(old);
    return loss ? [{ urn, loss }] : [];
  });
  return losses.flatMap((loss) => lost.filter((each) => each.loss === loss));
}
