import { stackUrn } from "../pack/stack-urn";
import type { Finding, Rule } from "../rule";

const DAY = 86_400_000;
/** A month, which is what is left of a certificate of 90 days when it is usually renewed. */
const DAYS_BEFORE = 30;

/** Neither cloud's health checks validate certificates: nothing turns red when users can't come any more. */
export const certificateLasts: Rule = {
  id: "certificate-lasts",
  title: "The certificate of the public names isn't about to end",
  level: "mandatory",
  severity: "critical",
  about: ["settings"],
  why: "When it ends nobody can connect to any site, and as health checks don't validate certificates nothing else tells of it.",
  mend: "Renew it: set twincloud:edgeTls.certificate and twincloud:edgeTls.key anew, as docs/runbook.md says, and deploy.",
  counterparts: [],
  check(graph, { stack, now }) {
    if (stack?.certificateUntil === undefined) return [];
    const end = new Date(stack.certificateUntil);
    const days = (end.getTime() - now.getTime()) / DAY;
    // An end that is no time is no number of days, and not more than any.
    if (days > DAYS_BEFORE) return [];
    const finding: Finding = {
      urn: stackUrn(graph),
      found: days > 0 ? `has a certificate that ends on ${dayOf(end)}` : whatEnded(stack.certificateUntil),
      wanted: `one that holds for more than ${DAYS_BEFORE} days`,
      key: "edgeTls",
    };
    return [days > 0 ? { ...finding, level: "advisory" } : finding];
  },
};

const dayOf = (date: Date): string => date.toISOString().slice(0, 10);

function whatEnded(until: string): string {
  const end = new Date(until);
  return Number.isNaN(end.getTime())
    ? `has a certificate that ends at no known time (${until})`
    : `has a certificate that ended on ${dayOf(end)}`;
}
