import * as eks from "@pulumi/aws/eks";
import type * as pulumi from "@pulumi/pulumi";
import type { SiteSpec, StackContext } from "../contracts";
import { tolerations } from "../pod";
import { named } from "./names";
import { metricsServerVersion } from "./versions";

/**
 * Of the add-on's two pods. Hard, as nodes are replaced every fortnight and both would end on one of them; two pods
 * find a place in any two zones, and with one zone of two lost the other's goes on.
 */
const spread = {
  maxSkew: 1,
  topologyKey: "topology.kubernetes.io/zone",
  whenUnsatisfiable: "DoNotSchedule",
  labelSelector: { matchLabels: { "app.kubernetes.io/name": "metrics-server" } },
};

/**
 * What the platform's autoscalers measure by. It runs on the pool that Auto Mode keeps for add-ons, apart from
 * the platform's nodes and before them. Made means here that its pods run.
 *
 * It is the only add-on that is ours to place: Auto Mode's CoreDNS, proxy, network and storage run on every node as
 * services of its system, and are lost with that node alone.
 */
export function metricsServer(
  context: StackContext,
  site: SiteSpec,
  cluster: eks.Cluster,
  opts: pulumi.CustomResourceOptions,
): eks.Addon {
  const version = metricsServerVersion(site.kubernetesVersion);
  return new eks.Addon(
    `${site.id}-metrics-server`,
    {
      clusterName: cluster.name,
      addonName: "metrics-server",
      ...(version === undefined ? {} : { addonVersion: version }),
      configurationValues: JSON.stringify({
        // The taint of that pool, and not the five minutes that pods of a lost node would wait: meanwhile nothing grows.
        tolerations: [{ key: "CriticalAddonsOnly", operator: "Exists" }, ...tolerations],
        topologySpreadConstraints: [spread],
      }),
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: named(context, `${context.prefix}-metrics-server`),
    },
    opts,
  );
}
