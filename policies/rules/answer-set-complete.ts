import type { Graph } from "../../graph/resource";
import { addressesOn, closedBecause, entrancesAt } from "../../graph/views/entrances";
import type { AnswerView, AuthorityView } from "../../graph/views/names";
import { publicWorkloads, siteWorkloads } from "../../graph/views/serving";
import { answerText, askedNames, authorityTitle } from "../answers/public-names";
import { drainedSites } from "../pack/drained";
import type { PackSettings } from "../pack/settings";
import type { Finding, Rule } from "../rule";

export const answerSetComplete: Rule = {
  id: "answer-set-complete",
  title: "A name is answered with exactly the sites that serve it",
  level: "mandatory",
  severity: "critical",
  about: ["names"],
  beside: true,
  why: "A site that no answer leads to is paid for and helps nobody, and an answer that leads to nothing fails the users who draw it.",
  mend: "Answer the name with every address of each site that runs its workload, and with no other.",
  counterparts: [],
  check(graph, settings) {
    const served = new Map([...publicWorkloads(graph), ...siteWorkloads(graph)]);
    // Which site serves which name is told by the workloads' labels alone.
    if (served.size === 0) return [];
    const weightless = mayWeighNothing(settings);
    return askedNames(graph).flatMap(({ host, authorities }) => {
      const sites = new Set((served.get(host) ?? []).flatMap(({ site }) => site ?? []));
      return authorities.flatMap((authority) => [
        ...siteFindings(host, authority, sites, weightless),
        ...addressFindings(graph, host, authority),
      ]);
    });
  },
};

/** A site that is drained, or has no share of the traffic. */
function mayWeighNothing(settings: PackSettings): (site: string) => boolean {
  const drained = drainedSites(settings);
  return (site) => drained.has(site) || settings.stack?.shares?.[site] === 0;
}

function siteFindings(
  host: string,
  { provider, answers, policy, resources }: AuthorityView,
  serving: ReadonlySet<string>,
  weightless: (site: string) => boolean,
): Finding[] {
  const authority = authorityTitle(provider);
  const urn = (policy ?? resources[0])?.urn ?? "";
  const gets = ({ disabled, weight, address: { site } }: AnswerView) =>
    !disabled && (weight !== 0 || (site !== undefined && weightless(site)));
  const answered = new Set(answers.filter(gets).flatMap(({ address }) => address.site ?? []));
  const missing = [...serving].filter((site) => !answered.has(site));
  const stray = answers.filter(({ address: { site } }) => site !== undefined && !serving.has(site));
  const found = (text: string) => `answers ${host} from ${authority} ${text}`;
  return [
    ...missing.map((site) => ({
      urn,
      found: found(`without ${site}, which serves it`),
      wanted: "an answer for every site that serves the name",
    })),
    ...stray.map((answer) => ({
      urn: answer.resource.urn,
      found: found(`with ${answerText(answer)} of ${answer.address.site}, which doesn't serve it`),
      wanted: serving.size > 0 ? `the addresses of ${[...serving].join(", ")}` : "a workload that serves it",
    })),
  ];
}

function addressFindings(graph: Graph, host: string, { provider, answers }: AuthorityView): Finding[] {
  const answered = new Set(answers.map(({ address }) => address.key));
  const addressed = answers.filter(({ target }) => target === undefined);
  const entrances = addressed.map((answer) => ({ answer, listening: entrancesAt(graph, answer.address) }));
  const untaken = entrances
    .filter(({ listening }) => listening.length === 0)
    .map(({ answer }) => ({
      urn: answer.resource.urn,
      found: `answers ${host} from ${authorityTitle(provider)} with ${answerText(answer)}, ${reason(answer)}`,
      wanted: "an address that a site's load balancer listens on",
      unsure: answer.address.key === undefined,
    }));
  const closed = entrances.flatMap(({ answer, listening }) => {
    const reasons = listening.map((entrance) => ({ entrance, why: closedBecause(graph, entrance, 443) }));
    const [first] = reasons;
    // One of several entrances on an address may be for something else.
    if (!first || reasons.some(({ why }) => why === undefined)) return [];
    return [
      {
        urn: first.entrance.urn,
        found: `takes the users of ${host} on ${answerText(answer)}, but is a load balancer ${first.why}`,
        wanted: "port 443 open and led to the workloads",
      },
    ];
  });
  const all = new Map(
    entrances.flatMap(({ answer, listening }) => listening.map((entrance) => [entrance, answer])),
  );
  const partial = [...all].flatMap(([entrance, { resource }]) =>
    addressesOn(graph, entrance)
      .filter(({ key }) => !answered.has(key))
      .map(({ ip, resource: address }) => ({
        urn: resource.urn,
        found: `answers ${host} from ${authorityTitle(provider)} without ${ip ?? address?.name}, on which ${entrance.name} listens too`,
        wanted: "every address of the load balancer",
      })),
  );
  return [...untaken, ...closed, ...partial];
}

function reason({ address }: AnswerView): string {
  if (address.key === undefined) return "which can't be told";
  return address.resource ? "on which no load balancer listens" : "which is no address of this program";
}
