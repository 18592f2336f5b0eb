/** `preview.html`: one file that loads nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Survival } from "../../resilience/verdict/survival";
import { changeLinesOf } from "../change-lines";
import type { LoosenedSetting, Remark } from "../changes-model";
import type { PreviewReport } from "../model";
import { policySummaryOf, toldOf } from "../policy-lines";
import { printableReport } from "../printable";
import { uncoveredText } from "../survival-words";
import { type SiteTable, siteTableOf } from "../table";
import { type PageData, pageData } from "./data";
import { escapeHtml, scriptJson } from "./escape";
import { mapSvg } from "./map";
import { matrixHtml } from "./matrix";
import { packed } from "./packed";
import { yearlyHtml } from "./yearly";

const beside = (name: string): string => readFileSync(path.join(__dirname, name), "utf8");

export function renderHtml(given: PreviewReport): string {
  const report = printableReport(given);
  const data = pageData(report);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escapeHtml(report.stack)}: what users have when something goes down</title>
<style>
${beside("style.css")}</style>
</head>
<body>
<header>
<h1>${escapeHtml(report.stack)}</h1>
${lead(report, data)}
</header>
<main>
<h2 id="map">Where the traffic goes</h2>
${data.scenarios.length > 0 ? chooserHtml(data) : ""}
<div class="scroll" tabindex="0" role="region" aria-label="Map">${mapSvg(data)}</div>
${report.survival && data.scenarios.length > 0 ? survivalHtml(data, report.survival) : ""}
${report.survival ? yearlyHtml(report.survival) : ""}
${policyHtml(report)}
${changesHtml(report)}
<h2>What each site gets</h2>
${planHtml(siteTableOf(report.graph))}
</main>
<script type="application/json" id="data">${scriptJson(packed(data))}</script>
<script>
${beside("client-data.js")}${beside("client-map.js")}${beside("client.js")}</script>
</body>
</html>
`;
}

function lead(report: PreviewReport, data: PageData): string {
  const verdicts: string[] = [];
  if (report.survival) {
    verdicts.push(survivalBadges[report.survival.verdict]);
  }
  if (report.policy) {
    const broken = report.policy.violations.filter(({ level }) => level === "mandatory").length;
    verdicts.push(
      {
        met: '<span class="verdict up">no mandatory rule broken</span>',
        unknown: '<span class="verdict unknown">rules: can’t tell</span>',
        missed: `<span class="verdict down">${broken} mandatory ${broken === 1 ? "violation" : "violations"}</span>`,
      }[report.policy.verdict],
    );
  }
  const refused = report.changes?.refused.length ?? 0;
  if (refused > 0) {
    verdicts.push(
      `<span class="verdict down">${refused} ${refused === 1 ? "change" : "changes"} refused</span>`,
    );
  }
  const sites = data.sites.map(({ id, metro }) => `${escapeHtml(id)} (${escapeHtml(metro)})`).join(", ");
  return `<p>${verdicts.join(" ")}</p>
${(report.survival?.because ?? []).map((why) => `<p class="lead">${escapeHtml(why)}</p>`).join("")}<p class="lead">One platform at ${data.sites.length} ${data.sites.length === 1 ? "site" : "sites"}: ${sites}; ${report.graph.resources.length} resources. Nothing of it was deployed to make this page.</p>`;
}

const survivalBadges = {
  met: '<span class="verdict up">objectives met</span>',
  missed: '<span class="verdict down">objectives missed</span>',
  unknown: '<span class="verdict unknown">objectives: can’t tell</span>',
} as const;

/** The script fills in what can go down. */
function chooserHtml({ capabilities }: PageData): string {
  return `<div class="chooser"><label for="scenario">What goes down:</label>
<select id="scenario"><option value="">nothing</option></select>
<label for="capability">to users of:</label>
<select id="capability">${capabilities.map((name) => `<option>${escapeHtml(name)}</option>`).join("")}</select>
<label for="moment">when:</label>
<input type="range" id="moment" min="0" max="240" value="240" disabled><output id="moment-text" for="moment">while nothing fails</output></div>
<p class="legend">Shares of all requests of these users, as the survival model has them. Lastingly: the level that is judged; the mean, where a brownout makes users come and go.</p>`;
}

function survivalHtml(data: PageData, survival: Survival): string {
  const uncovered = uncoveredText(survival);
  return `<p id="said" aria-live="polite" class="lead">Nothing fails.</p>
<div id="verdicts" class="cards"></div>
<h2>Share of requests served</h2>
<div id="chart" class="scroll" tabindex="0" role="region" aria-label="Share of requests served"></div>
<p id="chart-note" class="legend">Choose what goes down to see how long users notice.</p>
<h2>Every single fault, and outages of the past</h2>
${uncovered ? `<p class="lead">${escapeHtml(uncovered)}.</p>` : ""}
${matrixHtml(data)}`;
}

function policyHtml({ policy }: PreviewReport): string {
  if (!policy) return "";
  const rows = toldOf(policy).map(
    ({ rule, level, unsure, message, source }) =>
      `<tr><td><code>${escapeHtml(rule)}</code></td><td>${escapeHtml(unsure ? `can’t tell (${level})` : level)}</td><td>${escapeHtml(message)}</td><td>${
        source ? `<code>${escapeHtml(`${source.file}:${source.line}`)}</code>` : ""
      }</td></tr>`,
  );
  const exempted = policy.exempted.map(
    ({ rule, urn, reason, owner, expires }) =>
      `<li><code>${escapeHtml(rule)}</code> on <code>${escapeHtml(urn)}</code>: ${escapeHtml(reason)} (${escapeHtml(owner)}, until ${escapeHtml(expires)})</li>`,
  );
  return `<h2>Rules</h2>
${
  rows.length === 0
    ? `<p>${escapeHtml(policySummaryOf(policy))}.</p>`
    : `<div class="scroll" tabindex="0" role="region" aria-label="Violations"><table><thead><tr><th scope="col">rule</th><th scope="col">level</th><th scope="col">what is wrong</th><th scope="col">made in</th></tr></thead><tbody>${rows.join("\n")}</tbody></table></div>`
}
${exempted.length > 0 ? `<p>Exempted:</p><ul>${exempted.join("")}</ul>` : ""}`;
}

function changesHtml({ changes }: PreviewReport): string {
  if (!changes) return "";
  const remarks = (title: string, list: readonly Remark[]) =>
    list.length === 0
      ? ""
      : `<p>${title}:</p><ul>${list.map(({ urn, because }) => `<li><code>${escapeHtml(urn)}</code>: ${escapeHtml(because)}</li>`).join("")}</ul>`;
  const lines = (["delete", "replace", "update", "create"] as const).map((kind) => {
    const own = changeLinesOf(changes).filter((line) => line.kind === kind);
    const items = own.map(({ type, name, loss, inputs }) => {
      const lost = loss ? ` <strong>(${escapeHtml(loss)})</strong>` : "";
      const because =
        inputs.length > 0 ? `: ${inputs.map((input) => `<code>${escapeHtml(input)}</code>`).join(", ")}` : "";
      return `<li><code>${escapeHtml(type)}</code> <code>${escapeHtml(name)}</code>${lost}${because}</li>`;
    });
    return items.length === 0
      ? ""
      : `<details><summary>${titles[kind]}: ${items.length}</summary><ul>${items.join("")}</ul></details>`;
  });
  return `<h2>What would change</h2>
<p>${escapeHtml(changes.headline)}</p>
${loosenedHtml(changes.loosened ?? [])}${remarks("Refused", changes.refused)}${remarks("Warnings", changes.warnings)}${lines.join("")}`;
}

const loosenedHtml = (loosened: readonly LoosenedSetting[]): string =>
  loosened.length === 0
    ? ""
    : `<p>Settings that were loosened or changed:</p><ul>${loosened.map(({ setting, old, new: now }) => `<li><code>${escapeHtml(setting)}</code>: ${escapeHtml(old)} → ${escapeHtml(now)}</li>`).join("")}</ul>`;

const titles = { delete: "deleted", replace: "replaced", update: "updated", create: "created" } as const;

function planHtml(table: SiteTable): string {
  const head = table.columns.map(
    (column, index) =>
      `<th scope="col">${escapeHtml(column)}<br><small>${escapeHtml(table.metros[index] ?? "")}</small></th>`,
  );
  const rows = table.rows.map(
    ({ kind, counts, total }) =>
      `<tr><th scope="row">${escapeHtml(kind)}</th>${counts.map((count) => `<td class="number">${count || ""}</td>`).join("")}<td class="number">${total}</td></tr>`,
  );
  return `<div class="scroll" tabindex="0" role="region" aria-label="Resources by site and kind"><table><thead><tr><th scope="col">kind</th>${head.join("")}<th scope="col">total</th></tr></thead>
<tbody>${rows.join("\n")}</tbody></table></div>`;
}
