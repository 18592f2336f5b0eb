import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { MediaStore as MediaStoreContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import { appendOnly, tlsOnly } from "./bucket-policies";
import { policy } from "./iam";
import { boundedName, LONGEST, named } from "./names";
import { awsAccess } from "./rclone";

/**
 * Days that an old version is kept. Objects are never rewritten, so an old version is a mistake or an attack:
 * a month to notice it.
 */
const OLD_VERSION_DAYS = 30;
/** Days after which an upload in parts that nobody finished is given up. */
const UNFINISHED_UPLOAD_DAYS = 7;

/**
 * The media bucket of a site: versioned, encrypted, closed to the public, TLS only, and nothing in it is written over.
 *
 * Encrypted with keys of S3's own (AES256), not of KMS: the other cloud's writers would need rights on the key,
 * replication would need it in both regions, and an upload would wait for one service more that can fail.
 */
export class MediaStore extends pulumi.ComponentResource implements MediaStoreContract {
  readonly provider = "aws";
  readonly pathStyle = false;
  readonly reachesPeers = true;
  readonly rclone = awsAccess;
  readonly site: string;
  readonly region: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly ready: pulumi.Resource[];

  constructor(
    context: StackContext,
    accountId: string,
    site: SiteSpec,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:MediaStore", site.id, {}, componentOptions(context, "aws", opts, site.id));
    this.site = site.id;
    this.region = site.region.name;
    // Bucket names are one name space for all accounts of the world.
    this.bucket = boundedName(LONGEST.bucket, context.prefix, "media", accountId, this.region);
    this.endpoint = `s3.${this.region}.amazonaws.com`;

    // What guards the bucket stays with it: a retained bucket must not lose its locks.
    const kept = { parent: this, ...holdsData(context) };
    const name = `${site.id}-media`;
    const bucket = new s3.Bucket(
      name,
      { bucket: this.bucket, forceDestroy: !context.protect, tags: named(context, this.bucket) },
      kept,
    );
    const ofBucket = { bucket: bucket.bucket };

    const versioning = new s3.BucketVersioning(
      name,
      { ...ofBucket, versioningConfiguration: { status: "Enabled" } },
      kept,
    );
    const encryption = new s3.BucketServerSideEncryptionConfiguration(
      name,
      {
        ...ofBucket,
        rules: [
          {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
            // Objects under keys that only their writer has could be read by no other site.
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      kept,
    );
    const ownership = new s3.BucketOwnershipControls(
      name,
      { ...ofBucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      kept,
    );
    const closed = new s3.BucketPublicAccessBlock(
      name,
      {
        ...ofBucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      kept,
    );
    const tls = new s3.BucketPolicy(
      name,
      { ...ofBucket, policy: policy(...tlsOnly(this.bucket), appendOnly(this.bucket)) },
      // S3 refuses two changes of a bucket's access at the same time.
      { ...kept, dependsOn: [closed, ownership] },
    );
    const lifecycle = new s3.BucketLifecycleConfiguration(
      name,
      {
        ...ofBucket,
        rules: [
          {
            id: "old-versions",
            status: "Enabled",
            filter: { prefix: "" },
            noncurrentVersionExpiration: { noncurrentDays: OLD_VERSION_DAYS },
            expiration: { expiredObjectDeleteMarker: true },
          },
          {
            id: "unfinished-uploads",
            status: "Enabled",
            filter: { prefix: "" },
            abortIncompleteMultipartUpload: { daysAfterInitiation: UNFINISHED_UPLOAD_DAYS },
          },
        ],
      },
      { ...kept, dependsOn: [versioning] },
    );
    this.ready = [bucket, versioning, encryption, ownership, closed, tls, lifecycle];
    this.registerOutputs({ bucket: this.bucket });
  }
}
