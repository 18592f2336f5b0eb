import type { Graph } from "../../graph/resource";
import { missingServers } from "../../graph/views/name-servers";
import type { AnswerView, AuthorityView, NameView } from "../../graph/views/names";
import { numberAt, propertiesOf } from "../../graph/views/read";
import { publicWorkloads } from "../../graph/views/serving";
import { type ZoneView, zonesOf } from "../../graph/views/zones";
import { answerText, authorityTitle, publicNames } from "../answers/public-names";
import { answerKey, sharesOf } from "../answers/shares";
import { drainedSites } from "../pack/drained";
import type { Finding, Rule } from "../rule";

/** Integer weights of two providers can't be the same shares to the last digit. */
const TOLERANCE = 0.005;

export const dnsTwoAuthorities: Rule = {
  id: "dns-two-authorities",
  title: "Two DNS authorities give the same answers",
  level: "mandatory",
  severity: "critical",
  why: "While the only authority is down nobody finds a site that is up, and two that disagree send users elsewhere than was planned for.",
  mend: "Answer every public name from both authorities with the same addresses, shares and time to live, and name both providers' servers at the zone's apex.",
  counterparts: [],
  check(graph, settings) {
    const drained = drainedSites(settings);
    const names = publicNames(graph);
    return [
      ...unanswered(graph, names),
      ...names.flatMap((name) => authoritiesOf(name, drained)),
      ...delegations(graph),
    ];
  },
};

/** Names on workloads that no authority knows. */
function unanswered(graph: Graph, names: readonly NameView[]): Finding[] {
  const answered = new Set(names.map(({ host }) => host));
  return [...publicWorkloads(graph)].flatMap(([host, [first]]) =>
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

function authoritiesOf({ host, authorities }: NameView, drained: ReadonlySet<string>): Finding[] {
  const types = new Set(authorities.map(({ recordType }) => recordType));
  return [...types].flatMap((type) => {
    const views = authorities.filter(({ recordType }) => recordType === type);
    const [one] = views;
    const other = views.find(({ provider }) => provider !== one?.provider);
    if (!one) return [];
    const alone = `answers ${host} with ${type} records from ${authorityTitle(one.provider)} alone`;
    return [
      ...(other ? differences(host, one, other, drained) : [finding(one, alone, wantedBoth)]),
      ...views.flatMap((view) => beneath(host, view)),
    ];
  });
}

const finding = ({ policy, resources }: AuthorityView, found: string, wanted: string): Finding => ({
  urn: (policy ?? resources[0])?.urn ?? "",
  found,
  wanted,
});

function differences(
  host: string,
  one: AuthorityView,
  other: AuthorityView,
  drained: ReadonlySet<string>,
): Finding[] {
  const untold = [one, other].find(({ answers }) =>
    answers.some((answer) => answerKey(answer) === undefined),
  );
  if (untold) {
    const found = `answers ${host} from ${authorityTitle(untold.provider)} with addresses that can't be told`;
    return [finding(untold, found, `those of the other authority`)];
  }
  const lacking = [...lacks(host, one, other), ...lacks(host, other, one)];
  return [
    ...lacking,
    ...(lacking.length === 0 ? shareDifferences(host, one, other, drained) : []),
    ...ttlDifferences(host, one, other),
    ...[one, other].flatMap((view) => limits(host, view)),
    ...zoneless(host, one, other),
  ];
}

/** Answers of one that the other hasn't. */
function lacks(host: string, view: AuthorityView, other: AuthorityView): Finding[] {
  const keys = new Set(view.answers.map(answerKey));
  const missing = other.answers.filter((answer) => !keys.has(answerKey(answer)));
  if (missing.length === 0) return [];
  const found = `doesn't answer ${host} with ${missing.map(answerText).join(", ")} from ${authorityTitle(view.provider)}`;
  return [finding(view, found, `the answers that ${authorityTitle(other.provider)} gives`)];
}

function shareDifferences(
  host: string,
  one: AuthorityView,
  other: AuthorityView,
  drained: ReadonlySet<string>,
): Finding[] {
  // A site that is drained by hand weighs nothing in Route 53; OCI's weights stay, and its monitors drain it.
  const counts = ({ address }: AnswerView) => address.site === undefined || !drained.has(address.site);
  const shares = sharesOf(one, counts);
  const others = sharesOf(other, counts);
  if (!shares && !others) return [];
  if (!shares || !others) {
    const [view, weighing] = shares ? [other, one] : [one, other];
    const found = `answers ${host} from ${authorityTitle(view.provider)} without a weight for every answer`;
    return [finding(view, found, `the shares that ${authorityTitle(weighing.provider)} gives`)];
  }
  // A weight that is changed changes the share of every answer: the one that is furthest off is told.
  const [furthest] = one.answers
    .filter(counts)
    .map((answer) => {
      const key = answerKey(answer) ?? "";
      const [share, wanted] = [shares.get(key) ?? 0, others.get(key) ?? 0];
      return { answer, share, wanted, difference: Math.abs(share - wanted) };
    })
    .sort((a, b) => b.difference - a.difference);
  if (!furthest || furthest.difference <= TOLERANCE) return [];
  const { answer, share, wanted } = furthest;
  return [
    {
      urn: answer.resource.urn,
      found: `answers ${host} with ${answerText(answer)} for ${percent(share)} of the queries`,
      wanted: `${percent(wanted)}, as ${authorityTitle(other.provider)} does`,
    },
  ];
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function ttlDifferences(host: string, one: AuthorityView, other: AuthorityView): Finding[] {
  const views = [one, other].filter(({ answers }) => answers.some(({ target }) => target === undefined));
  const ttls = new Set(views.flatMap((view) => view.ttls));
  const untold = views.find((view) => view.ttls.length === 0);
  if (untold) {
    return [
      finding(
        untold,
        `answers ${host} for a time that can't be told`,
        "the same time to live as the other authority",
      ),
    ];
  }
  if (ttls.size <= 1) return [];
  const found = views.map((view) => `${view.ttls.join(" and ")} s from ${authorityTitle(view.provider)}`);
  const odd = views.flatMap(({ answers }) => answers).find((answer) => !isUsual(answer, views));
  const urn = (odd ?? one.answers[0])?.resource.urn ?? "";
  return [
    { urn, found: `answers ${host} with a time to live of ${found.join(", ")}`, wanted: "one time to live" },
  ];
}

/** Whether a record lives as long as something of each authority does. */
function isUsual({ resource }: AnswerView, views: readonly AuthorityView[]): boolean {
  const ttl = numberAt(propertiesOf(resource), "ttl");
  return ttl === undefined || views.every(({ ttls }) => ttls.includes(ttl));
}

/** Route 53's weights give one answer at a time; a policy that gives more gives other shares. */
function limits(host: string, view: AuthorityView): Finding[] {
  if (view.answering !== "steering" || view.limit === 1) return [];
  const found = `gives ${view.limit ?? "all"} answers for ${host} at a time`;
  return [finding(view, found, "one, as records with weights do")];
}

/** Without one of the zones, whether it names the other's servers can't be told. */
function zoneless(host: string, one: AuthorityView, other: AuthorityView): Finding[] {
  // Records alone, in zones that another program makes, are that program's to judge.
  if (!one.zone && !other.zone) return [];
  return [one, other].flatMap((view) => {
    const { zone, provider } = view;
    const domain = zone?.domain;
    if (domain !== undefined && (host === domain || host.endsWith(`.${domain}`))) return [];
    const which = zone
      ? `the zone ${domain ?? "of a name that isn't known"}`
      : "a zone that isn't in the program";
    const found = `answers ${host} from ${authorityTitle(provider)} in ${which}`;
    return [finding(view, found, "the zone of the name, so that its name servers can be told")];
  });
}

/** The record set that answers for a steering policy that is being replaced. */
function beneath(host: string, view: AuthorityView): Finding[] {
  if (view.answering !== "steering") return [];
  if (!view.beneath) {
    const found = `leaves ${host} without an answer while its attachment is replaced`;
    return [finding(view, found, "a plain record set of all addresses beneath it")];
  }
  const { resource, addresses, ttls } = view.beneath;
  const keys = new Set(addresses.map(({ key }) => key));
  const missing = view.answers.filter((answer) => !keys.has(answerKey(answer)));
  const stray = addresses.filter(({ key }) => !view.answers.some((answer) => answerKey(answer) === key));
  const wanted = "the addresses and the time to live of the steering policy above it";
  const at = (found: string): Finding[] => [{ urn: resource.urn, found, wanted }];
  if (keys.has(undefined)) return at(`holds addresses for ${host} that can't be told`);
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
function delegations(graph: Graph): Finding[] {
  const byDomain = new Map<string, ZoneView[]>();
  for (const zone of zonesOf(graph)) {
    if (zone.private || zone.domain === undefined) continue;
    byDomain.set(zone.domain, [...(byDomain.get(zone.domain) ?? []), zone]);
  }
  return [...byDomain].flatMap(([domain, zones]) =>
    zones.flatMap((zone) =>
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
              wanted: "the servers of both authorities",
            },
          ];
        }),
    ),
  );
}
