/** What stands all the time costs a month, on the page. */
import type { Graph } from "../../graph/resource";
import { costOf, leftOut, usd } from "../cost";
import { escapeHtml } from "./escape";

export function costHtml(graph: Graph): string {
  const { total, lines } = costOf(graph, { writtenGb: 0, keptGb: 0 });
  if (lines.length === 0) return "";
  const rows = lines.map(
    ({ item, count, usd: dollars }) =>
      `<tr><th scope="row">${escapeHtml(item)}</th><td class="number">${Math.round(10 * count) / 10}</td><td class="number">${usd(dollars)}</td></tr>`,
  );
  return `<h2 id="cost" tabindex="-1">What it costs</h2>
<p class="lead">${usd(total)} a month by the list, for what stands all the time; traffic and media come on top, and the command <code>cost</code> sets it beside one site alone.</p>
<details><summary>By item</summary><div class="scroll" tabindex="0" role="region" aria-label="What it costs by item"><table><thead><tr><th scope="col">item</th><th scope="col">how many</th><th scope="col">a month</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div></details>
<p class="legend">${escapeHtml(leftOut())}</p>`;
}
