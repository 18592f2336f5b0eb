import { drainedAt, drainedPart, isDraining } from "../../graph/drains";
import { stackUrn } from "../pack/stack-urn";
import type { Rule } from "../rule";

/** A drain is for what is repaired in days. What takes longer is another share, or a site less. */
export const LONGEST_DRAIN_DAYS = 14;
const DAY_MS = 86_400_000;

export const drainExpired: Rule = {
  id: "drain-expired",
  title: "A drain ends when it said it would, within two weeks, and never takes every site",
  level: "mandatory",
  severity: "high",
  about: ["settings"],
  why: "A site that stays drained for longer than anybody meant is capacity that is paid for and missing on the day it is needed.",
  mend: "Take the site out of twincloud:drain, or give the drain an end of at most 14 days from now and the reason for it; for longer give the site another share.",
  counterparts: [],
  check(graph, { stack, now }) {
    const urn = stackUrn(graph);
    const latest = new Date(now.getTime() + LONGEST_DRAIN_DAYS * DAY_MS);
    const drains = stack?.drain ?? [];
    const over = drains
      .filter((drain) => !isDraining(drain, now))
      .map(({ until, reason, ...part }) => ({
        urn,
        found: `drains ${drainedPart(part)} until ${until}, which is over (${reason})`,
        wanted: `an end after ${now.toISOString()}`,
      }));
    const far = drains
      .filter(({ until }) => Date.parse(until) > latest.getTime())
      .map(({ until, reason, ...part }) => ({
        urn,
        found: `drains ${drainedPart(part)} until ${until}, more than ${LONGEST_DRAIN_DAYS} days away (${reason})`,
        wanted: `an end before ${latest.toISOString()}`,
      }));
    const [sites, drained] = [Object.keys(stack?.shares ?? {}), drainedAt(drains, now)];
    const all =
      sites.length > 0 && sites.every((site) => drained.has(site))
        ? [{ urn, found: `drains every site: ${sites.join(", ")}`, wanted: "at least one site that answers" }]
        : [];
    return [...over, ...far, ...all];
  },
};
