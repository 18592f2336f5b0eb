/** What `npm run preview` prints of a stack. */
import { createColors } from "picocolors";
import { changeGroupsOf, changeLinesOf } from "./change-lines";
import type { Changes } from "./changes-model";
import type { PreviewReport, SurvivalChanges } from "./model";
import { noteLines } from "./note-lines";
import { policyTerminalLines } from "./policy-terminal";
import { printable, printableReport, withoutCommands } from "./printable";
import { survivalLines } from "./survival-terminal";
import { type SiteTable, siteTableOf, totalsOf } from "./table";
import { wrapped } from "./wrapped";

export interface TerminalOptions {
  readonly color: boolean;
  /** Columns of characters; the table is split into blocks that fit. */
  readonly width: number;
  /** Where the files are, as the user named it. */
  readonly out: string;
  /** Paths of the files, below `out`. */
  readonly files: readonly string[];
}

type Colors = ReturnType<typeof createColors>;

/** More than these are left to the files. */
const mostChanges = 40;
const mostInputs = 4;
const mostNames = 2;

export function renderTerminal(given: PreviewReport, options: TerminalOptions): string {
  const report = printableReport(given);
  const colors = createColors(options.color);
  const table = siteTableOf(report.graph);
  const sites = table.metros.filter((metro) => metro !== "").length;
  return [
    `${colors.bold(report.stack)}  ${counted(sites, "site")}, ${counted(report.graph.resources.length, "resource")}`,
    "",
    ...tableLines(table, options.width, colors),
    "",
    totalsLine(report),
    ...(report.policy ? ["", ...policyTerminalLines(report.policy, colors)] : []),
    ...(report.survival ? ["", ...survivalLines(report.survival, colors)] : []),
    ...(report.survivalChanges ? movedLines(report.survivalChanges, colors) : []),
    ...(report.changes ? ["", ...changesLines(report.changes, colors)] : []),
    "",
    filesLine(options, colors),
    "",
  ]
    .flatMap((line) => wrapped(line, options.width).map(withoutCommands))
    .join("\n");
}

function tableLines(table: SiteTable, width: number, colors: Colors): string[] {
  const label = Math.max(5, ...table.rows.map((row) => row.kind.length));
  const widths = table.columns.map(
    (column, index) => Math.max(column.length, (table.metros[index] ?? "").length) + 3,
  );
  const blocks: number[][] = [[]];
  let used = label;
  widths.forEach((columnWidth, index) => {
    const block = blocks.at(-1) ?? [];
    // The last block also holds the totals, 8 wide.
    if (block.length > 0 && used + columnWidth + 8 > width) {
      blocks.push([index]);
      used = label + columnWidth;
    } else {
      block.push(index);
      used += columnWidth;
    }
  });
  return blocks.flatMap((block, number) => {
    const isLast = number === blocks.length - 1;
    const line = (first: string, cell: (index: number) => string, total: string) =>
      `${first.padEnd(label)}${block.map((index) => cell(index).padStart(widths[index] ?? 0)).join("")}${
        isLast ? total.padStart(8) : ""
      }`.trimEnd();
    return [
      ...(number > 0 ? [""] : []),
      colors.bold(line("", (index) => table.columns[index] ?? "", "total")),
      colors.dim(line("metro", (index) => table.metros[index] ?? "", "")),
      // A block of a table that is split leaves out what its sites have none of.
      ...table.rows
        .filter(({ counts }) => isLast || block.some((index) => counts[index]))
        .map((row) => line(row.kind, (index) => shown(row.counts[index]), String(row.total))),
      colors.bold(line("total", (index) => shown(table.totals[index]), String(table.total))),
    ];
  });
}

function totalsLine(report: PreviewReport): string {
  const totals = totalsOf(report.graph);
  return [
    `${counted(totals.managed, "resource")} in clouds and clusters`,
    counted(totals.components, "component"),
    counted(totals.providers, "provider"),
    `${totals.protected} protected`,
  ].join(", ");
}

/** What got better or worse, beneath the verdict. */
function movedLines({ worse, better }: SurvivalChanges, colors: Colors): string[] {
  return [
    ...(worse.line === undefined ? [] : [`  ${colors.red("worse")} ${worse.line}`]),
    ...(better.line === undefined ? [] : [`  ${colors.green("better")} ${better.line}`]),
  ];
}

function changesLines(changes: Changes, colors: Colors): string[] {
  const paint = { create: colors.green, update: colors.yellow, replace: colors.magenta, delete: colors.red };
  const groups = changeGroupsOf(changeLinesOf(changes));
  const hurts = (changes.loosened ?? []).length + changes.data.length + changes.refused.length > 0;
  return [
    `${colors.bold("changes")} against ${changes.against}: ${hurts ? colors.red(changes.headline) : changes.headline}`,
    ...(changes.loosened ?? []).map(
      ({ setting, old, new: now }) => `  ${colors.red("loosened")} ${setting}: ${old} → ${now}`,
    ),
    ...groups.slice(0, mostChanges).flatMap((group) => {
      const { kind, sign, type, names, inputs, loss, refused, warning } = group;
      const count = names.length > 1 ? ` ${names.length}` : "";
      const because = inputs.length > 0 ? `: ${listed(inputs, mostInputs)}` : "";
      const lost = loss ? colors.red(` (${loss})`) : "";
      return [
        `  ${paint[kind](`${sign} ${kind}`)}${count} ${type} ${listed(names, mostNames)}${lost}${because}`,
        ...(refused === undefined ? [] : [`      ${colors.red("refused")} ${refused}`]),
        ...(warning === undefined ? [] : [`      ${colors.yellow("warning")} ${warning}`]),
      ];
    }),
    ...(groups.length > mostChanges
      ? [`  and ${groups.length - mostChanges} more like these, in preview.json`]
      : []),
    ...noteLines(changes.notes ?? [], colors).map((line) => `  ${line}`),
  ];
}

function listed(items: readonly string[], most: number): string {
  const more = items.length > most ? ` and ${items.length - most} more` : "";
  return `${items.slice(0, most).join(", ")}${more}`;
}

function filesLine({ out, files }: TerminalOptions, colors: Colors): string {
  const top = files.filter((file) => !file.includes("/"));
  const manifests = files.length - top.length;
  const parts = [...top, ...(manifests > 0 ? [`manifests/ (${counted(manifests, "file")})`] : [])];
  return `${colors.dim("files in")} ${printable(out)}: ${parts.join(", ")}`;
}

function shown(count: number | undefined): string {
  return count ? String(count) : "-";
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
