import { describe, expect, it } from "vitest";
import { isEntrance } from "../../../graph/views/serving";
import { resource } from "../fixtures";

const service = (type: string, annotations: Record<string, string> = {}) =>
  resource("kubernetes:core/v1:Service", "web", { inputs: { metadata: { annotations }, spec: { type } } });

describe("isEntrance", () => {
  it("takes a load balancer that is open to the internet, of either cloud or of Kubernetes", () => {
    expect(isEntrance(resource("aws:lb/loadBalancer:LoadBalancer", "web"))).toBe(true);
    expect(isEntrance(resource("oci:LoadBalancer/loadBalancer:LoadBalancer", "web"))).toBe(true);
    expect(isEntrance(service("LoadBalancer"))).toBe(true);
  });

  it("takes none that is for the inside", () => {
    expect(
      isEntrance(resource("aws:lb/loadBalancer:LoadBalancer", "in", { inputs: { internal: true } })),
    ).toBe(false);
    expect(
      isEntrance(
        resource("oci:LoadBalancer/loadBalancer:LoadBalancer", "in", { inputs: { isPrivate: true } }),
      ),
    ).toBe(false);
    expect(isEntrance(service("ClusterIP"))).toBe(false);
    expect(
      isEntrance(service("LoadBalancer", { "oci-network-load-balancer.oraclecloud.com/internal": "true" })),
    ).toBe(false);
  });
});
