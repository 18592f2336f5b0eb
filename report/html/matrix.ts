/** Scenarios by capabilities, grouped by kind of fault; each scenario can be chosen. */

import { cellText, kindLine, legend, spared } from "../survival-words";
import type { PageData, PageScenario } from "./data";
import { escapeHtml } from "./escape";

export function matrixHtml({ scenarios, capabilities }: PageData): string {
  const kinds = [...new Set(scenarios.map(({ kind }) => kind))];
  const head = capabilities.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const rows = kinds.flatMap((kind) => [
    `<tr class="group"><th colspan="${capabilities.length + 1}" scope="rowgroup">${escapeHtml(kindLine(kind, scenarios))}</th></tr>`,
    ...scenarios.filter((scenario) => scenario.kind === kind).map((scenario) => row(scenario, capabilities)),
  ]);
  return `<div class="scroll long" tabindex="0" role="region" aria-label="Scenarios by capabilities"><table class="matrix">
<thead><tr><th scope="col">what goes down</th>${head}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
<p class="legend">${legend}.</p>`;
}

function row(scenario: PageScenario, capabilities: readonly string[]): string {
  const cells = capabilities.map((name) => {
    const verdict = scenario.verdicts[name];
    if (verdict && scenario.touchesNothing) return `<td>${spared}</td>`;
    return verdict ? `<td class="${verdict.state}">${cellText(verdict)}</td>` : "<td></td>";
  });
  const id = escapeHtml(scenario.id);
  return `<tr data-row="${id}"><th scope="row"><button type="button" data-choose="${id}">${escapeHtml(scenario.title)}</button></th>${cells.join("")}</tr>`;
}
