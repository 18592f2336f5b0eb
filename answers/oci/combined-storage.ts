/** Buckets that are copied, kept and cleared. */
import type { BucketArgs, ReplicationPolicyArgs } from "@pulumi/oci/objectstorage";
import type { Combination, Together } from "../combination";
import type { Registered, World } from "../registered";
import type { Plain } from "../resource";
import { regionOf } from "./combined-regions";

const BUCKET = "oci:ObjectStorage/bucket:Bucket";
const REPLICATION = "oci:ObjectStorage/replicationPolicy:ReplicationPolicy";

const REPLICATION_PAGE = {
  title: "Object Storage replication: scope and constraints",
  url: "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingreplication.htm",
};
const VERSIONING_PAGE = {
  title: "Object Storage versioning: interaction with other features",
  url: "https://docs.oracle.com/en-us/iaas/Content/Object/Tasks/usingversioning.htm",
};

const replicationOf = ({ inputs }: Registered) => inputs as Plain<ReplicationPolicyArgs>;

/** Which buckets a policy copies from and to, the same text for the same bucket. */
function endsOf(policy: Registered): { readonly source: string; readonly destination: string } {
  const { namespace, bucket, destinationRegionName, destinationBucketName } = replicationOf(policy);
  return {
    source: `${regionOf(policy)}/${namespace}/${bucket}`,
    destination: `${destinationRegionName}/${namespace}/${destinationBucketName}`,
  };
}

function destinationOf(policy: Registered, world: World): Registered | undefined {
  const { namespace, destinationRegionName, destinationBucketName } = replicationOf(policy);
  return world
    .ofType(BUCKET)
    .find(
      (bucket) =>
        bucket.inputs.name === destinationBucketName &&
        bucket.inputs.namespace === namespace &&
        regionOf(bucket) === destinationRegionName,
    );
}

/** Why two policies can't be, in words; undefined where they can. */
function clash(policy: Registered, other: Registered): string | undefined {
  const [own, others] = [endsOf(policy), endsOf(other)];
  if (own.source === others.source) return `${other.name} copies from the same bucket`;
  if (own.destination === others.destination) return `${other.name} copies to the same bucket`;
  if (own.source === others.destination)
    return `${other.name} copies to the bucket that this one copies from`;
  if (own.destination === others.source)
    return `${other.name} copies from the bucket that this one copies to`;
  return undefined;
}

export const storageCombinations: readonly Combination[] = [
  {
    id: "oci/replica-versioned",
    refuses: "replication to a bucket with versions",
    source: VERSIONING_PAGE,
    subjects: [REPLICATION],
    others: [BUCKET],
    check(policy, world) {
      const bucket = destinationOf(policy, world);
      if (bucket?.inputs.versioning !== "Enabled") return [];
      return [
        {
          property: "destinationBucketName",
          reason: `${bucket.name} has versioning on, which no bucket that is copied to may have`,
          with: [bucket],
        },
      ];
    },
  },
  {
    id: "oci/replication-one-to-one",
    refuses: "a second replication policy from or to a bucket, and one from a bucket that is copied to",
    source: REPLICATION_PAGE,
    subjects: [REPLICATION],
    others: [REPLICATION],
    check(policy, world) {
      return world.before(policy).flatMap((other): Together[] => {
        const reason = clash(policy, other);
        return reason === undefined ? [] : [{ property: "bucket", reason, with: [other] }];
      });
    },
  },
  {
    id: "oci/retention-versioned",
    refuses: "retention rules for a bucket with versions",
    source: VERSIONING_PAGE,
    subjects: [BUCKET],
    others: [],
    check({ inputs }) {
      const { retentionRules = [], versioning } = inputs as Plain<BucketArgs>;
      return retentionRules.length > 0 && versioning === "Enabled"
        ? [{ property: "retentionRules", reason: "can't be had with versioning on", with: [] }]
        : [];
    },
  },
];
