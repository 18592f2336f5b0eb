/** `preview.sarif`: SARIF 2.1.0 that GitHub shows on the line which made the resource. */
import { createHash } from "node:crypto";
import type { Graph } from "../graph/resource";
import { expiredExemption, type Verdict, type Violation } from "../policies/pack/judge";
import type { Rule, Severity } from "../policies/rule";
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

export interface SarifContext {
  readonly stack: string;
  readonly rules: readonly Rule[];
  readonly toolVersion: string;
}

export function renderSarif(
  graph: Graph,
  verdict: Verdict,
  { stack, rules, toolVersion }: SarifContext,
): string {
  const described: readonly Described[] = [...rules, expired];
  const indexes = new Map(described.map(({ id }, index) => [id, index]));
  return jsonText({
    version: "2.1.0",
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    runs: [
      {
        tool: {
          driver: { name: "twincloud", semanticVersion: toolVersion, rules: described.map(ruleOf) },
        },
        // Alerts of one stack don't replace another's.
        automationDetails: { id: `twincloud/${stack}/` },
        columnKind: "utf16CodeUnits",
        results: verdict.violations.map((violation) =>
          resultOf(graph, violation, stack, indexes.get(violation.rule) ?? -1),
        ),
      },
    ],
  });
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

function resultOf(graph: Graph, violation: Violation, stack: string, ruleIndex: number): object {
  const { rule, level, urn, key, message } = violation;
  // What no line of the program made comes from the stack's settings.
  const { file, line } = violation.source ?? { file: `Pulumi.${stack}.yaml`, line: 1 };
  return {
    ruleId: rule,
    ruleIndex,
    level: levelOf(level),
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(file.replaceAll("\\", "/")), uriBaseId: "%SRCROOT%" },
          region: { startLine: Math.max(1, line) },
        },
        logicalLocations: [
          { name: graph.byUrn.get(urn)?.name ?? urn, fullyQualifiedName: urn, kind: "resource" },
        ],
      },
    ],
    // The same finding on the same resource is the same alert, on whichever line it is made.
    partialFingerprints: {
      "twincloud/v1": createHash("sha256").update(`${rule}\0${urn}\0${key}`).digest("hex"),
    },
  };
}
