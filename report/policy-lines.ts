/** The policy verdict as groups, for every renderer that shows it. */
import type { Source } from "../graph/resource";
import type { Verdict, Violation } from "../policies/pack/judge";

/** Violations of one rule and level: they share how to mend them. */
export interface ViolationGroup {
  readonly rule: string;
  readonly level: Violation["level"];
  /** What reports call them: the level, or that it can't be told. */
  readonly label: string;
  readonly severity: Violation["severity"];
  readonly mend: string;
  readonly violations: readonly Violation[];
}

/** All that a verdict says of single resources: what is broken, then what can't be told; each the worst first. */
export const toldOf = ({ violations, unknown }: Pick<Verdict, "violations" | "unknown">): Violation[] => [
  ...violations,
  ...unknown,
];

/** In that order. */
export const violationGroupsOf = (verdict: Verdict): ViolationGroup[] => groupsOf(toldOf(verdict));

function groupsOf(violations: readonly Violation[]): ViolationGroup[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = `${violation.unsure ?? false} ${violation.level} ${violation.rule} ${violation.mend}`;
    const group = groups.get(key);
    if (group) group.push(violation);
    else groups.set(key, [violation]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first
      ? [
          {
            rule: first.rule,
            level: first.level,
            label: first.unsure ? "can't tell" : first.level,
            severity: first.severity,
            mend: first.mend,
            violations: group,
          },
        ]
      : [];
  });
}

/** `33 rules: 3 mandatory violations, 1 advisory, 2 can't be told, 4 have nothing to look at, 2 exempted`. */
export function policySummaryOf({ rules, violations, unknown, answers, exempted }: Verdict): string {
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const advisory = violations.length - mandatory;
  const untold = new Set(unknown.map(({ rule }) => rule)).size;
  const idle = Object.values(answers).filter((answer) => answer === "nothing").length;
  const parts = [
    mandatory === 0 ? "no mandatory violation" : mandatoryText(violations),
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
    ...(untold > 0 ? [`${untold} can't be told`] : []),
    ...(idle > 0 ? [`${idle} ${idle === 1 ? "has" : "have"} nothing to look at`] : []),
    ...(exempted.length > 0 ? [`${exempted.length} exempted`] : []),
  ];
  return `${rules} rules: ${parts.join(", ")}`;
}

/** `57 mandatory violations of 2 rules`. */
export function mandatoryText(violations: readonly Pick<Violation, "level" | "rule">[]): string {
  const broken = violations.filter(({ level }) => level === "mandatory");
  const rules = new Set(broken.map(({ rule }) => rule)).size;
  const of = rules < broken.length ? ` of ${rules} rule${rules === 1 ? "" : "s"}` : "";
  return `${broken.length} mandatory violation${broken.length === 1 ? "" : "s"}${of}`;
}

export const sourceText = (source: Source | undefined): string =>
  source === undefined ? "" : `${source.file}:${source.line}`;

/** `urn:pulumi:prod::twincloud::` says nothing that the heading doesn't. */
export const shortUrn = (urn: string): string => urn.split("::").slice(2).join("::") || urn;
