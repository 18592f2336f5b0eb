import { facts, providerNames } from "../../graph/clouds/facts";
import type { Graph } from "../../graph/resource";
import { copiesOf, mediaStoresOf, wrongWith } from "../../graph/views/copies";
import type { StoreView } from "../../graph/views/stores";
import { andText } from "../../graph/words";
import type { Finding, Rule } from "../rule";

/** What promises a time, of the clouds where something does. */
const boundedReplications = andText(
  [...providerNames].sort().flatMap((name) => facts[name].boundedReplication?.title ?? []),
);

export const crossRegionCopy: Rule = {
  id: "cross-region-copy",
  title: "A provider with media in two regions replicates it between them",
  level: "mandatory",
  severity: "high",
  about: ["stores"],
  beside: true,
  why: "While one provider is lost the other's regions are all there is, and a region that holds the only copy there is single again.",
  mend: `Let the provider replicate the bucket, all of its objects, to a bucket in another of its regions, with ${boundedReplications}.`,
  counterparts: ["Checkov: CKV_AWS_144", "AWS Config: s3-bucket-cross-region-replication-enabled"],
  check: (graph) => mediaStoresOf(graph).flatMap((store) => findings(graph, store)),
};

function findings(graph: Graph, store: StoreView): Finding[] {
  const { provider, placement, resource, readOnlyCopy } = store;
  const region = placement?.region;
  const others = mediaStoresOf(graph).filter(
    (other) =>
      other.provider === provider && other.placement !== undefined && other.placement.region !== region,
  );
  if (readOnlyCopy || others.length === 0) return [];
  const copies = copiesOf(graph).filter(({ from, kind }) => from === store && kind === "replication");
  const good = copies.filter(
    (copy) =>
      wrongWith(copy).length === 0 && copy.to?.placement !== undefined && copy.to.placement.region !== region,
  );
  if (good.length === 0) {
    const wrong = copies.flatMap(wrongWith);
    return [
      {
        urn: resource.urn,
        found:
          wrong.length === 0
            ? `is replicated to no other region of ${provider}`
            : `has a replication that ${wrong.join(" and ")}`,
        wanted: `a replica in another region of ${provider}`,
      },
    ];
  }
  const { boundedReplication } = facts[provider];
  if (!boundedReplication) return [];
  return good
    .filter(({ withinSeconds }) => withinSeconds === undefined)
    .map((copy) => ({
      urn: copy.resource.urn,
      found: `replicates to ${copy.toName} without a bound on the time`,
      wanted: boundedReplication.wanted,
    }));
}
