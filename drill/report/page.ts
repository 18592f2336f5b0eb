/** `drill.html`: one file that loads nothing, in the style of `preview.html`. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { percent } from "../../graph/words";
import { escapeHtml } from "../../report/html/escape";
import { printableData } from "../../report/printable";
import type { Comparison, DrillOutcome } from "../verdict/outcome";
import { chartSvg } from "./chart";
import { comparisonsHtml, invariantsHtml, logHtml, standingBadge } from "./page-tables";
import { againText, headlineOf, memoryText, secondsText, standingOf, tenth } from "./words";

const textOf = (file: string): string => readFileSync(path.join(__dirname, file), "utf8");

/** A page of drills: one file that loads nothing. */
export const pageHtml = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
${textOf("../../report/html/style.css")}${textOf("drill.css")}</style>
</head>
<body>
${body}</body>
</html>
`;

export function renderDrillHtml(given: DrillOutcome): string {
  const outcome = printableData(given);
  return pageHtml(
    `Drill ${outcome.scenario}: predicted and measured`,
    `<header>
<h1>Drill <code>${escapeHtml(outcome.scenario)}</code></h1>
<p class="headline">${escapeHtml(headlineOf(outcome))}</p>
<p>${badgesHtml(outcome)}</p>
</header>
<main>
${becauseHtml(outcome)}
<h2>Share of requests served</h2>
${KEY}
${allHtml(outcome)}
<div class="charts">
${capabilitiesHtml(outcome)}
</div>
<h2>By kind of client</h2>
${comparisonsHtml(outcome)}
<h2>What was acknowledged</h2>
${invariantsHtml(outcome)}
<h2>What happened when</h2>
${logHtml(outcome.events)}
<h2>What is not as deployed</h2>
${differencesHtml(outcome)}
<h2>This run</h2>
${runHtml(outcome)}
</main>
`,
  );
}

function badgesHtml({ verdict, invariants, misses }: DrillOutcome): string {
  const broken = invariants.filter(({ held }) => !held).length;
  const badge = (isGood: boolean, good: string, bad: string): string =>
    `<span class="verdict ${isGood ? "up" : "down"}">${isGood ? good : bad}</span>`;
  return [
    badge(verdict.verdict === "met", "drill met", "drill missed"),
    badge(broken === 0, "nothing lost or doubled", `${broken} of ${invariants.length} promises broken`),
    badge(
      misses.length === 0,
      "objectives met",
      `${misses.length} ${misses.length === 1 ? "objective" : "objectives"} missed`,
    ),
  ].join(" ");
}

/** What is told at the top; the rest stands where it belongs. */
const MOST_TOLD = 6;

function becauseHtml({ verdict: { because, untold } }: DrillOutcome): string {
  const list = (lines: readonly string[]): string =>
    `<ul class="plain">${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`;
  const more = because.length - MOST_TOLD;
  const missed =
    because.length === 0
      ? ""
      : `${list(because.slice(0, MOST_TOLD))}${more > 0 ? `<details><summary>${more} more</summary>${list(because.slice(MOST_TOLD))}</details>` : ""}`;
  const perhaps =
    untold.length === 0
      ? ""
      : `<details><summary>${untold.length} ${untold.length === 1 ? "figure" : "figures"} outside the band that chance may explain</summary>${list(untold)}</details>`;
  return `${missed}${perhaps}`;
}

const line = (name: string): string =>
  `<svg viewBox="0 0 34 12" aria-hidden="true"><line class="${name}" x1="0" x2="34" y1="6" y2="6"/></svg>`;

const KEY = `<p class="legend key"><span>${line("predicted")}predicted by the survival model</span><span>${line("measured")}measured, in steps of 5 s</span><span>${line("fault")}the fault begins</span></p>`;

function badge(comparison: Comparison): string {
  const standing = standingOf(comparison);
  return standingBadge(standing, standing === "can’t tell" ? standing : `${standing} the band`);
}

function allHtml({ all, endedAt, requestsPerSecond }: DrillOutcome): string {
  const { predicted, measured, distance } = all;
  const facts = [
    ["back after", `${secondsText(measured.rtoSeconds)}, predicted ${secondsText(predicted.rtoSeconds)}`],
    ["served then", `${percent(measured.served)}, predicted ${percent(predicted.served)}`],
    [
      "curves apart",
      distance.points === null
        ? "nothing was sent"
        : `${tenth(distance.points)} points of ${distance.allowed} allowed; ${tenth(distance.chancePoints)} are chance`,
    ],
    [
      "requests",
      `${measured.sent}, ${tenth(requestsPerSecond)} a second; ${measured.sent - measured.ok} not served`,
    ],
    ["lost", `as many as all users send in ${secondsText(measured.lostSeconds)}`],
  ];
  return `<div class="card whole">${chartSvg(all, { id: "all", title: "All users", until: endedAt })}
<div><h3>All users ${badge(all)}</h3><dl>${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text ?? "")}</dd>`).join("")}</dl></div></div>`;
}

const capabilitiesHtml = ({ capabilities, endedAt }: DrillOutcome): string =>
  Object.entries(capabilities)
    .map(
      ([name, { all }], place) =>
        `<section class="card"><h3>${escapeHtml(name)} ${badge(all)}</h3>${chartSvg(all, { id: `c${place}`, title: name, until: endedAt })}<p>${escapeHtml(all.because)}</p></section>`,
    )
    .join("\n");

function differencesHtml({ shortened, imitated, lacking, scale }: DrillOutcome): string {
  const items = (lines: readonly string[]): string =>
    `<ul class="plain">${lines.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`;
  return [
    `<p>Replicas are ${tenth(scale * 100)} % of what is deployed. Configurations are as deployed but for addresses, ports and what follows; the prediction was made with the same times.</p>`,
    ...(shortened.length > 0 ? ["<p>Shortened, as it is only waited through:</p>", items(shortened)] : []),
    ...(imitated.length > 0
      ? ["<p>Imitated:</p>", items(imitated.map(({ what, by }) => `${what}: by ${by}`))]
      : []),
    ...(lacking.length > 0 ? ["<p>Left out on this machine:</p>", items(lacking)] : []),
  ].join("\n");
}

function runHtml(outcome: DrillOutcome): string {
  const { spent, startedAt, stack, seed } = outcome;
  return `<p>Stack ${escapeHtml(stack)}, seed ${seed}, begun at ${escapeHtml(startedAt)}. The world stood after ${tenth(spent.worldSeconds)} s, the drill took ${tenth(spent.drillSeconds)} s and the search for what was acknowledged ${tenth(spent.checkSeconds)} s; memory ${memoryText(spent.memoryBytes)} at the most. Again: <code>${escapeHtml(againText(outcome))}</code>. Figures: <code>drill.json</code> beside this page.</p>`;
}
