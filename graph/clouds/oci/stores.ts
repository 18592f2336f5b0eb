/** Buckets of OCI's Object Storage and how each is kept. */
import type { Graph, GraphResource, Properties } from "../../resource";
import { Buckets, type Parts, StoreIndex } from "../../views/buckets";
import { perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, booleanAt, isUnknown, listAt, propertiesOf, textAt } from "../../views/read";
import type { ExpiryView, StoreView } from "../views";

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
    ...picked("expiries", expiriesOf((parts.get("lifecycle") ?? []).map(propertiesOf))),
    readOnlyCopy,
  };
}

/**
 * Rules that delete, for all objects or for some. Whatever their days, an old version's count from when its object was
 * written: it may go at once when it is deleted. Source: "Using Object Lifecycle Management", `ObjectLifecycleRule`.
 */
function expiriesOf(parts: readonly Properties[]): readonly ExpiryView[] | undefined {
  if (parts.some((part) => isUnknown(at(part, "rules")))) return undefined;
  const rules = parts.flatMap((part) => listAt(part, "rules"));
  const deciding = ["target", "action", "isEnabled"];
  if (rules.some((rule) => isUnknown(rule) || deciding.some((key) => isUnknown(at(rule, key)))))
    return undefined;
  return rules
    .filter((rule) => textAt(rule, "action") === "DELETE" && booleanAt(rule, "isEnabled") === true)
    .map((rule): ExpiryView => {
      const named = picked("rule", textAt(rule, "name"));
      return textAt(rule, "target") === "previous-object-versions"
        ? { ...named, of: "old versions", daysToNotice: 0 }
        : { ...named, of: "objects" };
    });
}
