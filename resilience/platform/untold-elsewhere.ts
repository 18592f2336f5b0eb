/** What a program that labels nothing leaves open of how its users fare: a verdict that leans on it can't be told. */
import { readerOf } from "../../graph/clouds";
import type { Graph } from "../../graph/resource";
import { siteIdOf } from "../../graph/sites";
import { nameOf } from "../../graph/urn";
import { namesOf } from "../../graph/views/names";
import { doorsOut, endsOf, partsAt, servingSites, zonalAt } from "../../graph/views/serving-parts";
import { workloadsOf } from "../../graph/views/workloads";
import type { Untold } from "./platform";

export function untoldElsewhere(graph: Graph): readonly Untold[] {
  const sites = servingSites(graph);
  const ids = sites.map(({ id }) => id);
  return [
    ...graph.notes
      .filter(({ kind }) => kind === "opaque")
      .map(({ urn }): Untold => ({ urn, what: `what ${nameOf(urn)} is made of` })),
    ...doorsOut(graph).flatMap(({ name, host, entrance }): Untold[] => {
      const answers =
        host === undefined
          ? []
          : (namesOf(graph).find((one) => one.host === host)?.authorities ?? []).flatMap(
              (one) => one.answers,
            );
      const led = entrance ? [endsOf(graph, entrance)] : answers.map((answer) => endsOf(graph, answer));
      const urn = entrance?.urn ?? answers[0]?.resource.urn ?? "";
      const open = led.filter((ends) => ends.length !== 1 || ends[0]?.placement === undefined).length;
      return [
        ...(open > 0 ? [{ urn, capability: name, what: `where all of ${name} leads to` }] : []),
        ...(answers.some(({ forPlaces }) => forPlaces)
          ? [{ urn, capability: name, what: `who gets no answer of ${name}, which has none for all places` }]
          : []),
      ];
    }),
    ...sites.flatMap(({ id }): Untold[] => [
      ...partsAt(graph, id)
        .filter(({ untold }) => untold)
        .map(({ resource }) => ({ urn: resource.urn, what: `how many of ${resource.name} run` })),
      ...zonalAt(graph, id)
        .filter(({ unsure }) => unsure)
        .map(({ resource }) => ({ urn: resource.urn, what: `whether ${resource.name} stands in one zone` })),
    ]),
    ...emptyClusters(graph, ids),
    ...databasesOfSomeSites(graph, ids),
  ];
}

/** What runs on a cluster is told elsewhere, where no workload of it is in the program. */
function emptyClusters(graph: Graph, ids: readonly string[]): Untold[] {
  const busy = new Set(workloadsOf(graph).map(({ site }) => site));
  return graph.resources.flatMap(({ type, urn, name, placement }): Untold[] => {
    const site = placement && siteIdOf(placement);
    const isCluster = readerOf({ type })?.clusters.types.has(type) === true;
    return isCluster && site !== undefined && ids.includes(site) && !busy.has(site)
      ? [{ urn, what: `what runs on the cluster ${name}` }]
      : [];
  });
}

/** A database at one of several sites may be what all of them need. */
function databasesOfSomeSites(graph: Graph, ids: readonly string[]): Untold[] {
  if (ids.length < 2) return [];
  const at = new Map<string, { readonly urn: string; readonly name: string; readonly site: string }[]>();
  for (const { type, urn, name, placement, custom, external } of graph.resources) {
    const reader = readerOf({ type });
    if (!custom || external || !placement || reader?.services.databases.has(type) !== true) continue;
    const site = siteIdOf(placement);
    at.set(type, [...(at.get(type) ?? []), { urn, name, site }]);
  }
  return [...at.values()].flatMap((found) => {
    const without = ids.filter((id) => !found.some(({ site }) => site === id));
    return without.length === 0
      ? []
      : found.map(({ urn, name, site }) => ({
          urn,
          what: `whether what serves at ${without.join(" and ")} needs the database ${name} at ${site}`,
        }));
  });
}
