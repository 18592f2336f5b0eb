import { describe, expect, it } from "vitest";
import { workloadsOf } from "../graph/views/workloads";
import { stackGraph } from "./support/graphs";
import { platformWorkloads } from "./support/parity";

const graph = stackGraph("prod");
const sites = ["aws-us-east-2", "aws-us-west-2", "oci-us-ashburn-1", "oci-us-chicago-1"];
const workloads = (site: string) => platformWorkloads(graph, site);

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
