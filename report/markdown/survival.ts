/** What users would have, in a comment: the headline, what is missed, what got worse and better, and the matrix folded. */
import type { ScenarioResult } from "../../resilience/verdict/survey";
import type { Survival } from "../../resilience/verdict/survival";
import type { Verdict } from "../../resilience/verdict/verdicts";
import { headlineOf } from "../headline";
import { kindTitle } from "../kind-titles";
import type { MovedVerdict, SurvivalChanges } from "../model";
import {
  cellText,
  kindLine,
  legend,
  missGroupsOf,
  playedText,
  spared,
  tippingLines,
  uncoveredText,
} from "../survival-words";
import { yearlyNote, yearlyReasons, yearlyRows, yearlySummary } from "../yearly-words";
import { type Part, whole } from "./fitted";
import { code, plain, plainLong } from "./text";

export function headlinePart(survival: Survival): Part {
  const { label, sentences } = headlineOf(survival);
  const [first, ...rest] = sentences;
  return whole(
    `**${capital(label)}.** ${plainLong(first ?? "")}`,
    "",
    ...rest.flatMap((sentence) => [`> ${plainLong(sentence)}`, ">"]).slice(0, -1),
    "",
  );
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Misses of one objective are one cause until somebody shows otherwise: a line each, with the worst. */
export function missesPart({ misses }: Survival): Part[] {
  if (misses.length === 0) return [];
  const lines = missGroupsOf(misses).map(
    ({ words, under, who, worst }) =>
      `- **${plain(words)}** ${under} (${who.map(plain).join(", ")}); the worst, ${code(worst.scenario)}: ${plain(worst.capability)} ${plainLong(worst.text)}`,
  );
  return [{ before: ["### What is missed", ""], lines, after: [""] }];
}

/** Verdicts that moved, by the kind of what fails: one change of a setting moves all faults of a kind alike. */
export function movedParts(survival: Survival, changes: SurvivalChanges | undefined): Part[] {
  const kinds = new Map(survival.scenarios.map(({ id, kind }) => [id, kind]));
  const part = (label: string, all: readonly MovedVerdict[]): Part[] => {
    if (all.length === 0) return [];
    const groups = new Map<string, MovedVerdict[]>();
    for (const one of all) {
      const kind = kinds.get(one.scenario) ?? "other";
      groups.set(kind, [...(groups.get(kind) ?? []), one]);
    }
    return [
      {
        before: [`**${label} (${all.length}):**`, ""],
        lines: [...groups].map(([kind, own]) => movedLine(kind, own, Object.keys(survival.calm).length)),
        after: [""],
      },
    ];
  };
  return [
    ...part("Worse than before", changes?.worse.all ?? []),
    ...part("Better than before", changes?.better.all ?? []),
  ];
}

/** `- **site**, 4 faults: upload, feed up 73 s → up 133 s`, of the most frequent move. */
function movedLine(kind: string, all: readonly MovedVerdict[], capabilities: number): string {
  const counts = new Map<string, MovedVerdict[]>();
  for (const one of all) {
    const move = `${one.old} → ${one.new}`;
    counts.set(move, [...(counts.get(move) ?? []), one]);
  }
  const moves = [...counts].sort(([, a], [, b]) => b.length - a.length);
  const faults = new Set(all.map(({ scenario }) => scenario)).size;
  const told = moves.slice(0, MOST_MOVES).map(([move, own]) => {
    const who = [...new Set(own.map(({ capability }) => capability))];
    const names = who.length > 1 && who.length === capabilities ? "all" : who.map(plain).join(", ");
    return `${names} ${plain(move)} (${code(own[0]?.scenario ?? "")}${own.length > 1 ? ` and ${own.length - 1} more` : ""})`;
  });
  const rest = all.length - moves.slice(0, MOST_MOVES).reduce((sum, [, own]) => sum + own.length, 0);
  return `- **${plain(kind)}**, ${faults} ${faults === 1 ? "fault" : "faults"}: ${told.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

const MOST_MOVES = 3;

/** What is covered, each; of what isn't, the worst of each kind: the page has all. */
export function matrixParts(survival: Survival): Part[] {
  const { scenarios } = survival;
  const capabilities = [...new Set(scenarios.flatMap(({ verdicts }) => Object.keys(verdicts)))];
  const cell = ({ verdicts, touchesNothing }: ScenarioResult, name: string): string =>
    verdicts[name] ? (touchesNothing ? spared : cellText(verdicts[name])) : "";
  const row = (head: string, cells: readonly string[]) => `| ${head} | ${cells.join(" | ")} |`;
  const kinds = [
    ...new Set([...scenarios.filter(({ covered }) => covered), ...scenarios].map(({ kind }) => kind)),
  ];
  const rows = kinds.flatMap((kind) => {
    const own = scenarios.filter((scenario) => scenario.kind === kind);
    const covered = own.filter((scenario) => scenario.covered);
    const bare = own.filter((scenario) => !scenario.covered);
    const heads =
      own.length > 0
        ? [
            row(
              `**${plain(kindLine(kind, scenarios, kindTitle(kind)))}**`,
              capabilities.map(() => ""),
            ),
          ]
        : [];
    return [
      ...heads,
      ...covered.map((one) =>
        row(
          code(one.id),
          capabilities.map((name) => cell(one, name)),
        ),
      ),
      ...(bare.length > 0
        ? [
            row(
              bare.length === 1 ? code(bare[0]?.id ?? "") : `the worst of ${bare.length}`,
              capabilities.map((name) => worstCell(bare, name)),
            ),
          ]
        : []),
    ];
  });
  const uncovered = uncoveredText(survival);
  const tips = tippingLines(survival);
  return [
    {
      before:
        tips.length > 0 ? ["What holds the objectives together, and where it would first break:", ""] : [],
      lines: tips.map((line) => `- ${plainLong(line)}`),
      after: tips.length > 0 ? [""] : [],
    },
    {
      before: [
        `<details><summary>${plainLong(playedText(survival))}</summary>`,
        "",
        `${legend}. Each fault by itself is in preview.html.`,
        "",
        ...(uncovered ? [`${plainLong(uncovered)}.`, ""] : []),
        row("what goes down", capabilities.map(plain)),
        row(
          ":--",
          capabilities.map(() => "--:"),
        ),
      ],
      lines: rows,
      after: ["", "</details>", ""],
    },
  ];
}

const ranks = { up: 0, degraded: 1, down: 2 } as const;
const weight = ({ state, rtoSeconds }: Verdict): number => 1e9 * ranks[state] + (rtoSeconds ?? 1e8);

/** The worst cell of several scenarios, never milder than any of them. */
function worstCell(scenarios: readonly ScenarioResult[], name: string): string {
  let worst: Verdict | undefined;
  for (const { verdicts, touchesNothing } of scenarios) {
    const verdict = verdicts[name];
    if (!verdict || touchesNothing) continue;
    if (!worst || weight(verdict) > weight(worst)) worst = verdict;
  }
  return worst ? cellText(worst) : spared;
}

/** The sentence, and the table folded away behind it. */
export function yearlyParts({ yearly, nothing }: Survival): Part[] {
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
