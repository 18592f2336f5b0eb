import * as arczonalshift from "@pulumi/aws/arczonalshift";
import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext } from "../contracts";
import { componentOptions } from "../frozen";
import type { Cluster } from "./cluster";

export interface ZonalAutoshiftArgs {
  readonly site: SiteSpec;
  readonly cluster: Cluster;
  /** Ends a practice run that users would feel; in the cluster's own region. */
  readonly unwell: cloudwatch.MetricAlarm;
}

/**
 * Lets AWS take a cluster out of a zone that it knows to be impaired: its nodes there are cordoned, its pods there get
 * no traffic, and no node is asked for there. Without it Auto Mode takes the lost zone for an empty one, and asks for
 * the nodes of pods that are spread over zones there, until EC2's own refusals have taught it better.
 *
 * It brings practice runs, half an hour a week without one of the zones: what the platform is built to bear. Source:
 * AWS, "ARC zonal shift support for EKS Auto Mode and Karpenter" (2026).
 */
export class ZonalAutoshift extends pulumi.ComponentResource {
  constructor(context: StackContext, args: ZonalAutoshiftArgs, opts: pulumi.ComponentResourceOptions) {
    const { site, cluster, unwell } = args;
    super("twincloud:aws:ZonalAutoshift", site.id, {}, componentOptions(context, "aws", opts));
    new arczonalshift.ZonalAutoshiftConfiguration(
      site.id,
      {
        resourceArn: cluster.eks.arn,
        zonalAutoshiftStatus: "ENABLED",
        outcomeAlarms: [{ type: "CLOUDWATCH", alarmIdentifier: unwell.arn }],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
