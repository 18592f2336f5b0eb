/** Buckets that are copied, with their versions. */
import type { BucketArgs, BucketReplicationConfigArgs, BucketVersioningArgs } from "@pulumi/aws/s3";
import type { Combination, Together } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";

const BUCKET = "aws:s3/bucket:Bucket";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";

const replicationOf = ({ inputs }: Registered) => inputs as Plain<BucketReplicationConfigArgs>;

/** What shows that a bucket keeps no versions; none where it does, or where that can't be told. */
function unversioned(bucketName: string, world: World): Registered | undefined {
  const settings = world.ofType(VERSIONING).filter(({ inputs }) => inputs.bucket === bucketName);
  const statusOf = ({ inputs }: Registered) =>
    (inputs as Plain<BucketVersioningArgs>).versioningConfiguration.status;
  if (settings.length > 0)
    return settings.some((setting) => statusOf(setting) === "Enabled") ? undefined : settings[0];
  const bucket = world.named(BUCKET, bucketName);
  if (bucket === undefined || !world.knowsAllOf(bucket)) return undefined;
  // Object Lock switches versions on by itself.
  const { versioning, objectLockEnabled } = bucket.inputs as Plain<BucketArgs>;
  return versioning?.enabled || objectLockEnabled ? undefined : bucket;
}

export const bucketCombinations: readonly Combination[] = [
  {
    id: "aws/replication-unversioned",
    refuses: "replication from or to a bucket without versions",
    source: {
      title: "Requirements for replication, S3 user guide",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication.html#replication-requirements",
    },
    subjects: [REPLICATION],
    others: [VERSIONING, BUCKET],
    check(replication, world) {
      const { bucket, rules } = replicationOf(replication);
      const ends = [
        { property: "bucket", name: bucket },
        ...rules.map(({ destination }, i) => ({
          property: `rules[${i}].destination.bucket`,
          name: destination.bucket.split(":").at(-1) ?? "",
        })),
      ];
      return ends.flatMap(({ property, name }): Together[] => {
        const because = unversioned(name, world);
        if (because === undefined) return [];
        return [{ property, reason: `${name} keeps no versions (${because.name})`, with: [because] }];
      });
    },
  },
  {
    id: "aws/replication-delete-markers",
    refuses:
      "a replication rule with a filter that doesn't say whether delete markers are copied, or that copies them by tags",
    source: {
      title: "ReplicationRule, S3 API reference",
      url: "https://docs.aws.amazon.com/AmazonS3/latest/API/API_ReplicationRule.html",
    },
    subjects: [REPLICATION],
    others: [],
    check: (replication) =>
      replicationOf(replication).rules.flatMap(({ filter, deleteMarkerReplication }, i): Together[] => {
        if (filter === undefined) return [];
        const property = `rules[${i}].deleteMarkerReplication`;
        if (deleteMarkerReplication === undefined)
          return [{ property, reason: "is required with a filter", with: [] }];
        const hasTags = filter.tag !== undefined || Object.keys(filter.and?.tags ?? {}).length > 0;
        return hasTags && deleteMarkerReplication.status === "Enabled"
          ? [{ property, reason: "must be Disabled where the filter names tags", with: [] }]
          : [];
      }),
  },
];
