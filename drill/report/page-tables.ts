/** The tables of `drill.html`. */
import { percent } from "../../graph/words";
import { escapeHtml } from "../../report/html/escape";
import type { DrillOutcome, WorldEvent } from "../verdict/outcome";
import { ALL_CLIENTS, apartText, rowsOf, type Standing, secondsText, sinceText, standingOf } from "./words";

/** Classes of the style sheet. */
const colors: Readonly<Record<Standing, string>> = {
  within: "up",
  outside: "down",
  "can’t tell": "unknown",
};

/** Whether something is within its band, in words and colour. */
export const standingBadge = (standing: Standing, text: string = standing): string =>
  `<span class="verdict ${colors[standing]}">${text}</span>`;

const wrapped = (label: string, table: string): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${label}">${table}</div>`;

const headRow = (names: readonly string[]): string =>
  `<thead><tr>${names.map((name) => `<th scope="col">${name}</th>`).join("")}</tr></thead>`;

export function comparisonsHtml(outcome: DrillOutcome): string {
  const rows = rowsOf(outcome).map(({ capability, kind, comparison }) => {
    const { predicted, measured, distance } = comparison;
    const standing = standingOf(comparison);
    const cells = [
      secondsText(predicted.rtoSeconds),
      secondsText(measured.rtoSeconds),
      percent(predicted.served),
      percent(measured.served),
      apartText(distance),
      String(measured.sent),
    ];
    const name =
      kind === ALL_CLIENTS ? `<strong>${escapeHtml(capability)}</strong>, all clients` : escapeHtml(kind);
    return `<tr class="${kind === ALL_CLIENTS ? "whole-row" : "kind-row"}"><th scope="row">${name}</th>${cells.map((cell) => `<td class="number">${escapeHtml(cell)}</td>`).join("")}<td>${standingBadge(standing)}</td></tr>`;
  });
  const head = [
    "who",
    "predicted back after",
    "measured",
    "predicted served then",
    "measured",
    "points apart",
    "requests",
    "band",
  ];
  const table = `<table class="comparisons">${headRow(head)}<tbody>${rows.join("\n")}</tbody></table>`;
  return `${wrapped("Predicted and measured by kind of client", table)}
<p class="legend">Within the band: the time until service is back is at most a fifth or a second from the predicted one, the greater, and the curves are at most 5 points apart on the mean of bins of 5 s. Few requests are apart by chance alone; where that may be all there is to it, the band can’t tell.</p>`;
}

export function invariantsHtml({ journal, invariants }: DrillOutcome): string {
  const { acknowledged, lost, backfilled, events, eventsLost, doubled } = journal;
  const rows = invariants.map(
    ({ id, held, because }) =>
      `<tr><th scope="row">${escapeHtml(id)}</th><td><span class="verdict ${held ? "up" : "down"}">${held ? "held" : "broken"}</span></td><td>${escapeHtml(because)}</td></tr>`,
  );
  const counts = `${acknowledged} uploads were acknowledged: ${lost} of them ${lost === 1 ? "is" : "are"} lost, ${backfilled} got a missing copy later. Of ${events} events ${eventsLost} ${eventsLost === 1 ? "is" : "are"} lost and ${doubled} counted twice.`;
  return `<p>${counts}</p>
${wrapped("What must hold", `<table>${headRow(["what must hold", "", "why"])}<tbody>${rows.join("\n")}</tbody></table>`)}`;
}

/** Of more than these the middle is left to `drill.json`. */
const MOST_EVENTS = 400;

export function logHtml(events: readonly WorldEvent[]): string {
  if (events.length === 0) return "<p>Nothing was noted.</p>";
  const rows = events
    .slice(0, MOST_EVENTS)
    .map(
      ({ at, kind, text }) =>
        `<tr><td>${sinceText(at)}</td><td>${kind}</td><td>${escapeHtml(text)}</td></tr>`,
    );
  const more = events.length - rows.length;
  return `${wrapped("Events by time since the fault", `<table class="log">${headRow(["since the fault", "what", ""])}<tbody>${rows.join("\n")}</tbody></table>`)}${more > 0 ? `\n<p class="legend">${more} more in drill.json.</p>` : ""}`;
}
