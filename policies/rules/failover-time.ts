import { facts } from "../../graph/clouds/facts";
import {
  asksAnAddress,
  type CheckHabits,
  type CheckTiming,
  deadAfterSeconds,
  timingOf,
} from "../../graph/views/check-timing";
import type { CheckView } from "../../graph/views/checks";
import type { NameView } from "../../graph/views/names";
import { type Assumptions, assumptionsHeeded } from "../../resilience/assumptions";
import { authorityChecks } from "../../resilience/platform/authority-checks";
import { checksOfName } from "../answers/probing-checks";
import { authorityTitle, publicNames } from "../answers/public-names";
import { unique } from "../pack/unique";
import type { Finding, Rule } from "../rule";

export const failoverTime: Rule = {
  id: "failover-time",
  title: "A dead address gets no more users within the objective",
  level: "mandatory",
  severity: "high",
  about: ["names"],
  why: "Until its checks have failed and the last copy of the answer has expired, users are still sent to the address that is dead.",
  mend: "Check more often, tolerate fewer failures or shorten the time to live: twincloud:dns.",
  mendElsewhere: "Check more often, tolerate fewer failures, or shorten the time to live.",
  counterparts: [],
  check(graph, { maxRtoSeconds, stack }) {
    const assumptions = assumptionsHeeded(stack?.assumptions);
    return unique(
      publicNames(graph).flatMap((name) =>
        checksOfName(graph, name).flatMap((check) =>
          // One that asks nobody itself is judged by those that it is made of.
          asksAnAddress(check.protocol ?? "HTTPS")
            ? slow(name, check, timingOf(check, habitsOf(check, assumptions)), maxRtoSeconds)
            : [],
        ),
      ),
    );
  },
};

const habitsOf = ({ authority }: CheckView, assumptions: Assumptions): CheckHabits =>
  authorityChecks(facts[authority].authority, assumptions);

function slow(
  name: NameView,
  check: CheckView,
  timing: CheckTiming | undefined,
  objective: number,
): Finding[] {
  const wanted = `${objective} s or less, the objective maxRtoSeconds`;
  const at = (found: string, unsure = false): Finding[] => [
    { urn: check.resource.urn, found, wanted, unsure },
  ];
  const who = authorityTitle(check.authority);
  const ttl = ttlOf(name, check);
  if (ttl === undefined || timing === undefined) {
    return at(`lets ${who} leave a dead address of ${name.host} out after a time that can't be told`, true);
  }
  const { threshold, intervalSeconds, hangSeconds } = timing;
  const seconds = deadAfterSeconds(timing) + ttl;
  return seconds <= objective
    ? []
    : at(
        `lets a dead address of ${name.host} go after ${threshold} × (${intervalSeconds} + ${hangSeconds}) + ${ttl} s to live = ${seconds} s (${who})`,
      );
}

/** The longest time to live of the answers that a check can take out. */
function ttlOf({ authorities }: NameView, { authority }: CheckView): number | undefined {
  const views = authorities.filter(({ provider }) => provider === authority);
  const { aliasTtlSeconds = Number.NaN } = facts[authority].authority.answers;
  const ttls = views.map(({ ttl, answers }) => {
    const areAliases =
      answers.length > 0 && answers.every(({ evaluatesTarget }) => evaluatesTarget !== undefined);
    return areAliases ? aliasTtlSeconds : (ttl ?? Number.NaN);
  });
  const longest = Math.max(...ttls);
  return Number.isFinite(longest) ? longest : undefined;
}
