/** Who may do what with the media buckets. Pure. */
import type { StoreKeys } from "../contracts";
import type { Statement } from "./iam";

export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const objectsOf = (bucket: string): string => `${bucketArn(bucket)}/*`;

const below = (prefix: string): string => `${prefix}*`;

/**
 * What a service account needs for keys of a bucket. Nobody deletes, nobody changes the bucket.
 *
 * Without the right to list, S3 answers 403 and not 404 for a key that isn't there; as the right is bound to prefixes
 * and a GET names none, that is what pods get.
 */
export function storeAccess(bucket: string, { reads, writes, listsAll = false }: StoreKeys): Statement[] {
  const listing: Statement = { Effect: "Allow", Action: "s3:ListBucket", Resource: bucketArn(bucket) };
  const objects = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => `${bucketArn(bucket)}/${below(prefix)}`);
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetBucketLocation", ...(writes.length > 0 ? ["s3:ListBucketMultipartUploads"] : [])],
      Resource: bucketArn(bucket),
    },
    listsAll ? listing : { ...listing, Condition: { StringLike: { "s3:prefix": reads.map(below) } } },
    { Effect: "Allow", Action: "s3:GetObject", Resource: objects(reads) },
    ...(writes.length > 0
      ? [
          {
            Effect: "Allow" as const,
            // Giving up an upload in parts removes only what never became an object.
            Action: ["s3:PutObject", "s3:ListMultipartUploadParts", "s3:AbortMultipartUpload"],
            Resource: objects(writes),
          },
        ]
      : []),
  ];
}

/** Turns away whoever doesn't come over TLS 1.2 or later. */
export function tlsOnly(bucket: string): Statement[] {
  const everything = {
    Principal: "*",
    Action: "s3:*",
    Resource: [bucketArn(bucket), objectsOf(bucket)],
  } as const;
  return [
    {
      Sid: "DenyPlainText",
      Effect: "Deny",
      ...everything,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "DenyOldTls",
      Effect: "Deny",
      ...everything,
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ];
}

/**
 * Turns away whoever would write over an object, whatever their role allows: what makes an object (a PUT of the whole,
 * the end of an upload in parts, a copy) must come with `If-None-Match: *`, and S3 then refuses a key that is taken.
 * Beginning an upload in parts and sending one make no object and take no such header (S3's guide, "Enforce conditional
 * writes"). S3's own replication writes by `s3:ReplicateObject`, which this doesn't name.
 */
export function appendOnly(bucket: string): Statement {
  return {
    Sid: "DenyOverwriting",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:PutObject",
    Resource: objectsOf(bucket),
    Condition: {
      Null: { "s3:if-none-match": "true" },
      Bool: { "s3:ObjectCreationOperation": "true" },
    },
  };
}

/**
 * What S3 needs to copy new objects of one bucket to others. Not deletions: they are tombstones in the manifests.
 * @param destinations none where nothing is to be copied any more
 */
export function replication(source: string, destinations: readonly string[]): Statement[] {
  return [
    {
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: bucketArn(source),
    },
    {
      Effect: "Allow",
      Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
      Resource: objectsOf(source),
    },
    ...(destinations.length === 0
      ? []
      : [
          {
            Effect: "Allow",
            Action: ["s3:ReplicateObject", "s3:ReplicateTags"],
            Resource: destinations.map(objectsOf),
          } as const,
        ]),
  ];
}

/**
 * What may pass the S3 gateway of a VPC: this account's buckets, so that a stolen key of another account can't
 * carry data out this way, and the layers of the images that nodes pull from ECR.
 */
export function gatewayEndpoint(accountId: string, region: string): Statement[] {
  return [
    {
      Sid: "OwnBuckets",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:*",
      Resource: "*",
      Condition: { StringEquals: { "aws:ResourceAccount": accountId } },
    },
    {
      Sid: "ImageLayers",
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    },
  ];
}
