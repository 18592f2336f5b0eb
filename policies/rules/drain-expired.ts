import { isDraining } from "../../graph/drains";
import { stackUrn } from "../pack/stack-urn";
import type { Rule } from "../rule";

export const drainExpired: Rule = {
  id: "drain-expired",
  title: "A drain ends when it said it would",
  level: "mandatory",
  severity: "high",
  about: ["settings"],
  why: "A site that stays drained for longer than anybody meant is capacity that is paid for and missing on the day it is needed.",
  mend: "Take the site out of twincloud:drain, or give the drain a new end and the reason for it.",
  counterparts: [],
  check: (graph, { stack, now }) =>
    (stack?.drain ?? [])
      .filter((drain) => !isDraining(drain, now))
      .map(({ site, until, reason }) => ({
        urn: stackUrn(graph),
        found: `drains ${site} until ${until}, which is over (${reason})`,
        wanted: `an end after ${now.toISOString()}`,
      })),
};
