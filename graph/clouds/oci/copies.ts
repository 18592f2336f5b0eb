/** Object Storage's own replication between buckets. */
import type { Graph, GraphResource } from "../../resource";
import type { StoreIndex } from "../../views/buckets";
import { picked } from "../../views/picked";
import { propertiesOf, textAt } from "../../views/read";
import { regionNamed } from "../regions";
import type { CopyView } from "../views";
import { ociStores, replicationPolicy } from "./stores";

export const ociCopies = (graph: Graph): readonly CopyView[] =>
  (graph.byType.get(replicationPolicy) ?? []).map((policy) => copyOf(ociStores(graph), policy));

function copyOf(stores: StoreIndex, policy: GraphResource): CopyView {
  const properties = propertiesOf(policy);
  const from = stores.meantBy(policy, "bucket");
  const to = stores.meantBy(policy, "destinationBucketName");
  const named = textAt(properties, "destinationRegionName");
  const region = named === undefined ? undefined : (regionNamed("oci", named)?.name ?? named);
  const isThere = region === undefined || to?.placement === undefined || to.placement.region === region;
  return {
    resource: policy,
    kind: "replication",
    ...picked("from", from),
    ...picked("to", isThere ? to : undefined),
    fromName: from?.bucket ?? textAt(properties, "bucket") ?? "a bucket not known yet",
    toName: `${textAt(properties, "destinationBucketName") ?? "a bucket not known yet"} in ${region ?? "a region not known yet"}`,
    enabled: true,
  };
}
