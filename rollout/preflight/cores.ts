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

interface Zone {
  readonly region: string;
  /** An availability domain: limits of cores and memory are counted in each. */
  readonly zone: string;
  readonly family: string;
  readonly cores: number;
  readonly gigabytes: number;
  readonly nodes: number;
}

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
  const found = new Map<string, Zone>();
  for (const pool of graph.byType.get("oci:ContainerEngine/nodePool:NodePool") ?? []) {
    const region = regionOf(graph, pool);
    const family = (textAt(pool.inputs, "nodeShape") ?? "").replace(/^VM\./, "").replace(/\.Flex$/, "");
    const size = numberAt(pool.inputs, "nodeConfigDetails", "size") ?? Number.NaN;
    const nodes = (most.get(pool.id ?? "") ?? size) + 1;
    const domains = listAt(pool.inputs, "nodeConfigDetails", "placementConfigs").map(
      (placement) => textAt(placement, "availabilityDomain") ?? "",
    );
    for (const zone of domains) {
      const key = `${region} ${zone} ${family}`;
      const before = found.get(key) ?? { region, zone, family, cores: 0, gigabytes: 0, nodes: 0 };
      // A pool in several is spread evenly.
      const here = Math.ceil(nodes / domains.length);
      const of = (each: string) => here * (numberAt(pool.inputs, "nodeShapeConfig", each) ?? Number.NaN);
      found.set(key, {
        ...before,
        nodes: before.nodes + here,
        cores: before.cores + of("ocpus"),
        gigabytes: before.gigabytes + of("memoryInGbs"),
      });
    }
  }
  return [...found.values()].flatMap(({ region, zone, family, cores, gigabytes, nodes }): Need[] => {
    const because = `${nodes} nodes: the ceilings, and one more a pool while nodes are replaced`;
    const common = { provider: "oci" as const, region, zone, because };
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
