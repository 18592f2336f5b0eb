/** Buckets of OCI's Object Storage and how each is kept. */
import type { Graph, GraphResource, Properties } from "../../resource";
import { Buckets, type Parts, StoreIndex } from "../../views/buckets";
import { perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, booleanAt, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import type { StoreView } from "../views";

export const replicationPolicy = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";
const partTypes = { lifecycle: ["oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy"] };

export const ociStores = perGraph((graph: Graph): StoreIndex => {
  const buckets = new Buckets(graph, ["oci:ObjectStorage/bucket:Bucket"], "name");
  const parts = buckets.parts(graph, partTypes);
  const copies = new Set(
    (graph.byType.get(replicationPolicy) ?? []).flatMap((policy) =>
      buckets.meant(policy, "destinationBucketName"),
    ),
  );
  return new StoreIndex(
    buckets.all.map((bucket) =>
      storeView(buckets, bucket, parts.get(bucket.urn) ?? new Map(), copies.has(bucket)),
    ),
  );
});

function storeView(
  buckets: Buckets,
  resource: GraphResource,
  parts: Parts,
  readOnlyCopy: boolean,
): StoreView {
  const own = propertiesOf(resource);
  const versioning = at(own, "versioning");
  const access = at(own, "accessType");
  return {
    ...buckets.common(resource, parts),
    provider: "oci",
    versioning: isUnknown(versioning)
      ? "unknown"
      : versioning === "Enabled"
        ? "enabled"
        : versioning === "Suspended"
          ? "suspended"
          : "off",
    // Object Storage encrypts every object and can't be told not to.
    encrypted: true,
    ...picked(
      "publicBy",
      isUnknown(access)
        ? undefined
        : access === undefined || access === "NoPublicAccess"
          ? []
          : [`accessType ${JSON.stringify(access)}`],
    ),
    tlsOnly: true,
    ...picked("oldVersionDays", oldVersionDaysOf((parts.get("lifecycle") ?? []).map(propertiesOf))),
    readOnlyCopy,
  };
}

function oldVersionDaysOf(parts: readonly Properties[]): number | undefined {
  if (parts.some((part) => isUnknown(at(part, "rules")))) return undefined;
  const days = parts
    .flatMap((part) => listAt(part, "rules"))
    .filter(
      (rule) =>
        textAt(rule, "target") === "previous-object-versions" &&
        textAt(rule, "action") === "DELETE" &&
        booleanAt(rule, "isEnabled") === true &&
        at(rule, "objectNameFilter") === undefined,
    )
    .flatMap((rule) => {
      const amount = numberAt(rule, "timeAmount");
      return amount === undefined ? [] : [textAt(rule, "timeUnit") === "YEARS" ? amount * 365 : amount];
    });
  return days.length === 0 ? 0 : Math.min(...days);
}
