import fc from "fast-check";
import { createColors } from "picocolors";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { graphOf } from "../../graph/graph";
import type { GraphResource } from "../../graph/resource";
import type { Verdict } from "../../policies/pack/judge";
import { renderHtml } from "../../report/html/page";
import { renderJson } from "../../report/json";
import { renderManifests } from "../../report/manifests";
import { renderMarkdown } from "../../report/markdown";
import type { PreviewReport } from "../../report/model";
import { policyTerminalLines } from "../../report/policy-terminal";
import { printable, printableLines, withoutCommands } from "../../report/printable";
import { renderSarif } from "../../report/sarif";
import { renderState } from "../../report/state";
import { renderTerminal } from "../../report/terminal";
import { resource, urnOf } from "../graph/fixtures";

describe("a text as it may be shown", () => {
  it("is itself where nothing in it acts, in any script, with its emoji", () => {
    for (const text of [
      "urn:pulumi:prod::app::aws:s3/bucket:Bucket::b",
      "déjà vu",
      "שלום",
      "👩‍🚒",
      "a  b",
      "::"[0],
    ]) {
      expect(printable(text ?? "")).toBe(text);
    }
  });

  it.each([
    ["an escape sequence", "\u001B[2J\u001B[31mall good", "\\u001b[2J\\u001b[31mall good"],
    ["a line that it would add", "a\nb\r\tc", "a\\nb\\r\\tc"],
    ["an override of the direction", "safe\u202Egpj.exe", "safe\\u202egpj.exe"],
    ["the eight-bit form of an escape", "\u009B31m", "\\u009b31m"],
    ["half a character", "\uD83D", "\\ud83d"],
    ["a tag that can't be seen", "a\u{E0041}", "a\\u{e0041}"],
    ["a command of a workflow", "  ::error::owned", "  \\u003a:error::owned"],
    ["an older command, wherever it stands", "x ##[error]owned", "x \\u0023#[error]owned"],
    ["a command of another CI", "##vso[task.complete]", "\\u0023#vso[task.complete]"],
  ])("shows %s by its code", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it("is one line a line, with an empty one at the end taken away", () => {
    expect(printableLines("a\r\n\u001B[1mb\n\n::warning::c\n")).toEqual([
      "a",
      "\\u001b[1mb",
      "",
      "\\u003a:warning::c",
    ]);
  });

  it("is the same when it is made printable again", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });

  it("loses only what begins a command when whole lines are written", () => {
    expect(withoutCommands("a::b\n\u001B[1m::x\n \t::y\n")).toBe("a::b\n\u001B[1m::x\n \t\\u003a:y\n");
  });
});

const piece = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.constantFrom(
    ...[
      "\u001B[2J",
      "\n",
      "\r\n",
      "::error::",
      "##[error]",
      "##vso[x]",
      "\u202E",
      "\u2066",
      "\u0085",
      "\u2028",
    ],
    ...[
      "|",
      "\\|",
      "\\",
      "`",
      "``",
      "</script>",
      "<!--",
      "](x)",
      "\uFEFF",
      " ",
      ":",
      "#",
      "\t",
      "\u007F",
      "\uDC00",
    ],
  ),
);
const hostile = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(""));

function reportOf(text: string): PreviewReport & { policy: Verdict } {
  const urn = urnOf("kubernetes:core/v1:ConfigMap", text);
  const source = { file: text, line: 3 };
  const made: GraphResource[] = [
    resource("kubernetes:core/v1:ConfigMap", text, {
      source,
      inputs: { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "c" }, data: { [text]: text } },
    }),
    resource(text, "odd", { source }),
  ];
  const verdict = {
    state: "up",
    served: 1,
    rtoSeconds: 0,
    rpoSeconds: 0,
    lostSeconds: 0,
    requestsLost: 0,
    stalenessSeconds: 0,
    capacity: { atOnce: 1, then: 1 },
    because: [text],
    evidence: [urn],
    timeline: [[0, 1]],
    lastingAt: null,
    flows: [],
  };
  const untold = { minutes: null, low: null, high: null, because: text };
  const inputs = [{ path: text, old: text, new: { [text]: [text] } }];
  const violation = {
    ...{ rule: text, level: "mandatory" as const, severity: "high" as const, urn, summary: text },
    ...{ mend: text, message: text, key: text, source },
  };
  const moved = { scenario: text, capability: text, old: text, new: text };
  return {
    stack: text,
    graph: graphOf(made),
    changes: {
      ...{ against: text, headline: text, create: [urn], delete: [urn] },
      data: [{ urn, loss: "store" }],
      update: [{ urn, inputs }],
      replace: [{ urn, because: text, inputs: [] }],
      refused: [{ urn, because: text }],
      warnings: [{ urn, because: text, brief: text }],
      notes: [{ urn, kind: "init-errors", text, detail: text }],
    },
    survivalChanges: { better: { line: text, all: [moved] }, worse: { line: text, all: [moved] } },
    survival: {
      ...{ verdict: "missed", because: [text], before: [text], nothing: false },
      untold: [{ scenario: text, capability: text, objective: "rto", text }],
      sites: [],
      misses: [{ scenario: text, capability: text, objective: "rto", text }],
      calm: { [text]: verdict },
      yearly: {
        kinds: { [text]: { [text]: untold } },
        total: { [text]: { minutes: 3, low: 1, high: 9 } },
        untold: [{ kind: `${text}:${text}`, because: text }],
      },
      scenarios: [
        { id: text, kind: text, title: text, faults: [], silences: [], verdicts: { [text]: verdict } },
      ],
    } as unknown as NonNullable<PreviewReport["survival"]>,
    policy: {
      ...{ verdict: "missed", ours: true, doubts: [text], answers: { [text]: "missed" } },
      violations: [violation],
      unknown: [violation],
      exempted: [{ rule: text, urn, reason: text, owner: text, expires: text }],
      warnings: [text],
      drained: [{ site: text, until: text, reason: text }],
      rules: 1,
    },
  };
}

const controls = String.raw`\0-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF`;
/** What no form of a report may hold as it is. A tab is in no text that is shown, but may be in the page's own code. */
const acting = new RegExp(String.raw`[${controls}]|^\s*::|##\w*\[`, "mu");

describe("every form of a report, whatever names and messages hold", () => {
  const forms: Readonly<Record<string, (report: PreviewReport & { policy: Verdict }) => string>> = {
    "the terminal": (report) =>
      renderTerminal(report, { color: false, width: 100, out: report.stack, files: [] }),
    "the policy's lines": ({ policy }) => policyTerminalLines(policy, createColors(false)).join("\n"),
    "preview.md": renderMarkdown,
    "preview.html": renderHtml,
    "preview.json": renderJson,
    "state.json": ({ graph }) => renderState(graph),
    "preview.sarif": ({ policy, stack }) =>
      renderSarif({ stack, verdict: policy }, { rules: [], toolVersion: "0" }),
  };

  it.each(Object.keys(forms))("%s holds nothing that acts on whoever reads it", (form) => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(forms[form]?.(reportOf(text))).not.toMatch(acting);
      }),
      { numRuns: 60 },
    );
  });

  it("the manifests hold nothing that acts but in a file's own text, and mean the same", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { graph } = reportOf(text);
        const file =
          [...renderManifests(graph)].find(([path]) => path.endsWith("30-configmap.yaml"))?.[1] ?? "";
        expect(file).not.toMatch(new RegExp(`[${controls}]`, "u"));
        const [made] = parseAllDocuments(file, { version: "1.1" });
        expect((made as { toJS(): { data: unknown } }).toJS().data).toEqual({ [text]: text });
      }),
      { numRuns: 60 },
    );
  });

  it("a table's row in preview.md has its own bars and no others", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const rows = renderMarkdown(reportOf(text))
          .split("\n")
          .filter((line) => line.startsWith("| "));
        const table = (row: string) => row.match(/(?<!\\)(?:\\\\)*\|/g)?.length;
        // What is missed or played, and what each site gets: as many bars as their heads have.
        const heads = rows.flatMap((_, index) => (rows[index + 1]?.startsWith("| :--") ? [index] : []));
        expect(heads.length).toBeGreaterThan(1);
        for (const [place, head] of heads.entries()) {
          const own = rows.slice(head, heads[place + 1]);
          expect(own.length).toBeGreaterThan(2);
          expect(own.map(table)).toEqual(own.map(() => table(own[0] as string)));
        }
      }),
      { numRuns: 60 },
    );
  });
});
