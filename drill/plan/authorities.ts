/** What the drill's authorities answer and check, from the platform that the model plays. Pure. */
import type { ProviderName } from "../../graph/clouds/contract";
import { healthPath } from "../../graph/health-path";
import type { AnswerCheck, CapabilityPlan, NameAt, Platform } from "../../resilience/platform/platform";
import type { AnswerPlan, AuthorityPlan, CheckPlan, NamePlan } from "../dns/plan";
import { addressesByUrn, type SiteLayout, type SiteNameLayout } from "./layout";

/** Where authority number `place` answers, in the users' own network. */
export const authorityAddress = (place: number): string => `10.250.0.${place + 1}`;

/**
 * Seconds for an answer once connected: not shortened, as nothing in a drill waits for it and a busy machine may need it.
 * Two of Route 53's: docs.aws.amazon.com, Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html.
 */
const RESPONSE_SECONDS = 2;

/** @param platform with the drill's times */
export function authorityPlans(platform: Platform, sites: readonly SiteLayout[]): AuthorityPlan[] {
  const addresses = addressesByUrn(sites);
  return platform.authorities.map(
    ({ provider, allUnhealthy, negativeSeconds }, place): AuthorityPlan => ({
      provider: provider as ProviderName,
      address: authorityAddress(place),
      port: 53,
      zone: zoneOf(platform),
      nameServers: platform.authorities.map((other) => `ns.${other.provider}.drill.test`),
      names: [
        ...platform.capabilities.flatMap((capability) => {
          const name = capability.answers[place];
          return capability.host === undefined || !name
            ? []
            : [namePlan(capability, capability.host, name, addresses)];
        }),
        ...sites.flatMap(({ names }) => names.flatMap((name) => siteNamePlan(name, provider, addresses))),
      ],
      allUnhealthy,
      propagationSeconds: platform.assumptions.dnsPropagationSeconds,
      negativeSeconds,
    }),
  );
}

/** What all public names end with. */
function zoneOf({ capabilities }: Platform): string {
  const host = capabilities.find((capability) => capability.host !== undefined)?.host;
  if (host === undefined)
    throw new Error("no capability has a public name: there is nothing that users could ask");
  return host.slice(host.indexOf(".") + 1);
}

/** What an authority answers for a name of one site, as deployed: its addresses never change, so that its time may stay. */
function siteNamePlan(
  { host, answered }: SiteNameLayout,
  provider: string,
  known: ReadonlyMap<string, string>,
): NamePlan[] {
  const own = answered[provider];
  if (!own) return [];
  const answers = own.urns.map((urn): AnswerPlan => ({ address: addressFor(host, urn, known), weight: 1 }));
  return [{ host, ttlSeconds: own.ttlSeconds, plain: true, answers }];
}

function addressFor(host: string, urn: string | undefined, known: ReadonlyMap<string, string>): string {
  const found = urn === undefined ? undefined : known.get(urn);
  if (found === undefined)
    throw new Error(`${host}: an answer leads to ${urn ?? "an address that isn't known"}`);
  return found;
}

function namePlan(
  { name: capability, addresses }: CapabilityPlan,
  host: string,
  name: NameAt,
  known: ReadonlyMap<string, string>,
): NamePlan {
  const answers = name.answers.map(({ address, weight, check }): AnswerPlan => {
    const found = addressFor(host, addresses[address]?.urn, known);
    return { address: found, weight, ...(check ? { check: checkPlan(check, capability, host) } : {}) };
  });
  return { host, capability, ttlSeconds: name.ttlSeconds, plain: name.plain, answers };
}

/** An interval and a time-out from how long it takes to see what is refused, and what hangs. */
function checkPlan(check: AnswerCheck, capability: string, host: string): CheckPlan {
  const intervalSeconds = check.redSeconds / check.threshold;
  const connectSeconds = check.deadSeconds / check.threshold - intervalSeconds;
  return {
    port: 443,
    path: healthPath(capability),
    host,
    intervalSeconds,
    threshold: check.threshold,
    connectSeconds,
    responseSeconds: Math.max(RESPONSE_SECONDS, connectSeconds),
    checkers: check.checkers.map((_, n) => ({ name: checkerName(n) })),
    unhealthyShare: check.unhealthyShare,
  };
}

const checkerName = (n: number): string => `checker-${n + 1}`;

/** Names of an authority's checkers that are lost with a region, a metro or a provider. */
export const checkersLostWith = ({ capabilities }: Platform, place: number, name: string): string[] => [
  ...new Set(
    capabilities.flatMap(({ answers }) =>
      (answers[place]?.answers ?? []).flatMap(({ check }) =>
        (check?.checkers ?? []).flatMap(({ lostWith }, n) =>
          lostWith.includes(name) ? [checkerName(n)] : [],
        ),
      ),
    ),
  ),
];
