/** What the engine's event log says of the policies, in the form in which `check` is compared with it. */
import type { Rule } from "../../policies/rule";
import { rules } from "../../policies/rules";

/** `<level> <rule> <URN> <what was found, what was wanted, how to mend it>`, sorted, of events, one in a line. */
export function eventsIn(log: string): string[] {
  const events = log.split("\n").flatMap((line): PolicyEvent[] => {
    const { policyEvent } = line.startsWith("{") ? JSON.parse(line) : {};
    return policyEvent ? [policyEvent] : [];
  });
  return events
    .map(({ policyName, resourceUrn, enforcementLevel, message }) => {
      const [, text = ""] = message.split("\n");
      return `${enforcementLevel} ${ruleOf(policyName, text)} ${resourceUrn} ${text}`;
    })
    .sort();
}

interface PolicyEvent {
  readonly resourceUrn: string;
  readonly policyName: string;
  readonly enforcementLevel: string;
  /** The rule's title, and in the next line the summary and how to mend it. */
  readonly message: string;
}

/** What a rule finds milder or harder than itself is said by a policy for all of them: how to mend it tells whose it is. */
function ruleOf(policyName: string, text: string): string {
  if (!["milder-findings", "harder-findings"].includes(policyName)) return policyName;
  const isOf = ({ mend, mendElsewhere }: Rule) =>
    text.endsWith(mend) || (mendElsewhere !== undefined && text.endsWith(mendElsewhere));
  return rules.find(isOf)?.id ?? policyName;
}
