/** The policy verdict in a comment. */
import { drainedPart } from "../../graph/drains";
import type { Verdict } from "../../policies/pack/judge";
import { alikeOf, alikeText } from "../alike";
import { staysIn } from "../drained";
import { policySummaryOf, shortUrn, sourceText, violationGroupsOf } from "../policy-lines";
import { type Part, whole } from "./fitted";
import { code, plain, plainLong } from "./text";

/** Names of what a finding is true of as well; the page has all. */
const MOST_NAMED = 12;

export function policyParts(policy: Verdict): Part[] {
  const groups = violationGroupsOf(policy).map(
    ({ rule, label, severity, mend, violations }): Part => ({
      before: [`#### ${plain(label)}: ${plain(rule)} (${plain(severity)})`, "", plainLong(mend), ""],
      lines: alikeOf(violations).map(({ first: { summary, source }, others }) => {
        const where = sourceText(source);
        const more = others.length > 0 ? `; ${plainLong(alikeText(others, MOST_NAMED))}` : "";
        return `- ${plainLong(summary)}${where === "" ? "" : ` ${code(where)}`}${more}`;
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
    whole(`### Rules: ${policySummaryOf(policy)}`, ""),
    ...groups,
    ...(notes.length > 0 ? [{ before: [], lines: notes, after: [""] }] : []),
  ];
}
