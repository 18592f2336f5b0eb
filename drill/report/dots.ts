/** Many drills on one page: each a dot, predicted against measured, those outside the band by name. Pure. */
import { escapeHtml } from "../../report/html/escape";
import { pageHtml } from "./page";
import type { Ended } from "./series";
import { apartText, keptText, secondsText, standingOf, tenth } from "./words";

/** In units of the drawing. */
const size = { width: 520, height: 460, left: 54, right: 24, top: 24, bottom: 44 };

export function renderDotsHtml(ends: readonly Ended[]): string {
  const judged = ends.flatMap(({ id, outcome }) => (outcome ? [{ id, outcome }] : []));
  const met = judged.filter(({ outcome }) => outcome.verdict.verdict === "met").length;
  return pageHtml(
    "Drills: predicted against measured",
    `<header>
<h1>Drills</h1>
<p class="headline">${met} of ${ends.length} met. ${escapeHtml(lostSentence(judged.map(({ outcome }) => outcome)))}</p>
</header>
<main>
<h2>Until users were served again: predicted against measured</h2>
${dotsSvg(judged)}
<h2>Each drill</h2>
${tableHtml(ends)}
</main>
`,
  );
}

type Judged = { readonly id: string; readonly outcome: NonNullable<Ended["outcome"]> };

function lostSentence(outcomes: readonly Judged["outcome"][]): string {
  const [acknowledged, lost] = [
    outcomes.reduce((sum, { journal }) => sum + journal.acknowledged, 0),
    outcomes.reduce((sum, { journal }) => sum + journal.lost, 0),
  ];
  return `Of ${acknowledged} acknowledged uploads ${lost} ${lost === 1 ? "is" : "are"} lost.`;
}

function dotsSvg(judged: readonly Judged[]): string {
  const known = judged.flatMap(({ outcome: { all } }) => [
    all.predicted.rtoSeconds ?? 0,
    all.measured.rtoSeconds ?? 0,
  ]);
  const most = Math.max(10, Math.ceil((Math.max(0, ...known) * 1.1) / 10) * 10);
  // What isn't back stands beyond the scale.
  const beyond = most * 1.08;
  const across = size.width - size.left - size.right;
  const down = size.height - size.top - size.bottom;
  const x = (seconds: number | null) => size.left + (across * (seconds ?? beyond)) / (most * 1.12);
  const y = (seconds: number | null) =>
    size.height - size.bottom - (down * (seconds ?? beyond)) / (most * 1.12);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(most * part));
  const band = (factor: number, extra: number) =>
    [0, most].map((at) => `${x(at).toFixed(1)},${y(Math.max(0, at * factor + extra)).toFixed(1)}`);
  const edge = [...band(1.2, 1), ...band(0.8, -1).reverse()].join(" ");
  return `<svg class="dots" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-labelledby="dots-title dots-desc">
<title id="dots-title">Seconds until service was back: predicted across, measured upwards</title>
<desc id="dots-desc">${judged.map(({ id, outcome: { all } }) => escapeHtml(`${id}: ${secondsText(all.predicted.rtoSeconds)} predicted, ${secondsText(all.measured.rtoSeconds)} measured.`)).join(" ")}</desc>
<polygon class="area" points="${edge}"/>
<line class="grid" x1="${x(0)}" y1="${y(0)}" x2="${x(most).toFixed(1)}" y2="${y(most).toFixed(1)}"/>
${ticks
  .map(
    (at) =>
      `<text class="soft" x="${x(at).toFixed(1)}" y="${size.height - 22}" text-anchor="middle">${at} s</text><text class="soft" x="${size.left - 6}" y="${(y(at) + 5).toFixed(1)}" text-anchor="end">${at} s</text>`,
  )
  .join("")}
<text class="soft" x="${size.width - size.right}" y="${size.height - 4}" text-anchor="end">predicted</text>
<text class="soft" x="4" y="14">measured</text>
${judged
  .map(({ id, outcome: { all, verdict } }) => {
    const [left, top] = [x(all.predicted.rtoSeconds), y(all.measured.rtoSeconds)];
    const isMet = verdict.verdict === "met";
    const dot = `<circle class="${isMet ? "met" : "missed"}" cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="5"><title>${escapeHtml(id)}</title></circle>`;
    const isRight = left > size.width * 0.6;
    const name = `<text x="${(left + (isRight ? -8 : 8)).toFixed(1)}" y="${(top + 4).toFixed(1)}" text-anchor="${isRight ? "end" : "start"}">${escapeHtml(id)}</text>`;
    return all.withinBand ? dot : dot + name;
  })
  .join("\n")}
</svg>`;
}

function tableHtml(ends: readonly Ended[]): string {
  const rows = ends.map(({ id, outcome, refused }) => {
    if (!outcome)
      return `<tr><td>${escapeHtml(id)}</td><td colspan="6">${escapeHtml(refused ?? "")}</td></tr>`;
    const { all, journal, verdict, invariants } = outcome;
    const broken = invariants.filter(({ held }) => !held).map((one) => one.id);
    const cells = [
      escapeHtml(id),
      secondsText(all.predicted.rtoSeconds),
      secondsText(all.measured.rtoSeconds),
      standingOf(all),
      `${apartText(all.distance)}`,
      keptText(journal),
      `<span class="verdict ${verdict.verdict === "met" ? "up" : "down"}">${verdict.verdict}</span>${broken.length > 0 ? ` broken: ${escapeHtml(broken.join(", "))}` : ""}`,
    ];
    return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const points = ends.flatMap(({ outcome }) => outcome?.all.distance.points ?? []);
  const mean = points.reduce((sum, one) => sum + one, 0) / Math.max(1, points.length);
  return `<div class="scroll"><table>
<thead><tr><th>drill</th><th>predicted</th><th>measured</th><th>band</th><th>points apart</th><th>uploads</th><th>verdict</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table></div>
<p>The curves of all users are ${tenth(mean)} points apart on the mean.</p>`;
}
