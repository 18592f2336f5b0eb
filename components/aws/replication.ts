import * as s3 from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { MediaStore, StackContext } from "../contracts";
import { componentOptions, standsAt } from "../frozen";
import type { AwsAlarms } from "./alarms";
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
 *
 * Of a site that turned hostile nothing is copied, and nothing to it: the role, which stands in no region, loses the
 * right to. What stands at such a site stays.
 */
export class Replication extends pulumi.ComponentResource {
  constructor(
    context: StackContext,
    source: MediaStore,
    destinations: readonly MediaStore[],
    alarms: AwsAlarms,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("twincloud:aws:Replication", source.site, {}, componentOptions(context, "aws", opts));
    const name = `${source.site}-replication`;
    const isTrusted = ({ site }: MediaStore) => !context.untrusted.includes(site);
    const allowed = isTrusted(source) ? destinations.filter(isTrusted) : [];
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
            allowed.map(({ bucket }) => bucket),
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
          id: ruleTo(destination),
          priority: i + 1,
          status: isTrusted(destination) ? "Enabled" : "Disabled",
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
        ...standsAt(context, source.site),
        dependsOn: [...source.ready, ...destinations.flatMap(({ ready }) => ready), ...policies],
      },
    );
    for (const destination of destinations) this.watch(source, destination, alarms);
    this.registerOutputs({});
  }

  /** A copy that fails or is late is told by metrics alone: S3 says nothing to whoever wrote the object. */
  private watch(source: MediaStore, destination: MediaStore, alarms: AwsAlarms): void {
    const way = `${source.site}-to-${destination.region}`;
    const dimensions = [
      {
        SourceBucket: source.bucket,
        DestinationBucket: destination.bucket,
        RuleId: ruleTo(destination),
      },
    ];
    // Failures are counted where the source is, delays where the destination is ("Using S3 Replication metrics").
    alarms.in(source.region).on(
      `${way}-failed`,
      {
        description: `S3 has failed to copy objects from ${source.bucket} to ${destination.bucket}.`,
        symptom: "copies-between-stores-fail-or-are-late",
        namespace: "AWS/S3",
        metric: "OperationsFailedReplication",
        statistic: "Sum",
        dimensions,
        above: 0,
        period: 300,
        periods: 1,
      },
      this,
    );
    alarms.in(destination.region).on(
      `${way}-late`,
      {
        description: `Copies from ${source.bucket} to ${destination.bucket} are later than the ${WITHIN_MINUTES} minutes that S3 promises.`,
        symptom: "copies-between-stores-fail-or-are-late",
        namespace: "AWS/S3",
        metric: "ReplicationLatency",
        statistic: "Maximum",
        dimensions,
        above: WITHIN_MINUTES * 60,
        period: 300,
        periods: 2,
      },
      this,
    );
  }
}

const ruleTo = ({ region }: MediaStore): string => `to-${region}`;
