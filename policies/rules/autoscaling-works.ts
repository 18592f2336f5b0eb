import type { Graph, GraphResource } from "../../graph/resource";
import { clusterOfProvider, hasMetricsAddon, missingGrowthAddon } from "../../graph/views/clusters";
import { at, listAt, numberAt, propertiesOf, textAt } from "../../graph/views/read";
import type { Finding, Rule } from "../rule";

const scalerTypes = ["v2", "v1"].map(
  (version) => `kubernetes:autoscaling/${version}:HorizontalPodAutoscaler`,
);

/** A target above it is never reached: a pod can't use much more than it asked for when its node is full. */
const MOST_PERCENT = 90;

export const autoscalingWorks: Rule = {
  id: "autoscaling-works",
  title: "Autoscalers have a metric, and something that measures it",
  level: "mandatory",
  severity: "high",
  about: ["workloads"],
  why: "What is left after a loss only grows to its ceilings if something measures that it must, and if there are nodes to grow onto.",
  mend: "Give the autoscaler a resource metric with a target of 90 % or less, and the cluster its metrics server and its node autoscaler.",
  counterparts: ["kube-score: horizontalpodautoscaler-has-target"],
  check(graph) {
    const scalers = scalerTypes.flatMap((type) => graph.byType.get(type) ?? []);
    return [
      ...scalers.flatMap(deaf),
      ...[...scaledClusters(graph, scalers)].flatMap((cluster) => bare(graph, cluster)),
    ];
  },
};

function deaf(scaler: GraphResource): Finding[] {
  const spec = at(propertiesOf(scaler), "spec");
  const wanted = `a metric with a target of ${MOST_PERCENT} % or less`;
  const { urn } = scaler;
  if (scaler.type.includes("/v1:")) {
    const target = numberAt(spec, "targetCPUUtilizationPercentage");
    return target !== undefined && target > MOST_PERCENT
      ? [{ urn, found: `grows at ${target} % of what the pods ask for`, wanted }]
      : [];
  }
  const metrics = listAt(spec, "metrics").filter((metric) => textAt(metric, "type") !== undefined);
  if (metrics.length === 0) return [{ urn, found: "has no metric to grow by", wanted }];
  return metrics.flatMap((metric) => {
    if (textAt(metric, "type") !== "Resource") return [];
    const target = at(metric, "resource", "target");
    // Before v2 was settled, the target stood beside the resource's name.
    const percent =
      numberAt(target, "averageUtilization") ?? numberAt(metric, "resource", "targetAverageUtilization");
    if (
      percent === undefined &&
      (at(target, "averageValue") ?? at(metric, "resource", "targetAverageValue")) === undefined
    ) {
      return [
        {
          urn,
          found: `has a metric (${textAt(metric, "resource", "name") ?? "unnamed"}) without a target`,
          wanted,
        },
      ];
    }
    return percent !== undefined && percent > MOST_PERCENT
      ? [{ urn, found: `grows at ${percent} % of what the pods ask for`, wanted }]
      : [];
  });
}

/** Clusters of this program that autoscalers run on; of others nothing is known. */
function scaledClusters(graph: Graph, scalers: readonly GraphResource[]): ReadonlySet<GraphResource> {
  const clusters = clusterOfProvider(graph);
  return new Set(scalers.flatMap(({ provider }) => clusters.get(provider ?? "") ?? []));
}

/** What comes with no cloud's clusters by itself; a program may install either without the cloud's add-on. */
function bare(graph: Graph, cluster: GraphResource): Finding[] {
  const clusters = clusterOfProvider(graph);
  const installed = (graph.byType.get("kubernetes:apps/v1:Deployment") ?? [])
    .filter(({ provider }) => clusters.get(provider ?? "") === cluster)
    .map((one) => textAt(propertiesOf(one), "metadata", "name"));
  const { urn } = cluster;
  const measures = hasMetricsAddon(graph, cluster) || installed.includes("metrics-server");
  const addon = installed.includes("cluster-autoscaler") ? undefined : missingGrowthAddon(graph, cluster);
  return [
    ...(measures
      ? []
      : [
          {
            urn,
            found: "has autoscalers and no metrics server",
            wanted: "the provider's add-on for metrics",
          },
        ]),
    ...(addon === undefined
      ? []
      : [{ urn, found: "has autoscalers and nodes that don't grow", wanted: `the ${addon} add-on` }]),
  ];
}
