/** Oracle's list prices, which are the same in every commercial region. */
import { numberAt, textAt } from "../../views/read";
import type { CloudCosts, Price, Quantity } from "../price";

const read = "2026-12-01";
/** Oracle's own price list, as a tool of somebody else had it in February 2026. */
const list = (page: string): string =>
  `https://github.com/jasonwilbur/oci-pricing-mcp/blob/main/src/data/pricing-data.json (of https://www.oracle.com/cloud/${page}/pricing/)`;
const cluster: Price = {
  item: "OKE enhanced cluster",
  usd: 0.1,
  per: "hour",
  source: "https://oracle.com/at/cloud/cloud-native/container-engine-kubernetes/pricing",
  read,
};
const ocpu: Price = { item: "E5 OCPU", usd: 0.03, per: "hour", source: list("compute"), read };
const memory: Price = { item: "GB of E5 memory", usd: 0.002, per: "hour", source: list("compute"), read };

export const ociCosts: CloudCosts = {
  prices: [cluster, ocpu, memory],
  traffic: {
    leaving: {
      item: "GB from OCI to another cloud (users' own traffic takes the free 10 TB)",
      usd: 0.0085,
      per: "month",
      source: list("networking"),
      read,
    },
    kept: {
      item: "GB in Object Storage Standard",
      usd: 0.0255,
      per: "month",
      source: list("storage"),
      read,
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
