/** The verdict of all rules on a graph, with exemptions. Pure: the present moment is in the settings. */
import { doubtsAbout, isOurs } from "../../graph/doubts";
import { isDraining } from "../../graph/drains";
import { nothingToJudge } from "../../graph/nothing";
import { isResourceBeyondReach } from "../../graph/out-of-reach";
import type { Graph, GraphResource, Source } from "../../graph/resource";
import { trustedPart } from "../../graph/trusted";
import { nameOf, stackOf, stackType } from "../../graph/urn";
import type { Level } from "../level";
import type { Finding, Rule, Severity } from "../rule";
import { hasAny } from "../subjects";
import { unreadableFor } from "../unreadable";
import { concerns, type Exemption, isExpired, urnMatcher } from "./exemptions";
import type { PackSettings } from "./settings";
import { stackUrn } from "./stack-urn";

export interface Violation {
  readonly rule: string;
  readonly level: Level;
  readonly severity: Severity;
  readonly urn: string;
  /** The resource, what was found and what was wanted. */
  readonly summary: string;
  readonly mend: string;
  /** Both. */
  readonly message: string;
  /** It can't be told whether it is so. */
  readonly unsure?: true;
  /** What tells it from others of the same rule and resource, whatever the figures in its words. */
  readonly key: string;
  /** Where the resource is made, or the nearest component that it is a part of. */
  readonly source?: Source;
}

export interface Exempted extends Exemption {
  /** The resource's own, where the exemption has a pattern. */
  readonly urn: string;
}

export interface Drain {
  readonly site: string;
  readonly zone?: string;
  readonly until: string;
  readonly reason: string;
}

/** Whether something holds: yes, no, or it can't be told. */
export type Answer = "met" | "missed" | "unknown";

export interface Verdict {
  /** Of the mandatory rules: missed where one is broken, met where all that looked could tell that they are kept. */
  readonly verdict: Answer;
  /** Whether the stack is one of this program's: what can't be told of one is as bad as what is broken. */
  readonly ours: boolean;
  /** Why it can't be told, where that is about no single rule. */
  readonly doubts: readonly string[];
  /** What each rule that is switched on says; `nothing` where the graph has nothing that it is about. */
  readonly answers: Readonly<Record<string, Answer | "nothing">>;
  /** Mandatory first, then the severest. */
  readonly violations: readonly Violation[];
  /** What can't be told, in the same order. */
  readonly unknown: readonly Violation[];
  readonly exempted: readonly Exempted[];
  /** Exemptions that match nothing. */
  readonly warnings: readonly string[];
  /** Drains that hold at the moment. */
  readonly drained: readonly Drain[];
  /** How many rules are switched on. */
  readonly rules: number;
}

/** Id under which an expired exemption is reported: it can't be exempted or switched off. */
export const expiredExemption = "exemption-expired";

const severities: readonly Severity[] = ["critical", "high", "medium", "low"];

export function judge(
  graph: Graph,
  rules: readonly Rule[],
  settings: PackSettings,
  exemptions: readonly Exemption[] = [],
): Verdict {
  const untrusted = settings.stack?.untrusted ?? [];
  const trusted = trustedPart(graph, untrusted);
  const own = exemptions.filter((exemption) => concerns(exemption, stackPrefix(graph)));
  const holding = own
    .filter((exemption) => !isExpired(exemption, settings.now))
    .map((exemption) => ({ exemption, matches: urnMatcher(exemption.urn), used: false }));
  const violations: Violation[] = own
    .filter((exemption) => isExpired(exemption, settings.now))
    .map((exemption) => expired(graph, exemption, settings.exemptionsFile));
  const exempted: Exempted[] = [];
  const unknown: Violation[] = [];
  const answers: Record<string, Answer | "nothing"> = {};
  /** Of another's program, what can't be read is one thing to mend, however many rules look at it. */
  const untold = new Set<string>();
  const active = rules.filter(({ id }) => settings.levels[id] !== "disabled");
  for (const rule of active) {
    const chosen = settings.levels[rule.id] ?? rule.level;
    const level = chosen === "disabled" ? rule.level : chosen;
    let answer: Answer | "nothing" = hasAny(graph, rule.about) ? "met" : "nothing";
    const seen = rule.beside ? trusted : graph;
    const own = rule.check(seen, settings);
    const unreadable = unreadableFor(seen, rule, own).filter(
      ({ urn }) => !(settings.foreign && untold.has(urn)),
    );
    for (const { urn } of unreadable) untold.add(urn);
    for (const finding of [...own, ...unreadable]) {
      // What is only read is looked after elsewhere: nothing of it can be mended here.
      if (settings.foreign && graph.byUrn.get(finding.urn)?.external) continue;
      const found = holding.find(
        ({ exemption, matches }) => exemption.rule === rule.id && matches(finding.urn),
      );
      if (found) {
        found.used = true;
        exempted.push({ ...found.exemption, urn: finding.urn });
      } else {
        const spared =
          isOut(graph, finding.urn, settings.stack?.unreachable ?? []) ||
          (untrusted.length > 0 && !trusted.byUrn.has(finding.urn)) ||
          (rule.beside === true && untrusted.length > 0);
        const known = settings.baseline?.some(
          ({ rule: id, urn, key }) => id === rule.id && urn === finding.urn && key === keyed(graph, finding),
        );
        const told = violation(
          graph,
          rule,
          spared || known ? "advisory" : level,
          finding,
          settings.foreign === true,
        );
        (finding.unsure ? unknown : violations).push(told);
        answer = worseOf(answer, finding);
      }
    }
    answers[rule.id] = answer;
  }
  const doubts = doubtsAbout(graph);
  return {
    verdict: verdictOf(violations, unknown, [...doubts, ...(nothingToJudge(graph) ? ["nothing"] : [])]),
    ours: isOurs(graph),
    doubts,
    answers,
    violations: sorted(violations),
    unknown: sorted(unknown),
    exempted: distinct(exempted).sort((a, b) => order(a.rule, b.rule) || order(a.urn, b.urn)),
    warnings: holding
      .filter(({ used }) => !used)
      .map(({ exemption }) => unused(exemption, settings.exemptionsFile)),
    drained: (settings.stack?.drain ?? []).filter((drain) => isDraining(drain, settings.now)),
    rules: active.length,
  };
}

const worseOf = (before: Answer | "nothing", { unsure }: Finding): Answer =>
  unsure && before !== "missed" ? "unknown" : "missed";

function verdictOf(
  violations: readonly Violation[],
  unknown: readonly Violation[],
  doubts: readonly string[],
): Answer {
  const isMandatory = ({ level }: Violation): boolean => level === "mandatory";
  if (violations.some(isMandatory)) return "missed";
  return unknown.some(isMandatory) || doubts.length > 0 ? "unknown" : "met";
}

const sorted = (found: readonly Violation[]): Violation[] =>
  [...new Map(found.map((item) => [keyOf(item), item])).values()].sort(compare);

/**
 * Whether a resource can't be changed, as its cloud or the region whose API changes it is out of reach: nothing there
 * can be mended then, and what can be changed elsewhere must not wait for it.
 */
function isOut(graph: Graph, urn: string, unreachable: readonly string[]): boolean {
  const resource = unreachable.length === 0 ? undefined : graph.byUrn.get(urn);
  return resource !== undefined && isResourceBeyondReach(graph, resource, unreachable);
}

const messageOf = (summary: string, mend: string): string => `${summary}. ${mend}`;

/** What tells a finding from others of its rule and resource. */
const keyed = (graph: Graph, finding: Finding): string => finding.key ?? summaryOf(graph, finding);

const summaryOf = (graph: Graph, { urn, found, wanted }: Finding): string =>
  `${subject(graph, urn)}: ${found}; wanted ${wanted}`;

function violation(graph: Graph, rule: Rule, level: Level, finding: Finding, foreign: boolean): Violation {
  const source = sourceOf(graph, finding.urn);
  const summary = summaryOf(graph, finding);
  const mend = foreign ? (rule.mendElsewhere ?? rule.mend) : rule.mend;
  return {
    rule: rule.id,
    // A finding may be milder than its rule, never harder than what was chosen for the rule.
    level: finding.level === "advisory" ? "advisory" : level,
    severity: rule.severity,
    urn: finding.urn,
    summary,
    mend,
    message: messageOf(summary, mend),
    ...(finding.unsure ? { unsure: true } : {}),
    key: keyed(graph, finding),
    ...(source ? { source } : {}),
  };
}

/** The kind and the name of a resource; the stack by its name. */
function subject(graph: Graph, urn: string): string {
  const resource = graph.byUrn.get(urn);
  if (resource?.type === stackType) return `stack ${stackOf(urn) ?? resource.name}`;
  const kind = (resource?.type ?? "").split(/[:/]/).at(-1);
  return [kind, resource?.name ?? nameOf(urn)].filter((part) => part).join(" ") || "the program";
}

function sourceOf(graph: Graph, urn: string): Source | undefined {
  const seen = new Set<string>();
  let resource: GraphResource | undefined = graph.byUrn.get(urn);
  while (resource && !seen.has(resource.urn)) {
    if (resource.source) return resource.source;
    seen.add(resource.urn);
    resource = resource.parent === undefined ? undefined : graph.byUrn.get(resource.parent);
  }
  return undefined;
}

/** `urn:pulumi:<stack>` of this graph. */
function stackPrefix(graph: Graph): string {
  return stackUrn(graph).split("::")[0] ?? "";
}

function expired(graph: Graph, { rule, urn, owner, expires }: Exemption, file = ownExemptions): Violation {
  const summary = `the exemption of ${urn} from ${rule}: ended with ${expires}; wanted none, or a later day`;
  const mend = `Mend what it is about, or have ${owner} answer for it anew in ${file}.`;
  return {
    rule: expiredExemption,
    level: "mandatory",
    severity: "high",
    urn: stackUrn(graph),
    summary,
    mend,
    message: messageOf(summary, mend),
    key: `${rule} ${urn}`,
  };
}

const ownExemptions = "policies/exemptions.yaml";

const unused = ({ rule, urn }: Exemption, file = ownExemptions): string =>
  `the exemption of ${urn} from ${rule} matches no finding; take it out of ${file}`;

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function compare(a: Violation, b: Violation): number {
  return (
    order(b.level, a.level) ||
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    order(a.rule, b.rule) ||
    order(a.urn, b.urn) ||
    order(a.message, b.message)
  );
}

/** Two paths may lead to one finding. */
const keyOf = ({ rule, urn, message }: Violation): string => `${rule} ${urn} ${message}`;

/** Several findings of one rule on one resource are one exemption. */
function distinct(exempted: readonly Exempted[]): Exempted[] {
  return [...new Map(exempted.map((item) => [`${item.rule} ${item.urn}`, item])).values()];
}
