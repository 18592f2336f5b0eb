/** `preview.html`: one file that loads nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Survival } from "../../resilience/verdict/survival";
import { headlineOf } from "../headline";
import type { PreviewReport } from "../model";
import { mandatoryText } from "../policy-lines";
import { printableReport } from "../printable";
import { duration, tippingLines, uncoveredText } from "../survival-words";
import { siteTableOf } from "../table";
import { costHtml } from "./cost";
import { type PageData, pageData } from "./data";
import { escapeHtml, scriptJson } from "./escape";
import { glossaryHtml } from "./glossary";
import { mapSvg } from "./map";
import { cellNames, matrixHtml } from "./matrix";
import { packed } from "./packed";
import { changesHtml, planHtml, policyHtml } from "./sections";
import { yearlyHtml } from "./yearly";

/** In the order in which they build on each other. */
const scripts = [
  "client-data.js",
  "client-map.js",
  "client-chart.js",
  "client-controls.js",
  "client-verdicts.js",
  "client-chooser.js",
  "client.js",
];

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
${beside("style.css")}
@media (max-width: 640px) {
${cellNames(data.capabilities)}
}
</style>
</head>
<body>
<header>
<h1>${escapeHtml(report.stack)}: what users have when something goes down</h1>
${lead(report, data)}
</header>
<main>
<h2 id="map" tabindex="-1">Choose what goes down</h2>
${data.scenarios.length > 0 ? chooserHtml(data) : ""}
<div id="map-place" class="scroll" tabindex="0" role="region" aria-label="Map">${mapSvg(data)}</div>
${data.scenarios.length > 0 ? mapLegend : ""}
<template id="narrow-map">${mapSvg(data, "narrow")}</template>
${report.survival && data.scenarios.length > 0 ? survivalHtml(data, report.survival) : ""}
${changesHtml(report)}
${policyHtml(report)}
${
  report.survival
    ? `${yearlyHtml(report.survival)}
${costHtml(report.graph)}`
    : ""
}
<section class="plan"><h2 id="plan" tabindex="-1">What each site gets</h2>
${planHtml(siteTableOf(report.graph))}</section>
${glossaryHtml()}
</main>
<script type="application/json" id="data">${scriptJson(packed(data))}</script>
<script>
${scripts.map(beside).join("")}</script>
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
    verdicts.push(
      {
        met: '<span class="verdict up">no mandatory rule broken</span>',
        unknown: '<span class="verdict unknown">rules: can’t tell</span>',
        missed: `<span class="verdict down">${mandatoryText(report.policy.violations)}</span>`,
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
  const headline = report.survival ? headlineOf(report.survival).sentences : [];
  const [first, ...rest] = headline;
  const { changes } = report;
  return `<p>${verdicts.join(" ")}</p>
${first === undefined ? "" : `<p class="headline">${escapeHtml(first)}</p>`}
${rest.length > 0 ? `<p class="lead">${rest.map(escapeHtml).join(" ")}</p>` : ""}
${changes ? `<p class="headline">Deploying it: <a href="#changes">${escapeHtml(changes.headline)}</a></p>` : ""}
${report.survival ? objectivesHtml(report.survival) : ""}
<p class="legend">${data.sites.length} ${data.sites.length === 1 ? "site" : "sites"}${sites === "" ? "" : `: ${sites}`}; ${report.graph.resources.length} resources. ${escapeHtml(madeText(report))}</p>
${navHtml(report)}`;
}

/** The way to each part: the page is long. */
function navHtml({ survival, changes, policy }: PreviewReport): string {
  const parts: readonly (readonly [id: string, title: string, isThere: boolean])[] = [
    ["map", "map", true],
    ["users", "what users have", survival !== undefined],
    ["faults", "every fault", survival !== undefined],
    ["changes", "changes", changes !== undefined],
    ["rules", "rules", policy !== undefined],
    ["yearly", "minutes a year", survival !== undefined],
    ["cost", "cost", survival !== undefined],
    ["plan", "what each site gets", true],
    ["words", "words", true],
  ];
  const links = parts.flatMap(([id, title, isThere]) => (isThere ? [`<a href="#${id}">${title}</a>`] : []));
  return `<nav aria-label="Parts of the page">${links.join(" ")}</nav>`;
}

function madeText({ commit, judgedAt }: PreviewReport): string {
  const of = commit === undefined ? "" : ` of commit ${commit}`;
  const at = judgedAt === undefined ? "" : ` at ${judgedAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return `Judged${of}${at}; nothing was deployed to make this page.`.replace("Judged;", "Judged:");
}

/** What it is held to, in words. */
function objectivesHtml({ objectives }: Survival): string {
  if (!objectives) return "";
  const { survive, maxRtoSeconds, maxBrownoutRtoSeconds, minServedShare, maxRpoSeconds, capacity } =
    objectives;
  const shares = (all: Readonly<Record<string, number>>) =>
    Object.entries(all)
      .map(([name, seconds]) => `${name} ${duration(seconds)}`)
      .join(", ");
  const rows = [
    ["faults to survive", survive.join(", ")],
    [
      "back for good within",
      `${duration(maxRtoSeconds)}${maxBrownoutRtoSeconds === undefined ? "" : `; brownouts ${duration(maxBrownoutRtoSeconds)}`}${minServedShare === undefined ? "" : ` (${Math.round(1000 * minServedShare) / 10} % served)`}`,
    ],
    ...(objectives.demand
      ? [["demand", objectives.demand.map((one) => `${100 * one} % of the peak`).join(", ")]]
      : []),
    ...(objectives.maxLostSeconds
      ? [["requests lost, as seconds of all", shares(objectives.maxLostSeconds)]]
      : []),
    ["data lost", shares(maxRpoSeconds)],
    ["out of date by", shares(objectives.maxStalenessSeconds)],
    ...(capacity
      ? [
          [
            "capacity left",
            `${Math.round(100 * capacity.atOnce)} % of the peak at once, ${Math.round(100 * capacity.then)} % within ${duration(capacity.withinSeconds)}`,
          ],
        ]
      : []),
  ].filter(([, value]) => value !== "");
  return `<details class="objectives"><summary>The objectives</summary><dl>${rows
    .map(([term = "", value = ""]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd>`)
    .join("")}</dl></details>`;
}

const survivalBadges = {
  met: '<span class="verdict up">objectives met</span>',
  missed: '<span class="verdict down">objectives missed</span>',
  unknown: '<span class="verdict unknown">objectives: can’t tell</span>',
} as const;

const mapLegend = `<p class="legend">Blue lines from above: where the authorities lead users, thicker for more. Arcs between sites: the network, blue where edges hand requests on to each other. Shares are of all requests of these users, as the survival model has them; lastingly: the level that is judged, or the mean where users come and go. Choose a site to see what can hit it. <a href="#words">What the words mean</a>.</p>`;

/** The script fills in what can go down. */
function chooserHtml({ capabilities, sites, authorities }: PageData): string {
  const places = [
    ...sites.map(({ id, metro }) => [`site:${id}`, `${id} (${metro})`]),
    ...authorities.map(({ id, name }) => [`authority:${id}`, name]),
    ["all", "everywhere at once"],
  ];
  return `<div class="chooser"><label for="where">Where:</label>
<select id="where"><option value="">anywhere</option>${places.map(([value = "", text = ""]) => `<option value="${escapeHtml(value)}">${escapeHtml(text)}</option>`).join("")}</select>
<label for="scenario">What goes down:</label>
<select id="scenario"><option value="">nothing</option></select></div>
<p id="said" aria-live="polite" class="said">Nothing fails.</p>
<p id="allowance" class="allowance"></p>
<div class="chooser"><label for="capability">On the map, users of:</label>
<select id="capability">${capabilities.map((name) => `<option>${escapeHtml(name)}</option>`).join("")}</select>
<span class="times"><button type="button" id="play" data-step>Play</button>
<label for="moment">at:</label>
<input type="range" id="moment" min="0" max="480" value="480" disabled><output id="moment-text" for="moment">while nothing fails</output></span></div>`;
}

function survivalHtml(data: PageData, survival: Survival): string {
  const uncovered = uncoveredText(survival);
  const tips = tippingLines(survival).map((line) => `<li>${escapeHtml(line)}</li>`);
  return `<h2>Share of requests served</h2>
<p class="zoom"><button type="button" data-zoom="in">Zoom in at the moment</button> <button type="button" data-zoom="out">Zoom out</button> <button type="button" data-zoom="whole">The whole fault</button></p>
<div id="chart" class="scroll" tabindex="0" role="region" aria-label="Share of requests served"></div>
<p id="chart-note" class="legend">Choose what goes down to see how long users notice.</p>
<h2 id="users" tabindex="-1">What users have</h2>
<div id="verdicts" class="scroll" tabindex="0" role="region" aria-label="What users have"></div>
${tips.length > 0 ? `<h2>What holds the objectives together</h2><ul>${tips.join("")}</ul>` : ""}
<h2 id="faults" tabindex="-1">Every single fault, and outages of the past</h2>
${uncovered ? `<p class="lead">${escapeHtml(uncovered)}.</p>` : ""}
${matrixHtml(data)}`;
}
