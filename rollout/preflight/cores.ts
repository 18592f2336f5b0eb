/** Processors at the ceilings of a stack's nodes, and of those that are there twice while nodes are replaced. Pure. */
import type { ProviderName } from "../../graph/clouds/contract";
import type { Graph } from "../../graph/resource";
import { listAt, numberAt, textAt } from "../../graph/views/read";
import { type Need, regionOf } from "./needs";

type Cores = (graph: Graph) => readonly Need[];

/** Karpenter's pools: their limit, and a tenth of it, as so many nodes are replaced at a time (`disruption.budgets`). */
const aws: Cores = (graph) => {
  const found = new Map<string, number>();
  for (const pool of graph.byType.get("kubernetes:karpenter.sh/v1:NodePool") ?? []) {
    const region = pool.placement?.region;
    const cpus = Number(textAt(pool.inputs, "spec", "limits", "cpu"));
    if (region !== undefined) found.set(region, (found.get(region) ?? 0) + cpus);
  }
  return [...found].sort().map(([region, cpus]) => ({
    provider: "aws",
    region,
    what: "vCPUs of On-Demand Standard instances",
    count: cpus + Math.ceil(cpus / 10),
    standard: 5,
    because: `${cpus} at the ceilings, a tenth more while nodes are replaced`,
  }));
};

/** Of each pool the most that the autoscaler may start, and one more while nodes are replaced (`maximumSurge`). */
const oci: Cores = (graph) => {
  const most = new Map<string, number>();
  for (const addon of graph.byType.get("oci:ContainerEngine/addon:Addon") ?? []) {
    for (const item of listAt(addon.inputs, "configurations")) {
      if (textAt(item, "key") !== "nodes") continue;
      // `<floor>:<ceiling>:<pool>`, by commas.
      for (const pool of (textAt(item, "value") ?? "").split(",")) {
        const [, ceiling, id = ""] = pool.trim().split(":");
        if (id !== "") most.set(id, Number(ceiling));
      }
    }
  }
  const found = new Map<
    string,
    { region: string; family: string; cores: number; gigabytes: number; nodes: number }
  >();
  for (const pool of graph.byType.get("oci:ContainerEngine/nodePool:NodePool") ?? []) {
    const region = regionOf(graph, pool);
    const family = (textAt(pool.inputs, "nodeShape") ?? "").replace(/^VM\./, "").replace(/\.Flex$/, "");
    const size = numberAt(pool.inputs, "nodeConfigDetails", "size") ?? Number.NaN;
    const nodes = (most.get(pool.id ?? "") ?? size) + 1;
    const key = `${region} ${family}`;
    const before = found.get(key) ?? { region, family, cores: 0, gigabytes: 0, nodes: 0 };
    found.set(key, {
      region,
      family,
      nodes: before.nodes + nodes,
      cores: before.cores + nodes * (numberAt(pool.inputs, "nodeShapeConfig", "ocpus") ?? Number.NaN),
      gigabytes:
        before.gigabytes + nodes * (numberAt(pool.inputs, "nodeShapeConfig", "memoryInGbs") ?? Number.NaN),
    });
  }
  return [...found.values()].flatMap(({ region, family, cores, gigabytes, nodes }): Need[] => {
    const because = `${nodes} nodes: the ceilings, and one more a pool while nodes are replaced; over its availability domains`;
    const common = { provider: "oci" as const, region, because };
    return [
      { ...common, what: `${family} cores (OCPUs)`, count: cores },
      { ...common, what: `${family} memory (GB)`, count: gigabytes },
    ];
  });
};

const table: Readonly<Record<ProviderName, Cores>> = { aws, oci };

export const coresOf = (graph: Graph): Need[] => Object.values(table).flatMap((cores) => cores(graph));

/** Balancers that Kubernetes makes of Services, where no resource of the stack is one. */
export function serviceBalancers(graph: Graph): Need[] {
  const found = new Map<string, Need>();
  for (const service of graph.byType.get("kubernetes:core/v1:Service") ?? []) {
    const { placement } = service;
    if (textAt(service.inputs, "spec", "type") !== "LoadBalancer" || !placement) continue;
    const key = `${placement.provider} ${placement.region}`;
    const count = (found.get(key)?.count ?? 0) + 1;
    found.set(key, {
      provider: placement.provider,
      region: placement.region,
      what: "network load balancers",
      count,
      because: "made by Kubernetes of a Service",
    });
  }
  return [...found.values()];
}
