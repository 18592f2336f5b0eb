/** How the doors of a program that labels nothing are answered: by its public names, or by its cloud's own. */

import { readerOf } from "../../graph/clouds";
import { toldValue } from "../../graph/clouds/assumed";
import type { ProviderName } from "../../graph/clouds/contract";
import { facts } from "../../graph/clouds/facts";
import type { Graph, GraphResource } from "../../graph/resource";
import { type SiteInGraph, siteIdOf } from "../../graph/sites";
import { type AnswerView, type AuthorityView, namesOf } from "../../graph/views/names";
import { endpointsOf } from "../../graph/views/serving";
import { type DoorOut, doorsOut, endsOf } from "../../graph/views/serving-parts";
import type { Assumptions } from "../assumptions";
import { assumptionNames, authoritiesOf, checkOf } from "./from-graph-dns";
import type { Address, Answer, AnswerCheck, Authority, CapabilityPlan, NameAt } from "./platform";

/** Those whose zones are in the program, and those that answer all the same: records in a zone of somebody else's. */
export function authoritiesElsewhere(graph: Graph, assumptions: Assumptions): Authority[] {
  const own = authoritiesOf(graph, assumptions);
  const answering = doorsOut(graph).flatMap((door): ProviderName[] =>
    door.host === undefined
      ? endsOf(graph, door.entrance as GraphResource).flatMap(({ placement }) => placement?.provider ?? [])
      : viewsOf(graph, door.host).map(({ provider }) => provider),
  );
  const missing = [...new Set(answering)]
    .filter((name) => !own.some(({ provider }) => provider === name))
    .sort();
  return [
    ...own,
    ...missing.map((provider, index): Authority => {
      const { answers, checks } = facts[provider].authority;
      return {
        provider,
        urns: [],
        names: [own.length + index],
        allUnhealthy: toldValue(answers.whenAllUnhealthy, assumptions),
        negativeSeconds: toldValue(answers.negativeSeconds, assumptions),
        assumed: {
          threshold: assumptionNames(checks.threshold),
          region: assumptionNames(checks.needTheirRegion),
        },
      };
    }),
  ];
}

const viewsOf = (graph: Graph, host: string): readonly AuthorityView[] =>
  namesOf(graph).find((name) => name.host === host)?.authorities ?? [];

export function routesElsewhere(
  graph: Graph,
  door: DoorOut,
  sites: readonly SiteInGraph[],
  authorities: readonly Authority[],
  assumptions: Assumptions,
): Pick<CapabilityPlan, "addresses" | "answers"> {
  const addresses: Address[] = [];
  const placeOf = (end: GraphResource | undefined): number => {
    const site = sites.findIndex(({ id }) => end?.placement && siteIdOf(end.placement) === id);
    const known = addresses.findIndex(({ urn }) => urn !== undefined && urn === end?.urn);
    return known >= 0 ? known : addresses.push({ ...(end ? { urn: end.urn } : {}), site }) - 1;
  };
  if (door.host === undefined) {
    const ends = endsOf(graph, door.entrance as GraphResource);
    const answers = authorities.map(({ provider }): NameAt | undefined => {
      const own = ends.filter(({ placement }) => placement?.provider === provider);
      return own.length === 0
        ? undefined
        : {
            ttlSeconds:
              facts[provider as ProviderName].authority.answers.aliasTtlSeconds ??
              assumptions.untoldTtlSeconds,
            plain: true,
            answers: own.map((end) => ({ address: placeOf(end), weight: 1 })),
          };
    });
    return { addresses, answers };
  }
  const views = viewsOf(graph, door.host);
  const answers = authorities.map(({ provider }) => {
    // Of several types, A and AAAA, the first stands for all.
    const view = views.find((one) => one.provider === provider);
    return view && nameAt(graph, view, placeOf, assumptions);
  });
  return { addresses, answers };
}

function nameAt(
  graph: Graph,
  view: AuthorityView,
  placeOf: (end: GraphResource | undefined) => number,
  assumptions: Assumptions,
): NameAt {
  const { aliasTtlSeconds } = facts[view.provider].authority.answers;
  const answers = view.answers
    .filter(({ disabled }) => !disabled)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((answer): Answer => {
      const check = quickest([checkOf(answer, "", undefined, assumptions), targetCheck(graph, answer)]);
      const weight = answer.standby ? 0 : (answer.weight ?? 1);
      const [end] = endsOf(graph, answer);
      return { address: placeOf(end), weight, ...(check ? { check } : {}) };
    });
  const isAlias = view.answers.some(({ target }) => target !== undefined);
  return {
    ttlSeconds: view.ttl ?? (isAlias ? aliasTtlSeconds : undefined) ?? assumptions.untoldTtlSeconds,
    plain: view.answering === "plain",
    answers,
  };
}

/** An alias that asks whether what it leads to is well: the cloud tells its own authority, without checkers. */
function targetCheck(graph: Graph, answer: AnswerView): AnswerCheck | undefined {
  if (answer.evaluatesTarget !== true) return undefined;
  const [end] = endpointsOf(graph, answer);
  const seconds = end && readerOf(end)?.serving.targetSeconds(graph, end);
  return end && seconds !== undefined
    ? {
        urn: answer.resource.urn,
        sees: "death",
        redSeconds: seconds,
        deadSeconds: seconds,
        upSeconds: seconds,
        threshold: 1,
        unhealthyShare: 1,
        checkers: [],
      }
    : undefined;
}

/** Either takes the answer out: the one that does so first. */
const quickest = (checks: readonly (AnswerCheck | undefined)[]): AnswerCheck | undefined =>
  checks.flatMap((check) => check ?? []).sort((a, b) => a.deadSeconds - b.deadSeconds)[0];
