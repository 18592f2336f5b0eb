/** The policy verdict as groups, for every renderer that shows it. */
import type { Source } from "../graph/resource";
import type { Verdict, Violation } from "../policies/pack/judge";

/** Violations of one rule and level: they share how to mend them. */
export interface ViolationGroup {
  readonly rule: string;
  readonly level: Violation["level"];
  readonly severity: Violation["severity"];
  readonly mend: string;
  readonly violations: readonly Violation[];
}

/** In the order of the verdict: mandatory first, then the severest. */
export const violationGroupsOf = ({ violations }: Verdict): ViolationGroup[] => groupsOf(violations);

/** The same of what can't be told. */
export const unknownGroupsOf = ({ unknown }: Verdict): ViolationGroup[] => groupsOf(unknown);

function groupsOf(violations: readonly Violation[]): ViolationGroup[] {
  const groups = new Map<string, Violation[]>();
  for (const violation of violations) {
    const key = `${violation.level} ${violation.rule} ${violation.mend}`;
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
    mandatory === 0
      ? "no mandatory violation"
      : `${mandatory} mandatory violation${mandatory === 1 ? "" : "s"}`,
    ...(advisory > 0 ? [`${advisory} advisory`] : []),
    ...(untold > 0 ? [`${untold} can't be told`] : []),
    ...(idle > 0 ? [`${idle} ${idle === 1 ? "has" : "have"} nothing to look at`] : []),
    ...(exempted.length > 0 ? [`${exempted.length} exempted`] : []),
  ];
  return `${rules} rules: ${parts.join(", ")}`;
}

export const sourceText = (source: Source | undefined): string =>
  source === undefined ? "" : `${source.file}:${source.line}`;

/** `urn:pulumi:prod::twincloud::` says nothing that the heading doesn't. */
export const shortUrn = (urn: string): string => urn.split("::").slice(2).join("::") || urn;
