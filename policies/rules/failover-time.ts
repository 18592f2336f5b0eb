import type { RulesSettings } from "../../graph/rules-settings";
import type { CheckView } from "../../graph/views/checks";
import type { NameView } from "../../graph/views/names";
import { assumptionList } from "../../resilience/assumptions";
import { checksOfName } from "../answers/probing-checks";
import { authorityName, publicNames } from "../answers/public-names";
import { unique } from "../pack/unique";
import type { Finding, Rule } from "../rule";

/** Route 53's own, where a check names none. AWS's documentation. */
const ROUTE53_DEFAULTS = { intervalSeconds: 30, threshold: 3 } as const;
/** Seconds that Route 53's aliases of load balancers live. AWS's documentation. */
const ALIAS_TTL = 60;

export const failoverTime: Rule = {
  id: "failover-time",
  title: "A dead address gets no more users within the objective",
  level: "mandatory",
  severity: "high",
  why: "Until its checks have failed and the last copy of the answer has expired, users are still sent to the address that is dead.",
  mend: "Check more often, tolerate fewer failures or shorten the time to live: twincloud:dns.",
  counterparts: [],
  check(graph, { maxRtoSeconds, stack }) {
    const rounds = assumed(stack, "ociFailureThreshold");
    const connect = assumed(stack, "route53ConnectSeconds");
    return unique(
      publicNames(graph).flatMap((name) =>
        checksOfName(graph, name).flatMap((check) =>
          slow(name, check, detectionOf(check, rounds, connect), maxRtoSeconds),
        ),
      ),
    );
  },
};

/** A number of the survival model, or what the stack puts in its place. */
function assumed(
  stack: RulesSettings | undefined,
  name: "ociFailureThreshold" | "route53ConnectSeconds",
): number {
  const own = stack?.assumptions?.[name];
  return typeof own === "number" ? own : assumptionList[name].value;
}

interface Detection {
  readonly text: string;
  readonly seconds: number;
}

function slow(
  name: NameView,
  check: CheckView,
  detection: Detection | undefined,
  objective: number,
): Finding[] {
  if (!detection) return [];
  const at = (found: string): Finding[] => [
    { urn: check.resource.urn, found, wanted: `${objective} s or less, the objective maxRtoSeconds` },
  ];
  const who = authorityName[check.authority];
  const ttl = ttlOf(name, check);
  if (ttl === undefined || Number.isNaN(detection.seconds)) {
    return at(`lets ${who} leave a dead address of ${name.host} out after a time that can't be told`);
  }
  const seconds = detection.seconds + ttl;
  return seconds <= objective
    ? []
    : at(
        `lets a dead address of ${name.host} go after ${detection.text} + ${ttl} s to live = ${seconds} s (${who})`,
      );
}

/**
 * Seconds until an authority knows; nothing for a check that asks nobody itself. Both providers count an interval
 * from the end of the last probe.
 * @param rounds that must fail until OCI leaves an answer out
 * @param connect seconds in which Route 53 gives up a connection
 */
function detectionOf(check: CheckView, rounds: number, connect: number): Detection | undefined {
  const interval = check.intervalSeconds;
  if (check.authority === "oci") {
    // A probe may take as long as its interval where nothing else is said.
    return bound(rounds, interval ?? Number.NaN, check.timeoutSeconds ?? interval ?? Number.NaN);
  }
  if (!/^(HTTPS?|TCP)(_|$)/.test(check.protocol ?? "HTTPS")) return undefined;
  return bound(
    check.threshold ?? ROUTE53_DEFAULTS.threshold,
    interval ?? ROUTE53_DEFAULTS.intervalSeconds,
    connect,
  );
}

const bound = (rounds: number, interval: number, timeout: number): Detection => ({
  text: `${rounds} × (${interval} + ${timeout})`,
  seconds: rounds * (interval + timeout),
});

/** The longest time to live of the answers that a check can take out. */
function ttlOf({ authorities }: NameView, { authority }: CheckView): number | undefined {
  const views = authorities.filter(({ provider }) => provider === authority);
  const ttls = views.map(({ ttl, answers }) =>
    answers.every(({ evaluatesTarget }) => evaluatesTarget !== undefined) ? ALIAS_TTL : (ttl ?? Number.NaN),
  );
  const longest = Math.max(...ttls);
  return Number.isFinite(longest) ? longest : undefined;
}
