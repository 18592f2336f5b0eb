/** The DNS side of the platform: authorities, and what each answers for a public name. */
import { assumedIn, toldValue } from "../../graph/clouds/assumed";
import { facts } from "../../graph/clouds/facts";
import type { Graph } from "../../graph/resource";
import { siteIdOf } from "../../graph/sites";
import { type AddressView, zoneOfAddress } from "../../graph/views/addresses";
import {
  asksAnAddress,
  changedAfterSeconds,
  deadAfterSeconds,
  timingOf,
} from "../../graph/views/check-timing";
import type { CheckView } from "../../graph/views/checks";
import { namesServersOf } from "../../graph/views/name-servers";
import { type AnswerView, type AuthorityView, namesOf } from "../../graph/views/names";
import { negativeSecondsOf } from "../../graph/views/negative-time";
import { hostOf, type ZoneView, zonesOf } from "../../graph/views/zones";
import type { Assumptions } from "../assumptions";
import { metroName } from "../faults/names";
import { authorityChecks } from "./authority-checks";
import type {
  Address,
  Answer,
  AnswerCheck,
  Authority,
  CapabilityPlan,
  Checker,
  NameAt,
  Site,
} from "./platform";

/** Public zones' authorities, one a provider, in the order of the providers' names. */
export function authoritiesOf(graph: Graph, assumptions: Assumptions): Authority[] {
  const zones = publicZones(graph);
  return zones.map((zone) => {
    const { answers, checks } = facts[zone.provider].authority;
    return {
      provider: zone.provider,
      urns: [zone.resource.urn],
      names: zones.flatMap((other, index) =>
        other === zone || namesServersOf(graph, zone, other) ? [index] : [],
      ),
      allUnhealthy: toldValue(answers.whenAllUnhealthy, assumptions),
      negativeSeconds: negativeSecondsOf(graph, zone) ?? toldValue(answers.negativeSeconds, assumptions),
      assumed: {
        threshold: assumptionNames(checks.threshold),
        region: assumptionNames(checks.needTheirRegion),
      },
    };
  });
}

export const assumptionNames = (told: unknown): string[] => assumedIn(told).map(({ name }) => name);

const publicZones = (graph: Graph): ZoneView[] => {
  const byProvider = new Map<string, ZoneView>();
  for (const zone of zonesOf(graph))
    if (!zone.private && !byProvider.has(zone.provider)) byProvider.set(zone.provider, zone);
  return [...byProvider.values()].sort((a, b) => (a.provider < b.provider ? -1 : 1));
};

/** The addresses of a name and its answers by authority; none for a capability without a public name. */
export function routesOf(
  graph: Graph,
  host: string | undefined,
  capability: string,
  sites: readonly Site[],
  assumptions: Assumptions,
): Pick<CapabilityPlan, "addresses" | "answers"> {
  const zones = publicZones(graph);
  const name =
    host === undefined ? undefined : namesOf(graph).find((candidate) => candidate.host === hostOf(host));
  const addresses: Address[] = [];
  const places = new Map<string, number>();
  const placeOf = (view: AddressView): number => {
    const key = view.key ?? `unknown ${addresses.length}`;
    let place = places.get(key);
    if (place === undefined) {
      place = addresses.length;
      places.set(key, place);
      const zone = zoneOfAddress(graph, view);
      addresses.push({
        ...(view.resource ? { urn: view.resource.urn } : {}),
        site: sites.findIndex(({ id }) => id === view.site),
        ...(zone === undefined ? {} : { zone }),
      });
    }
    return place;
  };
  const answers = zones.map((zone) => {
    const view = name?.authorities.find(({ provider }) => provider === zone.provider);
    return view && nameAt(view, capability, sites, addresses, placeOf, assumptions);
  });
  return { addresses, answers };
}

function nameAt(
  view: AuthorityView,
  capability: string,
  sites: readonly Site[],
  addresses: readonly Address[],
  placeOf: (address: AddressView) => number,
  assumptions: Assumptions,
): NameAt {
  const plain = view.answering === "plain";
  const { drainedBy } = facts[view.provider].authority.answers;
  const answers = view.answers
    .filter(({ disabled }) => !disabled)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((answer): Answer => {
      const address = placeOf(answer.address);
      const site = sites[addresses[address]?.site ?? -1];
      const check = checkOf(answer, capability, site, assumptions);
      // Weights that aren't edited for a drain stay: the checks see the red health.
      const drained = site?.drained === true && drainedBy === "weights";
      return { address, weight: drained ? 0 : (answer.weight ?? 1), ...(check ? { check } : {}) };
    });
  return { ttlSeconds: view.ttl ?? assumptions.untoldTtlSeconds, plain, answers };
}

/** The check that can take an answer out, and how soon; undefined where none can. */
export function checkOf(
  answer: AnswerView,
  capability: string,
  site: Site | undefined,
  assumptions: Assumptions,
): AnswerCheck | undefined {
  const { check } = answer;
  // An answer that is not exactly a target of its check counts as well; so does one whose check is switched off.
  if (!check || check.disabled || check.inverted || answer.checkedExactly === false) return undefined;
  if (!asksAnAddress(check.protocol ?? "")) return undefined;
  const { authority } = facts[check.authority];
  const judging = authorityChecks(authority, assumptions);
  const timing = timingOf(check, judging);
  // One of which nobody knows how often it asks is taken to notice nothing.
  if (timing === undefined) return undefined;
  const health = site?.health?.byCapability[capability];
  const sees =
    check.protocol !== "TCP" && health !== undefined && check.path === health.path ? "health" : "death";
  const needsRegion = toldValue(authority.checks.needTheirRegion, assumptions);
  const region = needsRegion && check.resource.placement ? siteIdOf(check.resource.placement) : undefined;
  return {
    urn: check.resource.urn,
    sees,
    redSeconds: changedAfterSeconds(timing),
    deadSeconds: deadAfterSeconds(timing),
    upSeconds: changedAfterSeconds(timing),
    threshold: timing.threshold,
    unhealthyShare: judging.unhealthyShare,
    ...(region === undefined ? {} : { region }),
    checkers: checkersOf(check),
  };
}

/** Who looks for a check: from the places that it names, or from all where it names none. */
function checkersOf({ authority, vantageNames }: CheckView): Checker[] {
  const { places, allUnlessNamed, inside, placeOf } = facts[authority].authority.checkers;
  const names = vantageNames.length > 0 ? vantageNames : allUnlessNamed ? (places ?? []) : [];
  return [...new Set(names)].map((name) => {
    const { operator = inside ? authority : undefined, region, metro } = placeOf?.(name) ?? {};
    return {
      ...(operator === undefined ? {} : { operator }),
      lostWith: [
        ...(operator === undefined ? [] : [operator]),
        ...(operator === undefined || region === undefined ? [] : [siteIdOf({ provider: operator, region })]),
        ...(metro === undefined ? [] : [metroName(metro)]),
      ],
    };
  });
}
