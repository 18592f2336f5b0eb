/** S3's buckets and how each is kept. */
import type { Graph, GraphResource, Properties, Value } from "../../resource";
import { Buckets, type Parts, StoreIndex } from "../../views/buckets";
import { perGraph } from "../../views/per-graph";
import { picked } from "../../views/picked";
import { at, booleanAt, isSet, isUnknown, listAt, numberAt, propertiesOf, textAt } from "../../views/read";
import type { ExpiryView, StoreView } from "../views";

const bucketTypes = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const partTypes = {
  versioning: ["aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"],
  encryption: [
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
  ],
  access: ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"],
  lifecycle: [
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
  ],
  policy: ["aws:s3/bucketPolicy:BucketPolicy"],
} as const;

export const awsStores = perGraph((graph: Graph): StoreIndex => {
  const buckets = new Buckets(graph, bucketTypes, "bucket");
  const parts = buckets.parts(graph, partTypes);
  return new StoreIndex(
    buckets.all.map((bucket) => storeView(buckets, bucket, parts.get(bucket.urn) ?? new Map())),
  );
});

function storeView(buckets: Buckets, resource: GraphResource, parts: Parts): StoreView {
  const own = propertiesOf(resource);
  const properties = (kind: keyof typeof partTypes): readonly Properties[] =>
    (parts.get(kind) ?? []).map(propertiesOf);
  return {
    ...buckets.common(resource, parts),
    provider: "aws",
    versioning: versioningOf(own, properties("versioning")),
    ...picked("encrypted", encryptedOf(own, properties("encryption"))),
    ...picked("publicBy", publicBy(properties("access"))),
    ...picked("tlsOnly", tlsOnly(properties("policy"))),
    ...picked("expiries", expiriesOf(own, properties("lifecycle"))),
    readOnlyCopy: false,
  };
}

function versioningOf(own: Properties, parts: readonly Properties[]): StoreView["versioning"] {
  const status = parts.length > 0 ? at(parts[0], "versioningConfiguration", "status") : undefined;
  if (isUnknown(status)) return "unknown";
  if (status === "Suspended") return "suspended";
  if (status !== undefined) return status === "Enabled" ? "enabled" : "off";
  const inline = at(own, "versioning", "enabled");
  return isUnknown(inline) ? "unknown" : booleanAt(inline) === true ? "enabled" : "off";
}

function encryptedOf(own: Properties, parts: readonly Properties[]): boolean | undefined {
  const inline = at(own, "serverSideEncryptionConfiguration", "rule");
  const rules = [...parts.map((part) => at(part, "rules")), ...(inline === undefined ? [] : [[inline]])];
  if (rules.some(isUnknown)) return undefined;
  return rules.some((list) =>
    listAt(list).some((rule) => at(rule, "applyServerSideEncryptionByDefault", "sseAlgorithm") !== undefined),
  );
}

const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

function publicBy(parts: readonly Properties[]): readonly string[] | undefined {
  if (parts.length === 0) return ["no public access block"];
  const open = blocks.filter((block) => !parts.some((part) => booleanAt(part, block) === true));
  if (open.some((block) => parts.some((part) => isUnknown(at(part, block))))) return undefined;
  return open.map((block) => `${block} not set`);
}

function tlsOnly(parts: readonly Properties[]): boolean | undefined {
  const policies = parts.map((part) => at(part, "policy"));
  if (policies.some(isUnknown)) return undefined;
  return policies.some((policy) => {
    const text = typeof policy === "string" ? policy : JSON.stringify(policy ?? null);
    return /"Effect":\s*"Deny"/.test(text) && /"aws:SecureTransport":\s*"?false/.test(text);
  });
}

/**
 * Rules that delete, for all objects or for some. A noncurrent version's days count from when it became one, and a rule
 * that keeps the newest few (`newerNoncurrentVersions`) deletes the fewer. Source: "Lifecycle configuration elements".
 */
function expiriesOf(own: Properties, parts: readonly Properties[]): readonly ExpiryView[] | undefined {
  if ([...parts.map((part) => at(part, "rules")), at(own, "lifecycleRules")].some(isUnknown))
    return undefined;
  const rules = [...parts.flatMap((part) => listAt(part, "rules")), ...listAt(own, "lifecycleRules")];
  const expiries = rules.map(expiriesOfRule);
  return expiries.includes(undefined) ? undefined : expiries.flatMap((of) => of ?? []);
}

/** Undefined where it isn't known yet. */
function expiriesOfRule(rule: Value): readonly ExpiryView[] | undefined {
  const on = at(rule, "status") ?? at(rule, "enabled");
  const expiration = at(rule, "expiration");
  const ages = ["days", "date"].map((key) => at(expiration, key));
  const noncurrent = at(rule, "noncurrentVersionExpiration");
  const days = at(noncurrent, "noncurrentDays") ?? at(noncurrent, "days");
  if ([rule, on, ...ages, days].some(isUnknown)) return undefined;
  if (on !== "Enabled" && booleanAt(on) !== true) return [];
  const named = picked("rule", textAt(rule, "id"));
  const ended: ExpiryView[] = [];
  // A rule that only tidies away markers of deletions has neither; 0 days stand for none.
  if (ages.some((age) => isSet(age) && numberAt(age) !== 0)) ended.push({ ...named, of: "objects" });
  if (isSet(noncurrent)) ended.push({ ...named, of: "old versions", daysToNotice: numberAt(days) ?? 0 });
  return ended;
}
