import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import type { StackContext } from "../contracts";
import { named } from "./names";

/**
 * What the platform's autoscalers measure by. It runs on the pool that Auto Mode keeps for add-ons, apart from
 * the platform's nodes and before them. Made means here that its pods run.
 */
export function metricsServer(
  context: StackContext,
  siteId: string,
  cluster: eks.Cluster,
  opts: pulumi.CustomResourceOptions,
): eks.Addon {
  return new eks.Addon(
    `${siteId}-metrics-server`,
    {
      clusterName: cluster.name,
      addonName: "metrics-server",
      // The taint of that pool.
      configurationValues: JSON.stringify({
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }],
      }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: named(context, `${context.prefix}-metrics-server`),
    },
    opts,
  );
}
