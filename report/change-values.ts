/** The values of a changed input as short text: `spec.replicas 3 → 5`. */
import { UNKNOWN, type Value } from "../graph/resource";
import type { ChangedInput } from "./changes-model";

/** Characters of a value; of longer ones what is around the first difference. */
const longest = 40;
/** Characters that are left before the first difference. */
const lead = 8;

export function inputText({ path, old, new: now }: ChangedInput): string {
  const [plain, exact] = [[old, now].map(valueText), [old, now].map((value) => JSON.stringify(value))];
  // `5` and `"5"` read alike.
  const [from = "", to = ""] = plain[0] === plain[1] && exact[0] !== exact[1] ? exact : plain;
  const start = from.length <= longest && to.length <= longest ? 0 : differAt(from, to);
  return `${path} ${around(from, start)} → ${around(to, start)}`;
}

function valueText(value: Value): string {
  if (value === null) return "(none)";
  const text = typeof value === "string" && /^[!-~]+$/.test(value) ? value : JSON.stringify(value);
  return text === UNKNOWN ? unknown : text.replaceAll(UNKNOWN, unknown);
}

const unknown = "(known after the deploy)";

/** Where two texts begin to differ, a little before. */
function differAt(a: string, b: string): number {
  let place = 0;
  while (place < a.length && a[place] === b[place]) place++;
  return Math.max(0, place - lead);
}

/** What stands at a place, with a mark where something was left out. */
function around(text: string, start: number): string {
  if (text.length <= longest) return text;
  const from = Math.min(start, Math.max(0, text.length - longest));
  const points = [...text.slice(from, from + 2 * longest)];
  // Never half of a pair.
  if (/^[\udc00-\udfff]$/.test(points[0] ?? "")) points.shift();
  const cut = points.slice(0, longest).join("");
  return `${from > 0 ? "…" : ""}${cut}${from + cut.length < text.length ? "…" : ""}`;
}
