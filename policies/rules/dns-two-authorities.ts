import type { Graph } from "../../graph/resource";
import { missingServers } from "../../graph/views/name-servers";
import type { AuthorityView, NameView } from "../../graph/views/names";
import { publicWorkloads, siteWorkloads } from "../../graph/views/serving";
import { type ZoneView, zonesOf } from "../../graph/views/zones";
import { differencesBetween, findingAt, silentBeside } from "../answers/authority-differences";
import { answerText, askedNames, authorityTitle } from "../answers/public-names";
import { answerKey } from "../answers/shares";
import { unevenSites } from "../pack/drained";
import type { Finding, Rule } from "../rule";

export const dnsTwoAuthorities: Rule = {
  id: "dns-two-authorities",
  title: "Two DNS authorities give the same answers",
  level: "mandatory",
  severity: "critical",
  about: ["names"],
  beside: true,
  why: "While the only authority is down nobody finds a site that is up, and two that disagree send users elsewhere than was planned for.",
  mend: "Answer every public name from both authorities with the same addresses, shares and time to live, and name both providers' servers at the zone's apex.",
  counterparts: [],
  check(graph, settings) {
    const drained = unevenSites(settings);
    const names = askedNames(graph);
    const zones = zonesOf(graph);
    return [
      ...unanswered(graph, names),
      ...names.flatMap((name) => authoritiesOf(name, drained, zones)),
      ...delegations(graph, zones),
    ];
  },
};

/** Names on workloads that no authority knows. */
function unanswered(graph: Graph, names: readonly NameView[]): Finding[] {
  const answered = new Set(names.map(({ host }) => host));
  return [...publicWorkloads(graph), ...siteWorkloads(graph)].flatMap(([host, [first]]) =>
    first === undefined || answered.has(host)
      ? []
      : [
          {
            urn: first.resource.urn,
            found: `serves ${host}, which no authority answers`,
            wanted: wantedBoth,
          },
        ],
  );
}
const wantedBoth = "the same answers from two authorities";

function authoritiesOf(
  { host, authorities }: NameView,
  drained: ReadonlySet<string>,
  zones: readonly ZoneView[],
): Finding[] {
  const types = new Set(authorities.map(({ recordType }) => recordType));
  return [...types].flatMap((type) => {
    const views = authorities.filter(({ recordType }) => recordType === type);
    const compared = onePerProvider(views);
    const [one] = compared;
    if (!one) return [];
    const alone = `answers ${host} with ${type} records from ${authorityTitle(one.provider)} alone`;
    return [
      ...(compared.length > 1
        ? [...differencesBetween(host, compared, drained), ...silentBeside(host, type, compared, zones)]
        : [findingAt(one, alone, wantedBoth)]),
      ...views.flatMap((view) => beneath(host, view)),
    ];
  });
}

const onePerProvider = (views: readonly AuthorityView[]): AuthorityView[] =>
  views.filter(({ provider }, index) => views.findIndex((view) => view.provider === provider) === index);

/** The record set that answers for a steering policy that is being replaced. */
function beneath(host: string, view: AuthorityView): Finding[] {
  if (view.answering !== "steering") return [];
  if (!view.beneath) {
    const found = `leaves ${host} without an answer while its attachment is replaced`;
    return [findingAt(view, found, "a plain record set of all addresses beneath it")];
  }
  const { resource, addresses, ttls } = view.beneath;
  const keys = new Set(addresses.map(({ key }) => key));
  const missing = view.answers.filter((answer) => !keys.has(answerKey(answer)));
  const stray = addresses.filter(({ key }) => !view.answers.some((answer) => answerKey(answer) === key));
  const wanted = "the addresses and the time to live of the steering policy above it";
  const at = (found: string, unsure = false): Finding[] => [{ urn: resource.urn, found, wanted, unsure }];
  if (keys.has(undefined)) return at(`holds addresses for ${host} that can't be told`, true);
  return [
    ...(missing.length > 0 ? at(`lacks ${missing.map(answerText).join(", ")} for ${host}`) : []),
    ...(stray.length > 0
      ? at(
          `holds ${stray.map(({ ip, resource: of }) => ip ?? of?.name).join(", ")} for ${host}, which the policy lacks`,
        )
      : []),
    ...(ttls.join() === view.ttls.join()
      ? []
      : at(`lives ${ttls.join(" and ") || "?"} s for ${host}, not ${view.ttl} s`)),
  ];
}

/** Each zone of a domain names the servers of all. */
function delegations(graph: Graph, all: readonly ZoneView[]): Finding[] {
  const byDomain = new Map<string, ZoneView[]>();
  for (const zone of all) {
    if (zone.private || zone.domain === undefined) continue;
    byDomain.set(zone.domain, [...(byDomain.get(zone.domain) ?? []), zone]);
  }
  return [...byDomain].flatMap(([domain, zones]) => {
    const providers = new Set(zones.map(({ provider }) => provider)).size;
    return zones.flatMap((zone) =>
      zones
        .filter((other) => other === zone || other.provider !== zone.provider)
        .flatMap((other) => {
          const missing = missingServers(graph, zone, other);
          if (!missing) return [];
          const which = missing.names.length > 0 ? `: ${missing.names.join(", ")}` : "";
          return [
            {
              urn: missing.resource.urn,
              found: `leaves out ${missing.count} of the ${missing.of} servers of ${authorityTitle(other.provider)} for ${domain}${which}`,
              wanted: `the servers of ${providers > 2 ? "all" : "both"} authorities`,
            },
          ];
        }),
    );
  });
}
