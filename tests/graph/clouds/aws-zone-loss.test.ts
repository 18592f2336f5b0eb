/** Where EKS asks for nodes when a zone is lost, by what a program registers. */
import { describe, expect, it } from "vitest";
import type { GraphResource, Properties } from "../../../graph/resource";
import { nodesWithoutZone } from "../../../graph/views/clusters";
import { placed, provider, resource } from "../fixtures";

const arn = "arn:aws:eks:us-east-2:123456789012:cluster/eks";
const aws = provider("aws", "aws", { inputs: { region: "us-east-2" } });
const clusterWith = (inputs: Properties) =>
  resource("aws:eks/cluster:Cluster", "eks", { id: "eks", provider: aws.urn, inputs, outputs: { arn } });
const registered = { zonalShiftConfig: { enabled: true } };
const auto = { computeConfig: { enabled: true } };

function shift(resourceArn: string, status = "ENABLED", rest: Partial<GraphResource> = {}): GraphResource {
  return resource("aws:arczonalshift/zonalAutoshiftConfiguration:ZonalAutoshiftConfiguration", "shift", {
    provider: aws.urn,
    inputs: { resourceArn, zonalAutoshiftStatus: status },
    ...rest,
  });
}

function asked(cluster: GraphResource, ...more: GraphResource[]) {
  const graph = placed([aws, cluster, ...more]);
  return nodesWithoutZone(graph, graph.byUrn.get(cluster.urn) as GraphResource);
}

describe("a cluster in Auto Mode whose zone is lost", () => {
  const cluster = clusterWith({ ...auto, ...registered });

  it("asks for nodes in the lost zone, registered for zonal shift as it may be", () => {
    expect(asked(cluster)).toBe("never");
  });

  it("asks for them elsewhere once autoshift has taken it out of the zone", () => {
    expect(asked(cluster, shift(arn))).toBe("once-left");
  });

  it("is known by what autoshift was made from, before it has an ARN", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const made = shift(unknown, "ENABLED", { propertyDependencies: { resourceArn: [cluster.urn] } });
    expect(asked({ ...cluster, outputs: {} }, made)).toBe("once-left");
  });

  it("stays in the lost zone where autoshift is off, is another cluster's, or the cluster isn't registered", () => {
    expect(asked(cluster, shift(arn, "DISABLED"))).toBe("never");
    expect(asked(cluster, shift(`${arn}-2`))).toBe("never");
    expect(asked(clusterWith(auto), shift(arn))).toBe("never");
  });
});

describe("a cluster whose nodes come from EC2's groups", () => {
  it("asks for them in the zones that are left", () => {
    expect(asked(clusterWith({}))).toBe("at-once");
  });

  it("asks for Karpenter's in the lost one, where a pool of it is there", () => {
    const cluster = clusterWith({});
    const kubernetes = provider("kubernetes", "on-eks", {
      propertyDependencies: { kubeconfig: [cluster.urn] },
    });
    const pool = resource("kubernetes:karpenter.sh/v1:NodePool", "pool", { provider: kubernetes.urn });
    expect(asked(cluster, kubernetes, pool)).toBe("never");
  });
});
