import * as identity from "@pulumi/oci/identity";
import * as objectstorage from "@pulumi/oci/objectstorage";
import * as pulumi from "@pulumi/pulumi";
import type { MediaStore as MediaStoreContract, SiteSpec, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import type { OciAccount } from "./account";
import { objectStorageStatement } from "./iam";
import { logService } from "./logs";
import { tagsFor } from "./names";
import { ociAccess } from "./rclone";

/** Days after which an upload in parts that nobody finished is given up. */
const UNFINISHED_UPLOAD_DAYS = 7;

/** What every bucket of ours has in common: closed, never moved to a slower tier, without events. */
export function closedBucket(
  context: StackContext,
  account: OciAccount,
  name: string,
): Omit<objectstorage.BucketArgs, "versioning"> {
  return {
    compartmentId: account.compartmentId,
    namespace: account.namespace,
    name,
    accessType: "NoPublicAccess",
    storageTier: "Standard",
    autoTiering: "Disabled",
    objectEventsEnabled: false,
    freeformTags: tagsFor(context, name),
  };
}

/**
 * The media bucket of a site: versioned, closed to the public; TLS is all that OCI offers.
 *
 * Old versions are kept: OCI ages them from when their object was written, not from when it was overwritten or deleted.
 * A rule that ends them after a month would end what was written last year a day after its deletion. As nothing of
 * ours overwrites or deletes, they cost nothing.
 *
 * Encrypted with Oracle's keys, as every bucket is, and not with one of a vault: replication would need it in both
 * regions, and an upload would wait for one service more that can fail.
 */
export class MediaStore extends pulumi.ComponentResource implements MediaStoreContract {
  readonly provider = "oci";
  readonly pathStyle = true;
  /** Its replica is a bucket of its own. */
  readonly reachesPeers = false;
  readonly rclone = ociAccess;
  readonly site: string;
  readonly region: string;
  readonly bucket: string;
  readonly endpoint: string;
  readonly ready: pulumi.Resource[];

  /** @param home the tenancy's home region, where IAM is written. */
  constructor(
    context: StackContext,
    account: OciAccount,
    site: SiteSpec,
    home: pulumi.ProviderResource,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:oci:MediaStore", site.id, {}, componentOptions(context, "oci", opts, site.id));
    this.site = site.id;
    this.region = site.region.name;
    // With the region, which policies can't name: they would else mean the store of every site.
    this.bucket = `${context.prefix}-media-${this.region}`;
    this.endpoint = `${account.namespace}.compat.objectstorage.${this.region}.oraclecloud.com`;

    const kept = { parent: this, ...holdsData(context) };
    const name = `${site.id}-media`;
    const bucket = new objectstorage.Bucket(
      name,
      { ...closedBucket(context, account, this.bucket), versioning: "Enabled" },
      kept,
    );
    const policyName = `${this.bucket}-lifecycle`;
    const policy = new identity.Policy(
      name,
      {
        // Object Storage looks for what it may do in the tenancy's root.
        compartmentId: account.tenancyId,
        name: policyName,
        description: `Object Storage ends unfinished uploads to ${this.bucket}.`,
        statements: [objectStorageStatement("lifecycle", this.region, account.compartmentId)],
        freeformTags: tagsFor(context, policyName),
      },
      { ...kept, provider: home },
    );
    const lifecycle = new objectstorage.ObjectLifecyclePolicy(
      name,
      {
        namespace: account.namespace,
        bucket: bucket.name,
        rules: [
          {
            name: "unfinished-uploads",
            target: "multipart-uploads",
            action: "ABORT",
            timeAmount: String(UNFINISHED_UPLOAD_DAYS),
            timeUnit: "DAYS",
            isEnabled: true,
          },
        ],
      },
      // Refused while Object Storage may not do what it says.
      { ...kept, dependsOn: [policy] },
    );
    logService(
      context,
      `${name}-writes`,
      { account, name: `${this.bucket}-writes`, source: "writes", of: { "": bucket.name } },
      { parent: this },
    );
    this.ready = [bucket, lifecycle];
    this.registerOutputs({ bucket: this.bucket });
  }
}
