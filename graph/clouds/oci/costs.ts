/** Oracle's list prices, which are the same in every commercial region. */
import { numberAt, textAt } from "../../views/read";
import type { CloudCosts, Price, Quantity } from "../price";

const compute = "https://www.oracle.com/cloud/compute/pricing/";
const cluster: Price = {
  item: "OKE enhanced cluster",
  usd: 0.1,
  per: "hour",
  source: "https://oracle.com/at/cloud/cloud-native/container-engine-kubernetes/pricing",
  read: "2026-12-01",
};
const ocpu: Price = { item: "E5 OCPU", usd: 0.03, per: "hour", source: compute, read: "unread" };
const memory: Price = { item: "GB of E5 memory", usd: 0.002, per: "hour", source: compute, read: "unread" };

export const ociCosts: CloudCosts = {
  prices: [cluster, ocpu, memory],
  traffic: {
    leaving: {
      item: "GB from OCI to another cloud (users' own traffic takes the free 10 TB)",
      usd: 0.0085,
      per: "month",
      source: "https://www.oracle.com/cloud/networking/pricing/",
      read: "unread",
    },
    kept: {
      item: "GB in Object Storage Standard",
      usd: 0.0255,
      per: "month",
      source: "https://www.oracle.com/cloud/storage/pricing/",
      read: "unread",
    },
  },
  left: [
    "boot and block volumes",
    "hosts that are reserved and empty (85 % of their price)",
    "shapes other than E5",
    "health checks and DNS queries",
    "logs",
  ],
  standing: (graph) => {
    const clusters = graph.byType.get("oci:ContainerEngine/cluster:Cluster") ?? [];
    const pools = graph.byType.get("oci:ContainerEngine/nodePool:NodePool") ?? [];
    return [
      ...clusters.map((): Quantity => ({ price: cluster, count: 1 })),
      ...pools.flatMap((pool): Quantity[] => {
        if (!textAt(pool.inputs, "nodeShape")?.includes(".E5.")) return [];
        const nodes = numberAt(pool.inputs, "nodeConfigDetails", "size") ?? 0;
        const of = (price: Price, field: string): Quantity => ({
          price,
          count: nodes * (numberAt(pool.inputs, "nodeShapeConfig", field) ?? 0),
        });
        return [of(ocpu, "ocpus"), of(memory, "memoryInGbs")];
      }),
    ];
  },
};
