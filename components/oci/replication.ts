import * as identity from "@pulumi/oci/identity";
import * as objectstorage from "@pulumi/oci/objectstorage";
import * as pulumi from "@pulumi/pulumi";
import type { MediaStore, StackContext } from "../contracts";
import { componentOptions, holdsData } from "../frozen";
import type { OciAccount } from "./account";
import { objectStorageStatement } from "./iam";
import { closedBucket } from "./media-store";
import { tagsFor } from "./names";

/** A store and the region that its replica stands in. */
export interface ReplicaPlan {
  readonly source: MediaStore;
  readonly region: string;
}

/** A replica of each store in the region of the next, the last one's in that of the first. Pure. */
export function replicaRing(stores: readonly MediaStore[]): ReplicaPlan[] {
  if (stores.length < 2) return [];
  return stores.map((source, i) => ({ source, region: (stores[(i + 1) % stores.length] ?? source).region }));
}

export interface ReplicationArgs {
  readonly account: OciAccount;
  readonly plan: ReplicaPlan;
  /** Provider of the replica's region. */
  readonly there: pulumi.ProviderResource;
  /** Provider of the tenancy's home region, where IAM is written. */
  readonly home: pulumi.ProviderResource;
}

/**
 * Copies a store to another region. OCI makes the copy read-only, takes one source for it, and copies deletions:
 * so the copy is a bucket of its own that nobody writes to, and a way back to what was lost, not a store to serve from
 * while the source is there.
 */
export class Replication extends pulumi.ComponentResource {
  /** @param opts with the provider of the store's region. */
  constructor(context: StackContext, args: ReplicationArgs, opts: pulumi.ComponentResourceOptions) {
    const { account, there, home } = args;
    const { source, region } = args.plan;
    super("twincloud:oci:Replication", source.site, {}, componentOptions(context, "oci", opts, source.site));
    const kept = { parent: this, ...holdsData(context) };
    const name = `${source.site}-replica`;
    const bucketName = `${context.prefix}-media-replica-of-${source.region}`;
    const replica = new objectstorage.Bucket(
      name,
      // OCI refuses versions in a bucket that it copies to.
      { ...closedBucket(context, account, bucketName), versioning: "Disabled" },
      { ...kept, provider: there },
    );
    const policyName = `${source.bucket}-replication`;
    const policy = new identity.Policy(
      name,
      {
        compartmentId: account.tenancyId,
        name: policyName,
        description: `Object Storage copies ${source.bucket} to ${bucketName}.`,
        statements: [objectStorageStatement("replication", source.region, account.compartmentId)],
        freeformTags: tagsFor(context, policyName),
      },
      { ...kept, provider: home },
    );
    new objectstorage.ReplicationPolicy(
      name,
      {
        namespace: account.namespace,
        bucket: source.bucket,
        name: bucketName,
        destinationBucketName: replica.name,
        destinationRegionName: region,
      },
      { ...kept, dependsOn: [...source.ready, policy] },
    );
    this.registerOutputs({});
  }
}
