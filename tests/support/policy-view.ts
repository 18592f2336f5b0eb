/** What CrossGuard shows a stack policy of a graph. */
import * as proxies from "@pulumi/policy/proxy";
import { graphFromPolicy, type PolicyResource } from "../../graph/from-policy";
import type { Graph } from "../../graph/resource";

/** Its types leave it out, as it is for @pulumi/policy's own use. */
const { unknownCheckingProxy } = proxies as unknown as { unknownCheckingProxy(props: object): object };

/** A graph as @pulumi/policy hands it to a stack policy: outputs alone, behind a proxy that throws on unknowns. */
export function asPolicySees(graph: Graph): PolicyResource[] {
  const links = (urns: readonly string[]) =>
    urns.filter((urn) => graph.byUrn.has(urn)).map((urn) => ({ urn }));
  return graph.resources.map((one) => ({
    urn: one.urn,
    type: one.type,
    name: one.name,
    // A provider that computes nothing gives back what it was given.
    props: unknownCheckingProxy({ ...one.inputs, ...one.outputs }),
    opts: { protect: one.protect, ignoreChanges: one.ignoreChanges, aliases: one.aliases },
    ...(one.provider ? { provider: { urn: one.provider } } : {}),
    ...(one.parent ? { parent: { urn: one.parent } } : {}),
    dependencies: links(one.dependencies),
    propertyDependencies: Object.fromEntries(
      Object.entries(one.propertyDependencies).map(([input, urns]) => [input, links(urns)]),
    ),
  }));
}

/** The graph as it is read from that. */
export const inCrossGuard = (graph: Graph): Graph => graphFromPolicy(asPolicySees(graph));
