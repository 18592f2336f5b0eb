import { facts } from "../../graph/clouds/facts";
import { healthPath } from "../../graph/health-path";
import type { CheckView } from "../../graph/views/checks";
import { isUnknown } from "../../graph/views/read";
import { publicWorkloads } from "../../graph/views/serving";
import { checksOfName } from "../answers/probing-checks";
import { publicNames } from "../answers/public-names";
import { unique } from "../pack/unique";
import type { Finding, Rule } from "../rule";

/** Of places to look from: fewer have no majority that outlives one of them. */
const MIN_VANTAGES = 3;

export const deepHealthCheck: Rule = {
  id: "deep-health-check",
  title: "Health checks ask what users ask, from several places",
  level: "mandatory",
  severity: "high",
  about: ["names"],
  why: "A port that is open, a path that says nothing of the capability or a single place to look from stays green while users get errors.",
  mend: "Ask by HTTPS for the capability's own path with its public name as Host, from three checker regions or vantage points or more.",
  counterparts: [],
  check(graph) {
    const workloads = publicWorkloads(graph);
    return unique(
      publicNames(graph).flatMap((name) => {
        const capability = workloads.get(name.host)?.find((workload) => workload.capability)?.capability;
        return checksOfName(graph, name).flatMap((check) => [
          ...shallow(name.host, capability, check),
          ...fewVantages(check),
        ]);
      }),
    );
  },
};

function shallow(host: string, capability: string | undefined, check: CheckView): Finding[] {
  const { protocol = "nothing that can be told", path } = check;
  const at = (found: string, wanted: string, unsure = false): Finding => ({
    urn: check.resource.urn,
    found,
    wanted,
    unsure,
  });
  const wantedPath =
    capability === undefined ? "a path that tests what users ask for" : healthPath(capability);
  if (!/^HTTPS?(_|$)/.test(protocol))
    return [
      at(
        `asks ${protocol} and no path for ${host}`,
        `HTTPS ${wantedPath}`,
        check.protocol === undefined && hidesSomething(check),
      ),
    ];
  const right = capability === undefined ? path !== undefined && path !== "/" : path === wantedPath;
  return [
    ...(right
      ? []
      : [
          at(
            `asks ${path ?? "no path that can be told"} for ${host}`,
            wantedPath,
            path === undefined && hidesSomething(check),
          ),
        ]),
    ...(protocol.startsWith("HTTPS") ? [] : [at(`asks ${host} by ${protocol}`, "HTTPS, as users do")]),
    // Users come to 443, which is what a check by HTTPS asks where it names no port.
    ...(capability === undefined || (check.port ?? 443) === 443
      ? []
      : [at(`asks port ${check.port} for ${host}`, "443, where users come")]),
    ...wrongHost(host, check).map((found) => at(found, `the Host ${host}`)),
  ];
}

/** What a check doesn't say is the cloud's default, unless something of it can't be read. */
const hidesSomething = ({ resource }: CheckView): boolean => Object.values(resource.inputs).some(isUnknown);

/** A check of an address has to say which name it asks for; one of an origin by a name of its own does so. */
function wrongHost(host: string, { host: asked, targets }: CheckView): string[] {
  if (targets.length === 0 || asked === host) return [];
  return [
    asked === undefined ? `asks an address for ${host} without a Host` : `asks for ${asked}, not ${host}`,
  ];
}

function fewVantages({ authority, vantageNames, resource }: CheckView): Finding[] {
  const { called, places, allUnlessNamed, operatorOf } = facts[authority].authority.checkers;
  const at = (found: string, wanted: string): Finding[] => [{ urn: resource.urn, found, wanted }];
  if (vantageNames.length === 0)
    return allUnlessNamed ? [] : at(`names no ${called}`, `${MIN_VANTAGES} or more`);
  const distinct = new Set(vantageNames.filter((name) => places?.includes(name) ?? true));
  if (distinct.size < MIN_VANTAGES) {
    return at(`looks from ${[...distinct].join(", ")}`, `${MIN_VANTAGES} or more ${called}`);
  }
  const operators = new Set([...distinct].map((name) => operatorOf?.(name) ?? name));
  return operators.size === 1
    ? at(`looks from ${[...distinct].join(", ")}, all at one provider`, `${called} at two providers or more`)
    : [];
}
