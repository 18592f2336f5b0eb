/** What a terminal shows of the policy verdict. */

import type { Colors } from "picocolors/types";
import { drainedPart } from "../graph/drains";
import type { Verdict } from "../policies/pack/judge";
import { alikeOf, alikeText } from "./alike";
import { staysIn } from "./drained";
import { policySummaryOf, shortUrn, sourceText, violationGroupsOf } from "./policy-lines";
import { printableData } from "./printable";

/** More of a rule are left to the files. */
const mostOfARule = 8;

export function policyTerminalLines(given: Verdict, colors: Colors): string[] {
  const verdict = printableData(given);
  return [
    `${colors.bold("policy")} ${policySummaryOf(verdict)}`,
    ...violationGroupsOf(verdict).flatMap(({ rule, level, label, severity, mend, violations }) => {
      const paint = level === "mandatory" ? colors.red : colors.yellow;
      const alike = alikeOf(violations);
      const more = alike.length - mostOfARule;
      return [
        `  ${paint(label)} ${colors.bold(rule)} (${severity})`,
        ...alike.slice(0, mostOfARule).flatMap(({ first: { summary, source }, others }) => {
          const where = sourceText(source);
          return [
            `    ${summary}${where === "" ? "" : colors.dim(` [${where}]`)}`,
            ...(others.length > 0 ? [`      ${alikeText(others)}`] : []),
          ];
        }),
        ...(more > 0 ? [`    and ${more} more like these`] : []),
        `    ${colors.dim("mend:")} ${mend}`,
      ];
    }),
    ...verdict.exempted.map(
      ({ rule, urn, reason, owner, expires }) =>
        `  ${colors.cyan("exempted")} ${rule} ${shortUrn(urn)}: ${reason} (${owner}, until ${expires})`,
    ),
    ...verdict.drained.map(
      (drain) =>
        `  ${colors.cyan("drained")} ${drainedPart(drain)} until ${drain.until}: ${drain.reason}${staysIn(drain)}`,
    ),
    ...verdict.warnings.map((warning) => `  ${colors.yellow("warning")} ${warning}`),
  ];
}
