/**
 * `preview.md`: the pull-request comment. GitHub takes at most 65,536 characters, so that every part gets a
 * share of what is left and says how many of its lines were left out.
 */
import { drainedPart } from "../graph/drains";
import type { GraphResource } from "../graph/resource";
import { siteIdOf } from "../graph/sites";
import type { Verdict } from "../policies/pack/judge";
import type { ScenarioResult } from "../resilience/verdict/survey";
import type { Survival } from "../resilience/verdict/survival";
import { changeGroupsOf, changeLinesOf } from "./change-lines";
import type { Changes } from "./changes-model";
import { staysIn } from "./drained";
import { compareKinds, kindOf } from "./kinds";
import type { MovedVerdicts, PreviewReport, SurvivalChanges } from "./model";
import { noteGroupsOf, noteLabel } from "./note-lines";
import { policySummaryOf, shortUrn, sourceText, violationGroupsOf } from "./policy-lines";
import { printableReport } from "./printable";
import { byUrn } from "./stable";
import {
  cellText,
  kindLine,
  legend,
  spared,
  survivalSummary,
  tippingLines,
  uncoveredText,
} from "./survival-words";
import { isManaged, type SiteTable, sharedColumn, siteTableOf, totalsOf } from "./table";
import { yearlyNote, yearlyReasons, yearlyRows, yearlySummary } from "./yearly-words";

/** Bytes of UTF-8, never fewer than characters: below GitHub's 65,536 characters with some to spare. */
export const markdownLimit = 65_000;

/** Characters. */
const longestCell = 200;
const mostListed = 12;

/** A part of the page: `lines` may be cut at any place, `before` and `after` may not. */
interface Part {
  readonly before: readonly string[];
  readonly lines: readonly string[];
  readonly after: readonly string[];
}

export function renderMarkdown(given: PreviewReport): string {
  const report = printableReport(given);
  const table = siteTableOf(report.graph);
  return fitted([
    title(report, table),
    ...(report.survival ? survivalParts(report.survival, report.survivalChanges) : []),
    ...(report.policy ? policyParts(report.policy) : []),
    tablePart(table),
    ...(report.changes ? [changesPart(report.changes)] : []),
    ...resourceParts(report, table),
  ]);
}

function title(report: PreviewReport, table: SiteTable): Part {
  const totals = totalsOf(report.graph);
  const sites = table.metros.filter((metro) => metro !== "").length;
  return {
    before: [
      `## ${plain(report.stack)}: ${sites} ${sites === 1 ? "site" : "sites"}, ${totals.resources} resources`,
      "",
      `${totals.managed} in clouds and clusters, ${totals.components} components, ${totals.providers} providers; ${totals.protected} protected.`,
      "",
      ...(report.changes ? alarmOf(report.changes) : []),
    ],
    lines: [],
    after: [],
  };
}

function tablePart(table: SiteTable): Part {
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  const heads = table.columns.map((column, index) => {
    const metro = table.metros[index] ?? "";
    return metro === "" ? plain(column) : `${plain(column)}<br>${plain(metro)}`;
  });
  return {
    before: [row(["", ...heads, "total"]), row([":--", ...heads.map(() => "--:"), "--:"])],
    lines: [
      ...table.rows.map((line) =>
        row([plain(line.kind), ...line.counts.map((count) => count || ""), line.total]),
      ),
      row(["**total**", ...table.totals, table.total]),
    ],
    after: [""],
  };
}

/** One line of verdict, what got better or worse, and the matrix folded away. */
function survivalParts(survival: Survival, changes: SurvivalChanges | undefined): Part[] {
  const moved = (label: string, verdicts: MovedVerdicts | undefined): Part[] =>
    verdicts?.line === undefined
      ? []
      : [
          {
            before: [`**${label}** (${verdicts.all.length}): ${plainLong(verdicts.line)}`, ""],
            lines: [],
            after: [],
          },
        ];
  const tips = tippingLines(survival);
  const capabilities = [...new Set(survival.scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const row = ({ id, verdicts, touchesNothing }: ScenarioResult) =>
    `| ${code(id)} | ${capabilities.map((name) => (verdicts[name] ? (touchesNothing ? spared : cellText(verdicts[name])) : "")).join(" | ")} |`;
  // What the objectives cover comes first: a comment that is too long loses its last rows.
  const { scenarios } = survival;
  const kinds = [
    ...new Set([...scenarios.filter(({ covered }) => covered), ...scenarios].map(kindOfScenario)),
  ];
  const rows = kinds.flatMap((kind) => {
    const [first = "", ...others] = scenarios.filter((scenario) => scenario.kind === kind).map(row);
    // The kind stands with its first row, so that what is left out is counted in scenarios.
    const head = `| **${plain(kindLine(kind, scenarios))}** |${" |".repeat(capabilities.length)}`;
    return [`${head}\n${first}`, ...others];
  });
  const uncovered = uncoveredText(survival);
  return [
    {
      before: [`### Survival: ${plainLong(survivalSummary(survival))}`, ""],
      lines: survival.misses.map(
        ({ scenario, capability, text }) => `- ${code(scenario)}: ${plain(capability)} ${plainLong(text)}`,
      ),
      after: survival.misses.length > 0 ? [""] : [],
    },
    {
      before:
        tips.length > 0 ? ["What holds the objectives together, and where it would first break:", ""] : [],
      lines: tips.map((line) => `- ${plainLong(line)}`),
      after: tips.length > 0 ? [""] : [],
    },
    ...moved("Worse than before", changes?.worse),
    ...moved("Better than before", changes?.better),
    {
      before: [
        "<details><summary>Every single fault and past outage</summary>",
        "",
        `${legend}.`,
        "",
        ...(uncovered ? [`${plainLong(uncovered)}.`, ""] : []),
        `| what goes down | ${capabilities.map(plain).join(" | ")} |`,
        `| :-- | ${capabilities.map(() => "--:").join(" | ")} |`,
      ],
      lines: rows,
      after: ["", "</details>", ""],
    },
    ...yearlyParts(survival),
  ];
}

const kindOfScenario = ({ kind }: ScenarioResult): string => kind;

/** The sentence, and the table folded away behind it. */
function yearlyParts({ yearly, nothing }: Survival): Part[] {
  const summary = nothing ? undefined : yearlySummary(yearly);
  if (summary === undefined) return [];
  const capabilities = Object.keys(yearly.total);
  return [
    {
      before: [
        `<details><summary>${plainLong(`${summary.charAt(0).toUpperCase()}${summary.slice(1)}`)}</summary>`,
        "",
        plainLong(yearlyNote),
        "",
        `| minutes a year | ${capabilities.map(plain).join(" | ")} |`,
        `| :-- | ${capabilities.map(() => "--:").join(" | ")} |`,
      ],
      lines: yearlyRows(yearly, capabilities).map(
        ({ title, cells }) => `| ${plain(title)} | ${cells.map(plain).join(" | ")} |`,
      ),
      after: ["", ...yearlyReasons(yearly).map((reason) => `- ? ${plainLong(reason)}`), "", "</details>", ""],
    },
  ];
}

function policyParts(policy: Verdict): Part[] {
  const groups = violationGroupsOf(policy).map(
    ({ rule, label, severity, mend, violations }): Part => ({
      before: [`#### ${plain(label)}: ${plain(rule)} (${plain(severity)})`, "", plainLong(mend), ""],
      lines: violations.map(({ summary, source }) => {
        const where = sourceText(source);
        return `- ${plainLong(summary)}${where === "" ? "" : ` ${code(where)}`}`;
      }),
      after: [""],
    }),
  );
  const notes = [
    ...policy.exempted.map(
      ({ rule, urn, reason, owner, expires }) =>
        `- exempted from ${plain(rule)}: ${code(shortUrn(urn))}, ${plainLong(reason)} (${plain(owner)}, until ${plain(expires)})`,
    ),
    ...policy.drained.map(
      (drain) =>
        `- drained: ${plain(drainedPart(drain))} until ${plain(drain.until)}, ${plainLong(drain.reason)}${staysIn(drain)}`,
    ),
    ...policy.warnings.map((warning) => `- warning: ${plainLong(warning)}`),
  ];
  return [
    { before: [`### Policy: ${policySummaryOf(policy)}`, ""], lines: [], after: [] },
    ...groups,
    ...(notes.length > 0 ? [{ before: [], lines: notes, after: [""] }] : []),
  ];
}

function changesPart(changes: Changes): Part {
  return {
    before: [`### Changes against ${code(changes.against)}: ${plainLong(changes.headline)}`, ""],
    lines: changeGroupsOf(changeLinesOf(changes)).map(
      ({ kind, type, names, inputs, loss, refused, warning }) => {
        const count = names.length > 1 ? ` ${names.length}` : "";
        const because = inputs.length > 0 ? `: ${listed(inputs)}` : "";
        const lost = loss ? ` (${loss})` : "";
        const no = refused === undefined ? "" : ` — **refused**, ${plainLong(refused)}`;
        const hurts = warning === undefined ? "" : ` — **warning**, ${plainLong(warning)}`;
        return `- ${kind}${count} ${code(type)} ${listed(names)}${lost}${because}${no}${hurts}`;
      },
    ),
    after: [
      ...noteGroupsOf(changes.notes ?? []).map(
        (group) => `- ${noteLabel(group)}: ${listed(group.about)}: ${plainLong(group.text)}`,
      ),
      "",
    ],
  };
}

/** Said at the top of the page, whatever else it holds. */
function alarmOf({ data, refused, headline, loosened = [] }: Changes): string[] {
  const lines = loosened
    .slice(0, mostLoosened)
    .map(({ setting, old, new: now }) => `- ${code(setting)}: ${plainLong(old)} → ${plainLong(now)}`);
  const more = loosened.length > mostLoosened ? [`- and ${loosened.length - mostLoosened} more`] : [];
  return [
    ...(lines.length > 0
      ? ["**Settings that were loosened or changed, before all else:**", "", ...lines, ...more, ""]
      : []),
    ...(loosened.length + data.length + refused.length > 0
      ? [`**Deploying it: ${plainLong(headline)}**`, ""]
      : []),
  ];
}

/** Of settings; who loosens more has said enough. */
const mostLoosened = 30;

function listed(items: readonly string[]): string {
  const more = items.length > mostListed ? ` and ${items.length - mostListed} more` : "";
  return `${items.slice(0, mostListed).map(code).join(", ")}${more}`;
}

function resourceParts(report: PreviewReport, table: SiteTable): Part[] {
  const byColumn = new Map<string, GraphResource[]>(table.columns.map((column) => [column, []]));
  for (const resource of byUrn(report.graph.resources).filter(isManaged)) {
    const site = resource.placement && siteIdOf(resource.placement);
    (byColumn.get(site ?? sharedColumn) ?? byColumn.get(sharedColumn))?.push(resource);
  }
  return [...byColumn].map(([column, resources]) => ({
    before: [
      `<details><summary>${plain(column)}: ${resources.length} resources</summary>`,
      "",
      "| kind | type | name | zone | made in |",
      "| :-- | :-- | :-- | :-- | :-- |",
    ],
    lines: resources
      .map((resource) => ({ resource, kind: kindOf(resource.type) }))
      .sort((a, b) => compareKinds(a.kind, b.kind))
      .map(({ resource, kind }) => {
        const { type, name, placement, source } = resource;
        const made = source ? code(`${source.file}:${source.line}`) : "";
        return `| ${plain(kind)} | ${code(type)} | ${code(name)} | ${placement?.zone ? code(placement.zone) : ""} | ${made} |`;
      }),
    after: ["", "</details>", ""],
  }));
}

function fitted(parts: readonly Part[]): string {
  const shares = sharesOf(parts.map((part) => bytesOf(linesOf(part, part.lines))));
  const page = parts.flatMap((part, index) => {
    const share = shares[index] ?? 0;
    if (bytesOf(linesOf(part, part.lines)) <= share) {
      return linesOf(part, part.lines);
    }
    let left = share - bytesOf([...linesOf(part, []), "", omitted(part.lines.length)]);
    if (left < 0) {
      return [];
    }
    const end = part.lines.findIndex((line) => {
      left -= bytesOf([line]);
      return left < 0;
    });
    return linesOf(part, [...part.lines.slice(0, end), "", omitted(part.lines.length - end)]);
  });
  return `${page.join("\n").trimEnd()}\n`;
}

/** What each part may take of the limit: what it needs, or an equal share of what the smaller ones leave. */
function sharesOf(needs: readonly number[]): number[] {
  const shares = needs.map(() => 0);
  let left = markdownLimit;
  [...needs.keys()]
    .sort((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0))
    .forEach((part, index) => {
      const share = Math.min(needs[part] ?? 0, Math.floor(left / (needs.length - index)));
      shares[part] = share;
      left -= share;
    });
  return shares;
}

function linesOf(part: Part, lines: readonly string[]): string[] {
  return [...part.before, ...lines, ...part.after];
}

function omitted(count: number): string {
  return `… and ${count} more, in preview.json.`;
}

/** UTF-8 bytes of lines with their newlines. */
function bytesOf(lines: readonly string[]): number {
  return lines.reduce((bytes, line) => bytes + Buffer.byteLength(line) + 1, 0);
}

/** Text that Markdown, HTML and a table's cell leave as it is. */
function plain(text: string): string {
  return escaped(cut(text));
}

/** The same for sentences: one line, whatever its length. */
function plainLong(text: string): string {
  return escaped(text.replace(/[\r\n]+/g, " "));
}

function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#@&~]/g, (sign) => `&#${sign.codePointAt(0)};`);
}

/** A code span that may stand in a table, whatever the text holds. */
function code(text: string): string {
  const line = cut(text);
  // No number of backslashes before a bar is read the same by every table.
  if (line.includes("\\|")) return `<code>${escaped(line)}</code>`;
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const padding = longest > 0 || line.trim() === "" ? " " : "";
  return `${fence}${padding}${line.replaceAll("|", "\\|")}${padding}${fence}`;
}

/** One line of at most `longestCell` characters, never half of one. */
function cut(text: string): string {
  const line = text.slice(0, 2 * longestCell + 1).replace(/[\r\n]+/g, " ");
  const points = [...line];
  return points.length > longestCell ? `${points.slice(0, longestCell - 1).join("")}…` : line;
}
