/** The one line that a reviewer reads if nothing else: what is lost, what is refused, how much else changes. */
import { nameOf } from "../../graph/urn";
import { summaryOf } from "../change-lines";
import type { Changes } from "../changes-model";

/** More are counted. */
const mostNamed = 5;

type Found = Omit<Changes, "against" | "headline">;

export function headlineOf(changes: Found): string {
  const deleted = new Set(changes.delete);
  const losses = changes.data.map(
    ({ urn, loss, retained }) =>
      `${deleted.has(urn) ? (retained ? "lets go of" : "deletes") : "replaces"} ${loss} ${nameOf(urn)}`,
  );
  const more = losses.length > mostNamed ? [`and ${losses.length - mostNamed} more such losses`] : [];
  const parts = [...losses.slice(0, mostNamed), ...more];
  return [
    ...(parts.length > 0 ? [parts.join(", ")] : []),
    ...(changes.refused.length > 0 ? [`${changes.refused.length} refused`] : []),
    ...new Set(changes.warnings.map(({ brief }) => brief)),
    summaryOf(changes),
  ].join("; ");
}
