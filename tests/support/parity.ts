/** What every site of a platform must run alike. */
import type { Graph } from "../../graph/resource";
import { workloadsOf } from "../../graph/views/workloads";

const platform = new Set(["platform", "edge", "queue", "mirror"]);

/** What a site's workloads are, with everything that may differ between clouds taken out by name. */
export function platformWorkloads(graph: Graph, site: string) {
  return workloadsOf(graph)
    .filter((workload) => workload.site === site && platform.has(workload.namespace))
    .map(({ kind, namespace, name, containers, needs, prefers }) => ({
      id: `${namespace}/${kind}/${kind === "Job" ? name.replace(/-[0-9a-f]+$/, "").replace(site, "") : name}`,
      containers: containers.map((container) => ({
        digest: container.image?.split("@")[1],
        ports: container.ports,
        requests: container.requests,
        limits: container.limits,
        probes: [container.raw.startupProbe, container.raw.readinessProbe, container.raw.livenessProbe],
        security: container.raw.securityContext,
      })),
      needs,
      prefers,
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Where images are pulled from that don't stand in the site's own region. */
export function foreignPulls(graph: Graph): string[] {
  return workloadsOf(graph).flatMap(({ placement, resource, containers, initContainers }) =>
    [...containers, ...initContainers]
      .map(({ image = "" }) => image.split("/")[0] ?? "")
      .filter((host) => !host.includes(placement?.region ?? "nowhere"))
      .map((host) => `${resource.urn}: ${host}`),
  );
}

/** The sites of a graph, in its order. */
export function sitesOf(graph: Graph): string[] {
  return [...new Set(workloadsOf(graph).flatMap(({ site }) => site ?? []))];
}
