import { facts, providerNames } from "../../graph/clouds/facts";
import type { Graph } from "../../graph/resource";
import { UNKNOWN_TARGET } from "../../graph/views/answers";
import type { AnswerView, NameView } from "../../graph/views/names";
import { madeFrom } from "../../graph/views/read";
import { hostOf, zonesOf } from "../../graph/views/zones";
import { askedNames } from "../answers/public-names";
import type { Finding, Rule } from "../rule";

export const providerNeutralAnswers: Rule = {
  id: "provider-neutral-answers",
  title: "No answer leans on a provider's own names",
  level: "mandatory",
  severity: "high",
  about: ["names"],
  why: "A name of the provider is resolved by the provider's own DNS, whose outage then is yours, and no other authority can give the same answer.",
  mend: `Answer with static addresses: ${[...providerNames]
    .sort()
    .map((name) => facts[name].staticAddresses)
    .join(", ")}.`,
  counterparts: [],
  check(graph) {
    const names = askedNames(graph);
    const own = new Set(names.map(({ host }) => host));
    return names.flatMap((name) =>
      answersOf(name).flatMap((answer) => leaning(graph, own, name.host, answer)),
    );
  },
};

const answersOf = ({ authorities }: NameView): AnswerView[] => authorities.flatMap(({ answers }) => answers);

function leaning(graph: Graph, own: ReadonlySet<string>, host: string, answer: AnswerView): Finding[] {
  const { resource, target, evaluatesTarget } = answer;
  if (target === undefined || own.has(hostOf(target))) return [];
  const isAlias = evaluatesTarget !== undefined;
  const makers = target === UNKNOWN_TARGET ? makersOf(graph, answer) : [];
  const isNeutral =
    target === UNKNOWN_TARGET
      ? makers.length > 0 && makers.every(isRecord)
      : // An alias of what isn't a record of one's own is one of a provider's.
        !isAlias && !belongsToProvider(target);
  if (isNeutral) return [];
  const maker = makers.find((type) => !isRecord(type));
  return [
    {
      urn: resource.urn,
      found: `answers ${host} with ${isAlias ? "an alias of" : "a CNAME to"} ${target}${maker === undefined ? "" : `, made from ${maker}`}`,
      wanted: "static addresses, or a name of your own",
      unsure: target === UNKNOWN_TARGET && maker === undefined,
    },
  ];
}

/** Types of what a name that isn't known yet is made from. */
function makersOf(graph: Graph, { resource }: AnswerView): string[] {
  const made = ["aliases", "records", "items", "answers", "rdata"].flatMap((input) =>
    madeFrom(resource, input),
  );
  // An alias names the zone that it is in beside the record.
  const zones = new Set(zonesOf(graph).map((zone) => zone.resource.urn));
  return made.filter((urn) => !zones.has(urn)).flatMap((urn) => graph.byUrn.get(urn)?.type ?? []);
}

const isRecord = (type: string): boolean =>
  providerNames.some((name) => type.startsWith(`${facts[name].authority.module}/`));

/** The names under which clouds that aren't used here hand out their services. */
const foreignDomains = [
  "appspot.com",
  "azure.com",
  "azure-api.net",
  "azureedge.net",
  "azurefd.net",
  "azurewebsites.net",
  "cloudfunctions.net",
  "googlehosted.com",
  "googleusercontent.com",
  "run.app",
  "trafficmanager.net",
  "windows.net",
];

function belongsToProvider(name: string): boolean {
  const host = hostOf(name);
  const domains = [...foreignDomains, ...providerNames.flatMap((name) => facts[name].ownDomains)];
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
