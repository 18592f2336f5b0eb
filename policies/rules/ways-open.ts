import type { WayView } from "../../graph/reach/ways";
import { waysOf } from "../../graph/reach/ways";
import type { Finding, Rule } from "../rule";

/**
 * Packets arrive where the platform needs them to: from users, from other sites, between pods, and from pods and nodes to
 * names, stores, identity, registry and control plane (graph/reach/expected.ts is the list). What several ways meet first
 * is one finding, with one of them. A way through something that can't be read can't be told.
 */
export const waysOpen: Rule = {
  id: "ways-open",
  title: "Everybody reaches whom they need",
  level: "mandatory",
  severity: "critical",
  about: ["workloads"],
  why: "One rule, route or policy in the way of packets takes a site from its users or its parts from each other, and shows in no replica count.",
  mend: "Open what is named for the ones who call, and for nobody else; or take away what was put in their way.",
  counterparts: ["AWS Reachability Analyzer", "OCI Network Path Analyzer"],
  check: (graph, settings) => findings(waysOf(graph, settings.stack?.untrusted ?? [])),
};

function findings(ways: readonly WayView[]): Finding[] {
  const met = new Map<string, { way: WayView; others: number }>();
  for (const way of ways) {
    if (!way.passage) continue;
    const { at, because, unsure } = way.passage;
    const key = `${at.urn} ${because} ${unsure === true}`;
    const known = met.get(key);
    if (known) known.others += 1;
    else met.set(key, { way, others: 0 });
  }
  return [...met.values()].map(({ way, others }) => finding(way, others));
}

function finding({ path, passage }: WayView, others: number): Finding {
  const { at, because, unsure } = passage as NonNullable<typeof passage>;
  const more = others === 0 ? "" : ` and of ${others} more ${others === 1 ? "way" : "ways"}`;
  return {
    urn: at.urn,
    found: `${because}: on the way ${path}${more}`,
    wanted: "a way that is open to its end",
    // How many meet it changes with the platform's size.
    key: because,
    ...(unsure ? { unsure: true } : {}),
  };
}
