/** Scenarios by capabilities, grouped by kind of fault; each scenario can be chosen. */

import { cellText, legend, spared } from "../survival-words";
import type { PageData, PageScenario } from "./data";
import { escapeHtml } from "./escape";

export function matrixHtml({ scenarios, capabilities }: PageData): string {
  const kinds = [...new Set(scenarios.map(({ kind }) => kind))];
  const head = capabilities.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const rows = kinds.flatMap((kind) => [
    `<tr class="group"><th colspan="${capabilities.length + 1}" scope="rowgroup">${escapeHtml(kind)}</th></tr>`,
    ...scenarios.filter((scenario) => scenario.kind === kind).map((scenario) => row(scenario, capabilities)),
  ]);
  return `<div class="scroll" tabindex="0" role="region" aria-label="Scenarios by capabilities"><table>
<thead><tr><th scope="col">what goes down</th>${head}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
<p class="legend">${legend}.</p>`;
}

function row(scenario: PageScenario, capabilities: readonly string[]): string {
  const cells = capabilities.map((name) => {
    const verdict = scenario.verdicts[name];
    if (verdict && scenario.touchesNothing) return `<td class="cell">${spared}</td>`;
    return verdict
      ? `<td class="cell"><span class="${verdict.state}">${cellText(verdict)}</span></td>`
      : '<td class="cell"></td>';
  });
  const id = escapeHtml(scenario.id);
  return `<tr data-row="${id}"><th scope="row"><button type="button" data-choose="${id}">${escapeHtml(scenario.title)}</button></th>${cells.join("")}</tr>`;
}
