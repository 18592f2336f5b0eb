/** What a drain of one zone doesn't do. Pure. */
import { facts, providerNames } from "../graph/clouds/facts";
import { andText } from "../graph/words";

/** Who goes on answering with the address of a drained zone: authorities whose weights aren't edited. Empty for a whole site. */
export function staysIn({ zone }: { readonly zone?: string }): string {
  if (zone === undefined) return "";
  const authorities = providerNames.map((name) => facts[name].authority);
  const staying = authorities.filter(({ answers }) => answers.drainedBy !== "weights");
  if (staying.length === 0) return "";
  return ` (${andText(staying.map(({ title }) => title))} answer${staying.length === 1 ? "s" : ""} with its address until its checks are red: docs/runbook.md#drain-a-zone)`;
}
