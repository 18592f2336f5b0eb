import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { MediaStore, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import { bucketArn, replication } from "./bucket-policies";
import { policy, serviceTrust } from "./iam";
import { makeRole } from "./roles";

/** Minutes of Replication Time Control: the only value that S3 takes, kept for 99.99 % of objects. */
const WITHIN_MINUTES = 15;

/**
 * Copies from one store to others of the same account. Deletions are not copied: they are tombstones in the
 * manifests, and a copied delete marker would hide bytes that the other site still serves. Changes of replicas
 * aren't either, as objects are never rewritten; S3 doesn't copy a replica on, so two stores that copy to each
 * other make no loop, and each store must name all others.
 */
export class Replication extends pulumi.ComponentResource {
  constructor(
    context: StackContext,
    source: MediaStore,
    destinations: readonly MediaStore[],
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:Replication", source.site, {}, componentOptions(context, "aws", opts));
    const name = `${source.site}-replication`;
    const { role, policies } = makeRole(
      context,
      name,
      {
        purpose: `${source.region}-replication`,
        description: `Copies new objects of ${source.bucket} to the other regions.`,
        // S3 documents no source conditions for this role: with them it might fail to copy, in silence.
        trust: serviceTrust("s3.amazonaws.com"),
        policy: policy(
          ...replication(
            source.bucket,
            destinations.map(({ bucket }) => bucket),
          ),
        ),
      },
      { parent: this },
    );
    new s3.BucketReplicationConfig(
      name,
      {
        bucket: source.bucket,
        role: role.arn,
        rules: destinations.map((destination, i) => ({
          id: `to-${destination.region}`,
          priority: i + 1,
          status: "Enabled",
          filter: { prefix: "" },
          deleteMarkerReplication: { status: "Disabled" },
          destination: {
            bucket: bucketArn(destination.bucket),
            replicationTime: { status: "Enabled", time: { minutes: WITHIN_MINUTES } },
            metrics: { status: "Enabled", eventThreshold: { minutes: WITHIN_MINUTES } },
          },
        })),
      },
      // Both ends must be versioned first.
      {
        parent: this,
        dependsOn: [...source.ready, ...destinations.flatMap(({ ready }) => ready), ...policies],
      },
    );
    this.registerOutputs({});
  }
}
