import { describe, expect, it } from "vitest";
import { compareKinds, kindOf } from "../../report/kinds";
import { siteTableOf, totalsOf } from "../../report/table";
import { component, onCluster, provider, resource, twoSites } from "../graph/fixtures";

describe("kindOf", () => {
  it.each([
    ["aws:ec2/subnet:Subnet", "network"],
    ["oci:Core/networkSecurityGroup:NetworkSecurityGroup", "network"],
    ["aws:ec2/eip:Eip", "addresses and load balancers"],
    ["oci:Core/publicIp:PublicIp", "addresses and load balancers"],
    ["aws:eks/cluster:Cluster", "cluster"],
    ["oci:Core/computeCapacityReservation:ComputeCapacityReservation", "cluster"],
    ["oci:ObjectStorage/bucket:Bucket", "storage"],
    ["aws:route53/record:Record", "routing"],
    ["oci:Dns/steeringPolicy:SteeringPolicy", "routing"],
    ["kubernetes:apps/v1:Deployment", "workloads"],
    ["kubernetes:core/v1:ConfigMapPatch", "configuration"],
    ["kubernetes:networking.k8s.io/v1:NetworkPolicy", "network policies"],
    ["kubernetes:crd.projectcalico.org/v1:NetworkPolicy", "custom resources"],
    ["kubernetes:eks.amazonaws.com/v1:TargetGroupBinding", "custom resources"],
    ["tls:index/privateKey:PrivateKey", "certificates"],
  ])("takes %s for %s", (type, kind) => {
    expect(kindOf(type)).toBe(kind);
  });

  it("falls to the package's name for a type that it doesn't know", () => {
    expect(kindOf("random:index/randomId:RandomId")).toBe("random");
    expect(kindOf("aws:lambda/function:Function")).toBe("aws");
  });
});

describe("compareKinds", () => {
  it("goes from the network up to the certificates, then what isn't known by name", () => {
    const kinds = ["random", "routing", "aws", "workloads", "network"];
    expect(kinds.sort(compareKinds)).toEqual(["network", "workloads", "routing", "aws", "random"]);
  });
});

const virginia = provider("aws", "virginia", { inputs: { region: "us-east-1" } });
const graph = twoSites(
  virginia,
  component("twincloud:aws:Alarms", "alarms"),
  resource("aws:route53/zone:Zone", "zone", { protect: true }),
  resource("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", { provider: virginia.urn }),
  onCluster("aws", "apps/v1", "Deployment", "feed"),
  onCluster("oci", "apps/v1", "Deployment", "feed"),
  onCluster("oci", "apps/v1", "StatefulSet", "queue"),
);

describe("siteTableOf", () => {
  it("counts by site and kind what providers manage; what stands at no site is shared", () => {
    expect(siteTableOf(graph)).toEqual({
      columns: ["aws-us-east-2", "oci-us-ashburn-1", "shared"],
      metros: ["Columbus", "Northern Virginia", ""],
      rows: [
        { kind: "network", counts: [1, 0, 0], total: 1 },
        { kind: "cluster", counts: [1, 1, 0], total: 2 },
        { kind: "workloads", counts: [1, 2, 0], total: 3 },
        { kind: "routing", counts: [0, 0, 1], total: 1 },
        { kind: "alarms", counts: [0, 0, 1], total: 1 },
      ],
      totals: [3, 3, 2],
      total: 8,
    });
  });

  it("has no shared column where everything stands at a site", () => {
    expect(siteTableOf(twoSites()).columns).toEqual(["aws-us-east-2", "oci-us-ashburn-1"]);
  });
});

describe("totalsOf", () => {
  it("counts each resource as one of managed, component and provider", () => {
    // Components: the stack and the alarms. Providers: two clouds, two clusters, one for the alarms.
    expect(totalsOf(graph)).toEqual({ resources: 15, managed: 8, components: 2, providers: 5, protected: 1 });
  });
});
