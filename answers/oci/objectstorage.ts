/** Object Storage: buckets, their lifecycle and replication. */
import type {
  BucketArgs,
  BucketState,
  ObjectLifecyclePolicyArgs,
  ObjectLifecyclePolicyState,
  ReplicationPolicyArgs,
  ReplicationPolicyState,
} from "@pulumi/oci/objectstorage";
import { MADE_AT, uuid } from "../fake";
import { matches, oneOf } from "../refusals";
import { resource } from "../resource";
import { globalOcid, ocid, timed } from "./common";

const path = (inputs: { namespace: string; bucket: string }): string =>
  `n/${inputs.namespace}/b/${inputs.bucket}`;

export const objectstorage = [
  resource<BucketState, BucketArgs>("oci:ObjectStorage/bucket:Bucket", {
    required: { compartmentId: true, namespace: true },
    autoName: { property: "name", maxLength: 255 },
    refuses: (inputs) => [
      matches("name", inputs.name, /^[\w.-]{1,256}$/, "1 to 256 letters, digits and .-_"),
      oneOf("accessType", inputs.accessType, ["NoPublicAccess", "ObjectRead", "ObjectReadWithoutList"]),
      oneOf("storageTier", inputs.storageTier, ["Standard", "Archive"]),
      oneOf("versioning", inputs.versioning, ["Enabled", "Suspended", "Disabled"]),
      oneOf("autoTiering", inputs.autoTiering, ["Disabled", "InfrequentAccess"]),
    ],
    id: (r) => path({ namespace: r.inputs.namespace, bucket: r.inputs.name ?? r.name }),
    computed: {
      ...timed,
      accessType: (r) => r.inputs.accessType ?? "NoPublicAccess",
      autoTiering: (r) => r.inputs.autoTiering ?? "Disabled",
      objectEventsEnabled: (r) => r.inputs.objectEventsEnabled ?? false,
      storageTier: (r) => r.inputs.storageTier ?? "Standard",
      versioning: (r) => r.inputs.versioning ?? "Disabled",
      approximateCount: () => "0",
      approximateSize: () => "0",
      bucketId: (r) => ocid("bucket", r),
      createdBy: () => globalOcid("user", "preview"),
      etag: (r) => uuid(`etag:${r.urn}`),
      isReadOnly: () => false,
      objectLifecyclePolicyEtag: () => undefined,
      replicationEnabled: () => false,
    },
  }),

  resource<ObjectLifecyclePolicyState, ObjectLifecyclePolicyArgs>(
    "oci:ObjectStorage/objectLifecyclePolicy:ObjectLifecyclePolicy",
    {
      required: { bucket: true, namespace: true },
      refuses: (inputs) =>
        (inputs.rules ?? []).flatMap((rule, i) => [
          oneOf(`rules[${i}].action`, rule.action, ["INFREQUENT_ACCESS", "ARCHIVE", "DELETE", "ABORT"]),
          oneOf(`rules[${i}].target`, rule.target, [
            "objects",
            "previous-object-versions",
            "multipart-uploads",
          ]),
          oneOf(`rules[${i}].timeUnit`, rule.timeUnit, ["DAYS", "YEARS"]),
          matches(`rules[${i}].timeAmount`, rule.timeAmount, /^\d+$/, "a whole number, as text"),
        ]),
      id: (r) => `${path(r.inputs)}/l`,
      computed: { ...timed },
    },
  ),

  resource<ReplicationPolicyState, ReplicationPolicyArgs>(
    "oci:ObjectStorage/replicationPolicy:ReplicationPolicy",
    {
      required: { bucket: true, destinationBucketName: true, destinationRegionName: true, namespace: true },
      autoName: { property: "name", maxLength: 255 },
      id: (r) => `${path(r.inputs)}/replicationPolicies/${uuid(`replication:${r.urn}`)}`,
      computed: {
        ...timed,
        status: () => "ACTIVE",
        statusMessage: () => "",
        timeLastSync: () => MADE_AT,
      },
    },
  ),
];
