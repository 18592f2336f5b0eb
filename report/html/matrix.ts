/**
 * Scenarios by capabilities, grouped by kind of fault; each scenario can be chosen. A cell's colour is what the objectives
 * make of it, and never milder than what users have.
 */

import { kindTitle } from "../kind-titles";
import { cellText, duration, kindLine, legend, spared } from "../survival-words";
import type { PageData, PageScenario } from "./data";
import { escapeHtml } from "./escape";

export function matrixHtml({ scenarios, capabilities }: PageData): string {
  const kinds = [...new Set(scenarios.map(({ kind }) => kind))];
  const head = capabilities.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const rows = kinds.flatMap((kind) => {
    const own = scenarios.filter((scenario) => scenario.kind === kind);
    const allowed = own.find((scenario) => scenario.allowed !== undefined)?.allowed;
    const limit = allowed === undefined ? "" : `: allowed ${duration(allowed)}`;
    return [
      `<tr class="group"><th colspan="${capabilities.length + 1}" scope="rowgroup">${escapeHtml(`${kindLine(kind, scenarios, kindTitle(kind))}${limit}`)}</th></tr>`,
      ...own.map((scenario) => row(scenario, capabilities)),
    ];
  });
  return `<div class="filter"><label for="find">Find:</label> <input type="search" id="find" autocomplete="off">
<label for="only">Show:</label> <select id="only"><option value="">all</option><option value="missed">only what is missed or can’t be told</option><option value="covered">only what the objectives cover</option><option value="hurts">only what isn’t up</option></select>
<span id="found" role="status"></span></div>
<div class="scroll long" tabindex="0" role="region" aria-label="Scenarios by capabilities"><table class="matrix">
<thead><tr><th scope="col">what goes down</th>${head}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody></table></div>
<p class="legend">${legend}. ✗ misses an objective; ? it can’t be told; a dashed edge: no objective says what is allowed. One cell: the same for all.</p>`;
}

function row(scenario: PageScenario, capabilities: readonly string[]): string {
  const { misses = {}, untold = [], touchesNothing, covered } = scenario;
  const cells = capabilities.map((name): Cell => {
    const verdict = scenario.verdicts[name];
    if (verdict && touchesNothing) return ["", spared];
    if (!verdict) return ["", ""];
    if (misses[name]) return ["down", `${cellText(verdict)} ✗`];
    if (untold.includes(name)) return ["unknown", `${cellText(verdict)} ?`];
    return [verdict.state, cellText(verdict)];
  });
  const id = escapeHtml(scenario.id);
  const classes = [
    ...(covered ? [] : ["bare"]),
    ...(scenario.misses || untold.length > 0 ? ["missed"] : []),
    ...(Object.values(scenario.verdicts).some(({ state }) => state !== "up") && !touchesNothing
      ? ["hurts"]
      : []),
  ];
  if (Object.values(scenario.verdicts).every(({ state, rtoSeconds }) => state === "up" && rtoSeconds === 0))
    classes.push("calm");
  const of = classes.length > 0 ? ` class="${classes.join(" ")}"` : "";
  return `<tr data-row="${id}"${of}><th scope="row"><button type="button" data-choose="${id}">${escapeHtml(scenario.title)}</button></th>${cellsHtml(cells)}</tr>`;
}

type Cell = readonly [of: string, text: string];

/** Where the same is said of all, once: seven cells alike hide the row that isn't. */
function cellsHtml(cells: readonly Cell[]): string {
  const [first] = cells;
  const isSame =
    first && cells.length > 1 && cells.every(([of, text]) => of === first[0] && text === first[1]);
  const html = ([of, text]: Cell, rest = "") => `<td${of === "" ? "" : ` class="${of}"`}${rest}>${text}</td>`;
  return isSame
    ? html([`${first[0]} all`.trim(), first[1]], ` colspan="${cells.length}"`)
    : cells.map((cell) => html(cell)).join("");
}

/** On a phone a row is a card: each cell says whose it is. */
export const cellNames = (capabilities: readonly string[]): string =>
  [
    ...capabilities.map(
      (name, place) => `.matrix td:nth-child(${place + 2})::before { content: ${cssString(name)}; }`,
    ),
    `.matrix td.all::before { content: "all"; }`,
  ].join("\n");

const cssString = (text: string): string =>
  `"${[...text].map((sign) => (/[\w .-]/.test(sign) ? sign : `\\${sign.codePointAt(0)?.toString(16)} `)).join("")}"`;
