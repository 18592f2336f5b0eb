/** The one line that a reviewer reads if nothing else: what is lost, what is refused, how much else changes. */
import { nameOf } from "../../graph/urn";
import type { Loss } from "../../graph/views/losses";
import { summaryOf } from "../change-lines";
import type { Changes } from "../changes-model";

/** More of one sort are counted. */
const mostNamed = 2;

type Found = Omit<Changes, "against" | "headline">;

export function headlineOf(changes: Found): string {
  const lost = lossesTold(changes);
  const loosened = (changes.loosened ?? []).map(({ setting }) => setting);
  const more = loosened.length > mostNamed ? ` and ${loosened.length - mostNamed} more` : "";
  return [
    ...(loosened.length > 0 ? [`loosens ${loosened.slice(0, mostNamed).join(", ")}${more}`] : []),
    ...(lost.length > 0 ? [lost.join(", ")] : []),
    ...(changes.refused.length > 0 ? [`${changes.refused.length} refused`] : []),
    ...new Set(changes.warnings.map(({ brief }) => brief)),
    summaryOf(changes),
  ].join("; ");
}

/** `deletes store media`, `replaces 3 addresses (a, b and 1 more)`. */
function lossesTold({ data, delete: gone }: Found): string[] {
  const deleted = new Set(gone);
  const groups = new Map<string, { readonly verb: string; readonly loss: Loss; readonly names: string[] }>();
  for (const { urn, loss, retained } of data) {
    const verb = deleted.has(urn) ? (retained ? "lets go of" : "deletes") : "replaces";
    const key = `${verb} ${loss}`;
    const group = groups.get(key) ?? { verb, loss, names: [] };
    groups.set(key, group);
    group.names.push(nameOf(urn));
  }
  return [...groups.values()].map(({ verb, loss, names }) => {
    if (names.length === 1) return `${verb} ${loss} ${names[0]}`;
    const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : "";
    const plural = loss === "address" ? "addresses" : `${loss}s`;
    return `${verb} ${names.length} ${plural} (${names.slice(0, mostNamed).join(", ")}${more})`;
  });
}
