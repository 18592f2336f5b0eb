import { describe, expect, it } from "vitest";
import { workloadsOf } from "../graph/views/workloads";
import { stackGraph } from "./support/graphs";

const graph = stackGraph("prod");
const sites = ["aws-us-east-2", "aws-us-west-2", "oci-us-ashburn-1", "oci-us-chicago-1"];
const platform = new Set(["platform", "edge", "queue", "mirror"]);

/** What a site's workloads are, with everything that may differ between clouds taken out by name. */
function workloads(site: string) {
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

describe("every site runs the same platform", () => {
  it("has all of the catalogue's workloads and the parts", () => {
    const [site = ""] = sites;
    expect(workloads(site).map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        "edge/Deployment/edge",
        "platform/Deployment/upload",
        "platform/Deployment/feed",
        "platform/Deployment/engagement",
        "platform/Deployment/recommendations",
        "platform/Deployment/training",
        "platform/Deployment/monetization",
        "platform/Deployment/status",
        "queue/StatefulSet/queue",
      ]),
    );
  });

  it.each(sites.slice(1))(
    "at %s by the same digests, ports, resources and probes as at the first",
    (site) => {
      expect(workloads(site)).toEqual(workloads(sites[0] ?? ""));
    },
  );

  it("pulls every image from a registry of the site's own provider and region", () => {
    for (const { site, resource, containers, initContainers } of workloadsOf(graph)) {
      for (const { image = "" } of [...containers, ...initContainers]) {
        const [provider, ...region] = (site ?? "").split("-");
        const host = image.split("/")[0] ?? "";
        expect(host, resource.urn).toContain(region.join("-"));
        expect(host, resource.urn).toContain(provider === "oci" ? "ocir" : "amazonaws.com");
      }
    }
  });
});
