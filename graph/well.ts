/** Whether a resource, as far as its state tells, does what it is for. Pure. */
import type { GraphResource } from "./resource";

/** What never became well, or was being made or deleted when nobody looked any more, carries nothing. */
export function isWell({ marks }: Pick<GraphResource, "marks">): boolean {
  return (
    marks?.initErrors === undefined && marks?.interrupted !== "creating" && marks?.interrupted !== "deleting"
  );
}
