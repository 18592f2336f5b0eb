/** S3: buckets and what is set on them. */
import type {
  BucketArgs,
  BucketLifecycleConfigurationArgs,
  BucketLifecycleConfigurationState,
  BucketOwnershipControlsArgs,
  BucketOwnershipControlsState,
  BucketPolicyArgs,
  BucketPolicyState,
  BucketPublicAccessBlockArgs,
  BucketPublicAccessBlockState,
  BucketReplicationConfigArgs,
  BucketReplicationConfigState,
  BucketServerSideEncryptionConfigurationArgs,
  BucketServerSideEncryptionConfigurationState,
  BucketState,
  BucketVersioningArgs,
  BucketVersioningState,
} from "@pulumi/aws/s3";
import { matches, oneOf } from "../refusals";
import { resource } from "../resource";
import { hostedZoneId, region, regional, tagged } from "./common";

/** What is set on a bucket goes by the bucket's name. */
const ofBucket = ({
  inputs,
}: {
  inputs: { bucket: string; expectedBucketOwner?: string | undefined };
}): string => (inputs.expectedBucketOwner ? `${inputs.bucket},${inputs.expectedBucketOwner}` : inputs.bucket);

const STATUS = ["Enabled", "Disabled"];

export const s3 = [
  resource<BucketState, BucketArgs>("aws:s3/bucket:Bucket", {
    required: {},
    defaults: { forceDestroy: false },
    autoName: { property: "bucket", maxLength: 63, transform: (name) => name.toLowerCase() },
    json: ["policy"],
    refuses: (inputs) => [
      matches(
        "bucket",
        inputs.bucket,
        /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(\.\.|-s3alias$|--ol-s3$))[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
        "a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens",
      ),
    ],
    id: (r) => r.inputs.bucket ?? r.name,
    computed: {
      ...regional,
      ...tagged,
      arn: (r) => `arn:aws:s3:::${r.id}`,
      bucketDomainName: (r) => `${r.id}.s3.amazonaws.com`,
      bucketRegion: region,
      bucketRegionalDomainName: (r) => `${r.id}.s3.${region(r)}.amazonaws.com`,
      hostedZoneId: (r) => hostedZoneId(`s3:${region(r)}`),
      websiteDomain: () => undefined, // only of a bucket with the deprecated `website`
      websiteEndpoint: () => undefined,
    },
  }),

  resource<BucketVersioningState, BucketVersioningArgs>("aws:s3/bucketVersioning:BucketVersioning", {
    required: { bucket: true, versioningConfiguration: true },
    refuses: (inputs) => [
      oneOf("versioningConfiguration.status", inputs.versioningConfiguration.status, [
        "Enabled",
        "Suspended",
        "Disabled",
      ]),
    ],
    id: ofBucket,
    computed: { ...regional },
  }),

  resource<BucketServerSideEncryptionConfigurationState, BucketServerSideEncryptionConfigurationArgs>(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    { required: { bucket: true, rules: true }, id: ofBucket, computed: { ...regional } },
  ),

  resource<BucketPublicAccessBlockState, BucketPublicAccessBlockArgs>(
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
    {
      required: { bucket: true },
      defaults: {
        blockPublicAcls: false,
        blockPublicPolicy: false,
        ignorePublicAcls: false,
        restrictPublicBuckets: false,
      },
      id: ofBucket,
      computed: { ...regional },
    },
  ),

  resource<BucketOwnershipControlsState, BucketOwnershipControlsArgs>(
    "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
    {
      required: { bucket: true, rule: true },
      refuses: (inputs) => [
        oneOf("rule.objectOwnership", inputs.rule.objectOwnership, [
          "BucketOwnerEnforced",
          "BucketOwnerPreferred",
          "ObjectWriter",
        ]),
      ],
      id: ofBucket,
      computed: { ...regional },
    },
  ),

  resource<BucketPolicyState, BucketPolicyArgs>("aws:s3/bucketPolicy:BucketPolicy", {
    required: { bucket: true, policy: true },
    json: ["policy"],
    id: ofBucket,
    computed: { ...regional },
  }),

  resource<BucketLifecycleConfigurationState, BucketLifecycleConfigurationArgs>(
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
    {
      required: { bucket: true },
      refuses: (inputs) =>
        (inputs.rules ?? []).flatMap((rule, i) => [
          oneOf(`rules[${i}].status`, rule.status, STATUS),
          matches(`rules[${i}].id`, rule.id, /^.{1,255}$/, "1 to 255 characters long"),
        ]),
      id: ofBucket,
      computed: {
        ...regional,
        transitionDefaultMinimumObjectSize: (r) =>
          r.inputs.transitionDefaultMinimumObjectSize ?? "all_storage_classes_128K",
      },
    },
  ),

  resource<BucketReplicationConfigState, BucketReplicationConfigArgs>(
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
    {
      required: { bucket: true, role: true, rules: true },
      refuses: (inputs) => inputs.rules.map((rule, i) => oneOf(`rules[${i}].status`, rule.status, STATUS)),
      id: ofBucket,
      computed: { ...regional },
      secrets: ["token"],
    },
  ),
];
