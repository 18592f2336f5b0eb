/** For how long resolvers keep it that a zone has no such name or no address of it, by the SOA record that a program writes. */
import { allReaders } from "../clouds";
import type { StartOfAuthority, ZoneView } from "../clouds/dns-views";
import type { Graph } from "../resource";
import { perGraph } from "./per-graph";

/**
 * Seconds: the lesser of the record's own time to live and its last value (RFC 2308, section 5). Undefined where the
 * program writes no such record, or one of which nothing is known.
 */
export function negativeSecondsOf(graph: Graph, zone: ZoneView): number | undefined {
  const start = startsByZone(graph).get(zone.resource.urn);
  if (!start) return undefined;
  const last = start.text?.trim().split(/\s+/).at(-1);
  const known = [start.ttl, last === undefined ? undefined : Number(last)].filter(
    (seconds): seconds is number => seconds !== undefined && Number.isFinite(seconds) && seconds >= 0,
  );
  return known.length === 0 ? undefined : Math.min(...known);
}

const startsByZone = perGraph(
  (graph): ReadonlyMap<string, StartOfAuthority> =>
    new Map(
      allReaders()
        .flatMap(({ dns }) => [...dns.startsOfAuthority(graph)])
        .map((start) => [start.zone.resource.urn, start]),
    ),
);
