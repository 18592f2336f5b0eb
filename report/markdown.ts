/**
 * `preview.md`: the pull-request comment. Its first line says what changes for users and for data; then what moved and
 * why, then the plan. Each resource by itself is in preview.json.
 */
import { authorityTitle } from "../graph/clouds/titles";
import { sitesOf } from "../graph/sites";
import { namesOf } from "../graph/views/names";
import { summaryOf } from "./change-lines";
import { headlineOf } from "./headline";
import { alarmOf, changesPart } from "./markdown/changes";
import { fitted, type Part, whole } from "./markdown/fitted";
import { mapPart } from "./markdown/map";
import { policyParts } from "./markdown/policy";
import { headlinePart, matrixParts, missesPart, movedParts, yearlyParts } from "./markdown/survival";
import { plain } from "./markdown/text";
import type { MovedVerdict, PreviewReport } from "./model";
import { mandatoryText } from "./policy-lines";
import { printableReport } from "./printable";
import { answerText } from "./survival-words";
import { type SiteTable, siteTableOf, totalsOf } from "./table";

export { markdownLimit } from "./markdown/fitted";

export function renderMarkdown(given: PreviewReport): string {
  const report = printableReport(given);
  const { survival, policy, changes } = report;
  return fitted([
    whole(`## ${plain(report.stack)}: ${plain(firstLine(report))}`, ""),
    ...(changes ? [whole(...alarmOf(changes))] : []),
    ...(survival ? [headlinePart(survival), ...missesPart(survival)] : []),
    ...(survival ? movedParts(survival, report.survivalChanges) : []),
    ...(policy ? policyParts(policy) : []),
    ...(changes ? [changesPart(changes)] : []),
    ...(survival ? mapPart(survival, namesIn(report), headlineOf(survival).scenario) : []),
    ...(survival ? [...matrixParts(survival), ...yearlyParts(survival)] : []),
    planPart(report),
  ]);
}

/** What a reviewer reads if nothing else. Without an earlier preview there is nothing that changes: then what there is. */
export function firstLine({ survival, survivalChanges, changes, policy, graph }: PreviewReport): string {
  const broken = policy?.violations.filter(({ level }) => level === "mandatory").length ?? 0;
  const rules = broken > 0 ? [mandatoryText(policy?.violations ?? [])] : [];
  if (!changes) {
    const answer = survival ? [answerText(survival)] : [];
    const parts = [...answer, ...rules];
    return parts.length > 0 ? parts.join("; ") : `${totalsOf(graph).resources} resources`;
  }
  const moved = survivalChanges
    ? [usersText(survivalChanges.worse.all, survivalChanges.better.all)]
    : ["what changes for users can't be told, as nothing earlier says what they had"];
  const missed = survival && survival.verdict !== "met" ? [answerText(survival)] : [];
  const data =
    changes.data.length > 0
      ? `${changes.data.length} ${changes.data.length === 1 ? "resource that holds" : "resources that hold"} data or names ${changes.data.length === 1 ? "is" : "are"} deleted or made anew`
      : "no data is lost";
  const refused = changes.refused.length > 0 ? [`${changes.refused.length} refused`] : [];
  return [...missed, ...moved, data, ...refused, ...rules, summaryOf(changes)].join("; ");
}

function usersText(worse: readonly MovedVerdict[], better: readonly MovedVerdict[]): string {
  const faults = (all: readonly MovedVerdict[]): string => {
    const count = new Set(all.map(({ scenario }) => scenario)).size;
    return `${count} ${count === 1 ? "fault" : "faults"}`;
  };
  const parts = [
    ...(worse.length > 0 ? [`worse for users under ${faults(worse)}`] : []),
    ...(better.length > 0 ? [`better for users under ${faults(better)}`] : []),
  ];
  return parts.length > 0 ? parts.join(", ") : "nothing changes for users";
}

const namesIn = ({ graph }: PreviewReport) => ({
  sites: sitesOf(graph).map(({ id, metro }) => ({ id, metro })),
  authorities: [
    ...new Set(namesOf(graph).flatMap(({ authorities }) => authorities.map(({ provider }) => provider))),
  ]
    .sort()
    .map(authorityTitle),
});

/** How much each site gets, folded: it says the least of what a reviewer asks. */
function planPart({ graph }: PreviewReport): Part {
  const table: SiteTable = siteTableOf(graph);
  const totals = totalsOf(graph);
  const sites = table.metros.filter((metro) => metro !== "").length;
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const heads = table.columns.map((column, index) => {
    const metro = table.metros[index] ?? "";
    return metro === "" ? plain(column) : `${plain(column)}<br>${plain(metro)}`;
  });
  return {
    before: [
      `<details><summary>What each site gets: ${counted(sites, "site")}, ${counted(totals.resources, "resource")}; ${totals.managed} in clouds and clusters, ${counted(totals.components, "component")}, ${counted(totals.providers, "provider")}; ${totals.protected} protected</summary>`,
      "",
      row(["", ...heads, "total"]),
      row([":--", ...heads.map(() => "--:"), "--:"]),
    ],
    lines: [
      ...table.rows.map((line) =>
        row([plain(line.kind), ...line.counts.map((count) => count || ""), line.total]),
      ),
      row(["**total**", ...table.totals, table.total]),
    ],
    after: ["", "</details>", ""],
  };
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
