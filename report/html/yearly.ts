/** Minutes that a year is expected to cost, by kind of fault and capability. */
import type { Survival } from "../../resilience/verdict/survival";
import { yearlyNote, yearlyReasons, yearlyRows, yearlySummary } from "../yearly-words";
import { escapeHtml } from "./escape";

export function yearlyHtml({ yearly, nothing }: Survival): string {
  const summary = nothing ? undefined : yearlySummary(yearly);
  if (summary === undefined) return "";
  const capabilities = Object.keys(yearly.total);
  const head = capabilities.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const rows = yearlyRows(yearly, capabilities).map(
    ({ title, cells }) =>
      `<tr><th scope="row">${escapeHtml(title)}</th>${cells.map((cell) => `<td class="number">${inTwoLines(cell)}</td>`).join("")}</tr>`,
  );
  const reasons = yearlyReasons(yearly).map((reason) => `<p class="legend">? ${escapeHtml(reason)}</p>`);
  return `<h2 id="yearly" tabindex="-1">Minutes a year</h2>
<p class="lead">${escapeHtml(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}`)}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Minutes a year by kind of fault and capability"><table><thead><tr><th scope="col">what fails</th>${head}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>
${reasons.join("\n")}<p class="legend">${escapeHtml(yearlyNote)}</p>`;
}

/** What it may be at least and at most, below the figure: the table is wide. */
function inTwoLines(cell: string): string {
  const [figure = "", spread] = cell.split(" (");
  return spread === undefined
    ? escapeHtml(figure)
    : `${escapeHtml(figure)}<br><small>(${escapeHtml(spread)}</small>`;
}
