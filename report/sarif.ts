/** `preview.sarif`: SARIF 2.1.0 that GitHub shows on the line of the setting that causes it, or that made the resource. */
import path from "node:path";
import type { Source } from "../graph/resource";
import { nameOf } from "../graph/urn";
import { expiredExemption, type Verdict, type Violation } from "../policies/pack/judge";
import type { Rule, Severity } from "../policies/rule";
import { lineHashes } from "./line-hash";
import { toldOf } from "./policy-lines";
import { printable } from "./printable";
import { settingLine, settingLines } from "./setting-lines";
import { jsonText, uriOf } from "./stable";

/** GitHub sorts alerts by it: over 9 critical, over 7 high, over 4 medium. */
const securitySeverity: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "3.0",
};

/** What a rule is, to whoever reads an alert of it. */
type Described = Pick<Rule, "id" | "title" | "why" | "mend" | "level" | "severity">;

const expired: Described = {
  id: expiredExemption,
  title: "An exemption ends when it said it would",
  why: "An exemption that nobody looks at again is a rule that is gone.",
  mend: "Mend what it is about, or give it a later day in policies/exemptions.yaml.",
  level: "mandatory",
  severity: "high",
};

/** A file below the project's root as it is now; undefined where it can't be read. */
export type Sources = (file: string) => string | undefined;

export interface SarifContext {
  readonly rules: readonly Rule[];
  readonly toolVersion: string;
  readonly sources?: Sources;
}

/** A stack's verdict, to be told with those of others. */
export interface Judged {
  readonly stack: string;
  readonly verdict: Pick<Verdict, "violations" | "unknown">;
  /** Its stack file, below the project's root. */
  readonly settings?: string;
  /** Of the project, from the root of its repository, which GitHub looks for files from. */
  readonly folder?: string;
}

/** One stack's. */
export function renderSarif(judged: Judged, context: SarifContext): string {
  return renderSarifOf([judged], `twincloud/${judged.stack}/`, context);
}

/**
 * All stacks in one run, as GitHub takes no more than 20 of them in a file.
 * @param category alerts of one don't replace those of another
 */
export function renderSarifOf(
  judged: readonly Judged[],
  category: string,
  { rules, toolVersion, sources = () => undefined }: SarifContext,
): string {
  const described: readonly Described[] = [...rules, expired];
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  const hashes = new Map<string, readonly string[]>();
  const hashOf = ({ file, line }: Source): string | undefined => {
    const known = hashes.get(file) ?? lineHashes(sources(file) ?? "");
    hashes.set(file, known);
    return sources(file) === undefined ? undefined : known[line - 1];
  };
  return jsonText({
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: {
          driver: { name: "twincloud", semanticVersion: toolVersion, rules: described.map(ruleOf) },
        },
        automationDetails: { id: category },
        columnKind: "utf16CodeUnits",
        results: causesOf(judged, sources).map((cause) =>
          resultOf(cause, indexes.get(cause.rule) ?? -1, hashOf(cause.at), judged.length > 1),
        ),
      },
    ],
  });
}

/** Findings of one rule that one line causes: they are mended there, together. */
interface Cause {
  readonly rule: string;
  readonly at: Source;
  readonly folder: string;
  readonly found: readonly { readonly stack: string; readonly violation: Violation }[];
}

function causesOf(judged: readonly Judged[], sources: Sources): Cause[] {
  const causes = new Map<string, { cause: Cause; found: Cause["found"][number][] }>();
  for (const { stack, verdict, settings = `Pulumi.${stack}.yaml`, folder = "." } of judged) {
    const lines = settingLines(sources(settings) ?? "");
    for (const violation of toldOf(verdict)) {
      const { rule } = violation;
      const line = settingLine(violation, lines);
      // What no line of the program made comes from the stack's settings.
      const at =
        line === undefined ? (violation.source ?? { file: settings, line: 1 }) : { file: settings, line };
      const key = JSON.stringify([rule, folder, at.file, at.line]);
      const found = causes.get(key)?.found ?? [];
      found.push({ stack, violation });
      if (!causes.has(key)) causes.set(key, { cause: { rule, at, folder, found }, found });
    }
  }
  return [...causes.values()].map(({ cause }) => cause);
}

function ruleOf({ id, title, why, mend, level, severity }: Described): object {
  return {
    id,
    name: id.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: { text: `${why} ${mend}`, markdown: `${why}\n\n${mend}` },
    defaultConfiguration: { level: levelOf(level) },
    properties: {
      tags: ["reliability", "redundancy"],
      precision: "high",
      "problem.severity": levelOf(level),
      "security-severity": securitySeverity[severity],
    },
  };
}

const levelOf = (level: Rule["level"]): string => (level === "mandatory" ? "error" : "warning");

/** More are in preview.json. */
const mostNamed = 100;

function resultOf(
  { rule, at, folder, found: all }: Cause,
  ruleIndex: number,
  hash: string | undefined,
  namesStacks: boolean,
): object {
  const broken = all.filter(({ violation }) => !violation.unsure);
  const unsure = broken.length === 0;
  const found = unsure ? all : broken;
  return {
    ruleId: rule,
    ruleIndex,
    // SARIF's own word for what could not be evaluated; it has no level then.
    ...(unsure ? { kind: "open", level: "none" } : { level: levelOf(hardest(found)) }),
    message: { text: printable(`${unsure ? "Can't tell: " : ""}${messageOf(found, namesStacks)}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: uriOf(path.posix.join(folder, at.file).replaceAll("\\", "/")),
            uriBaseId: "%SRCROOT%",
          },
          region: { startLine: Math.max(1, at.line) },
        },
        logicalLocations: found.slice(0, mostNamed).map(({ violation: { urn } }) => ({
          name: printable(nameOf(urn)),
          fullyQualifiedName: urn,
          kind: "resource",
        })),
      },
    ],
    // One rule has one result a line: the same one is the same alert, wherever the line moves to.
    ...(hash === undefined ? {} : { partialFingerprints: { primaryLocationLineHash: hash } }),
  };
}

const hardest = (found: Cause["found"]): Rule["level"] =>
  found.some(({ violation }) => violation.level === "mandatory") ? "mandatory" : "advisory";

function messageOf(found: Cause["found"], namesStacks: boolean): string {
  const [first] = found;
  if (!first) return "";
  const stacks = [...new Set(found.map(({ stack }) => stack))].join(", ");
  const { summary, mend } = first.violation;
  const more = found.length > 1 ? `; and ${found.length - 1} more of the same cause` : "";
  return `${namesStacks ? `${stacks}: ` : ""}${summary}${more}. ${mend}`;
}
