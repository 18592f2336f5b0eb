import { describe, expect, it } from "vitest";
import { regionOf, zoneNameOf } from "../../graph/clouds/regions";
import { withPlacements } from "../../graph/placement";
import { type GraphResource, UNKNOWN } from "../../graph/resource";
import { siteIdOf, sitesOf } from "../../graph/sites";
import { component, onCluster, provider, resource, twoSites } from "./fixtures";

const ohio = provider("aws", "ohio", { inputs: { region: "us-east-2" } });
const chicago = provider("oci", "chicago", { inputs: { region: "us-chicago-1" } });

/** Where the last of these resources stands. */
const placeOf = (...resources: GraphResource[]) => withPlacements(resources).at(-1)?.placement;

describe("region and metro", () => {
  it("are those of the explicit provider", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { provider: ohio.urn });
    expect(placeOf(ohio, vpc)).toEqual({ provider: "aws", region: "us-east-2", metro: "Columbus" });
    const vcn = resource("oci:Core/vcn:Vcn", "vcn", { provider: chicago.urn });
    expect(placeOf(chicago, vcn)).toEqual({ provider: "oci", region: "us-chicago-1", metro: "Chicago" });
  });

  it.each(["ord", "ORD", "US-CHICAGO-1"])("are those of the region that %s means", (region) => {
    const named = provider("oci", "named", { inputs: { region } });
    const vcn = resource("oci:Core/vcn:Vcn", "vcn", { provider: named.urn });
    expect(placeOf(named, vcn)).toEqual({ provider: "oci", region: "us-chicago-1", metro: "Chicago" });
  });

  it("are the same metro for regions of two providers that share one", () => {
    const ashburn = provider("oci", "p", { inputs: { region: "us-ashburn-1" } });
    const virginia = provider("aws", "q", { inputs: { region: "us-east-1" } });
    const metros = withPlacements([
      ashburn,
      virginia,
      resource("oci:Core/vcn:Vcn", "a", { provider: ashburn.urn }),
      resource("aws:ec2/vpc:Vpc", "b", { provider: virginia.urn }),
    ]).flatMap(({ placement }) => placement?.metro ?? []);
    expect(metros).toEqual(["Northern Virginia", "Northern Virginia"]);
  });

  it("are those of an AWS resource's own region where it has one", () => {
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { provider: ohio.urn, inputs: { region: "us-west-2" } });
    expect(placeOf(ohio, vpc)?.region).toBe("us-west-2");
  });

  it("never follow from a name", () => {
    const misnamed = provider("aws", "aws-us-west-2", { inputs: { region: "us-east-2" } });
    const vpc = resource("aws:ec2/vpc:Vpc", "us-west-2-vpc", { provider: misnamed.urn });
    expect(placeOf(misnamed, vpc)?.region).toBe("us-east-2");
  });

  it("can't be told of a provider without a region, or with one that isn't known yet", () => {
    const ambient = provider("aws", "default_7_48_0");
    const late = provider("aws", "late", { inputs: { region: UNKNOWN } });
    expect(placeOf(ambient, resource("aws:ec2/vpc:Vpc", "a", { provider: ambient.urn }))).toBeUndefined();
    expect(placeOf(late, resource("aws:ec2/vpc:Vpc", "b", { provider: late.urn }))).toBeUndefined();
    expect(placeOf(resource("aws:ec2/vpc:Vpc", "c"))).toBeUndefined();
  });

  it("take a region outside the table for a metro of its own", () => {
    const gov = provider("aws", "gov", { inputs: { region: "us-gov-west-1" } });
    const vpc = resource("aws:ec2/vpc:Vpc", "vpc", { provider: gov.urn });
    expect(placeOf(gov, vpc)?.metro).toBe("us-gov-west-1");
  });

  it.each([
    ["aws:route53/record:Record", {}],
    ["aws:route53/healthCheck:HealthCheck", {}],
    ["aws:iam/role:Role", {}],
    ["aws:wafv2/webAcl:WebAcl", { scope: "CLOUDFRONT" }],
  ])("are absent for the global %s", (type, inputs) => {
    expect(placeOf(ohio, resource(type, "r", { provider: ohio.urn, inputs }))).toBeUndefined();
  });

  it("are absent for OCI's public DNS and its identities, and there for a private zone and a monitor", () => {
    const at = (type: string, inputs = {}) =>
      placeOf(chicago, resource(type, "r", { provider: chicago.urn, inputs }))?.region;
    expect(at("oci:Dns/zone:Zone")).toBeUndefined();
    expect(at("oci:Identity/policy:Policy")).toBeUndefined();
    expect(at("oci:Dns/zone:Zone", { scope: "PRIVATE" })).toBe("us-chicago-1");
    expect(at("oci:HealthChecks/httpMonitor:HttpMonitor")).toBe("us-chicago-1");
  });

  it("are absent for components, providers and what is of no cloud", () => {
    expect(placeOf(ohio, component("twincloud:aws:Network", "n"))).toBeUndefined();
    expect(placeOf(ohio)).toBeUndefined();
    expect(placeOf(resource("tls:index/privateKey:PrivateKey", "k"))).toBeUndefined();
  });
});

describe("a Kubernetes object", () => {
  it("stands where the cluster stands whose outputs feed its provider's kubeconfig", () => {
    const graph = twoSites(
      onCluster("aws", "v1", "Namespace", "queue"),
      onCluster("oci", "apps/v1", "Deployment", "feed"),
    );
    const at = (type: string) =>
      graph.byType.get(type)?.map(({ placement }) => placement && siteIdOf(placement));
    expect(at("kubernetes:core/v1:Namespace")).toEqual(["aws-us-east-2"]);
    expect(at("kubernetes:apps/v1:Deployment")).toEqual(["oci-us-ashburn-1"]);
  });

  const parent = component("twincloud:oci:Cluster", "c");
  const oke = resource("oci:ContainerEngine/cluster:Cluster", "oke", {
    provider: chicago.urn,
    parent: parent.urn,
  });
  const pod = (by: GraphResource) => resource("kubernetes:core/v1:Pod", "p", { provider: by.urn });

  it("of a cluster out of reach stands at the cluster that its provider waits for", () => {
    const constant = provider("kubernetes", "k", { dependencies: [oke.urn] });
    expect(placeOf(chicago, oke, constant, pod(constant))?.region).toBe("us-chicago-1");
  });

  it("of a provider with a constant kubeconfig stands at the one cluster made beside it", () => {
    const constant = provider("kubernetes", "k", { parent: parent.urn });
    expect(placeOf(chicago, parent, oke, constant, pod(constant))?.region).toBe("us-chicago-1");
    const second = resource("oci:ContainerEngine/cluster:Cluster", "second", { parent: parent.urn });
    expect(placeOf(chicago, parent, oke, second, constant, pod(constant))).toBeUndefined();
  });

  it("of a cluster from elsewhere can't be placed", () => {
    const ambient = provider("kubernetes", "default_4");
    expect(placeOf(ambient, pod(ambient))).toBeUndefined();
  });
});

describe("zone", () => {
  const subnet = (inputs: GraphResource["inputs"], outputs: GraphResource["outputs"] = {}) =>
    resource("aws:ec2/subnet:Subnet", "subnet", { provider: ohio.urn, inputs, outputs });
  const domain = (by: GraphResource, inputs: GraphResource["inputs"]) =>
    resource("oci:Core/instance:Instance", "i", { provider: by.urn, inputs });

  it("is the AWS zone id, also where only the outputs know it", () => {
    expect(placeOf(ohio, subnet({ availabilityZoneId: "use2-az1" }))?.zone).toBe("use2-az1");
    const letter = subnet({ availabilityZone: "us-east-2a" }, { availabilityZoneId: "use2-az2" });
    expect(placeOf(ohio, letter)?.zone).toBe("use2-az2");
  });

  it("is the letter where nothing tells the id", () => {
    const letter = subnet({ availabilityZone: "us-east-2a" }, { availabilityZoneId: UNKNOWN });
    expect(placeOf(ohio, letter)?.zone).toBe("us-east-2a");
  });

  it("is the availability domain without the tenancy's prefix", () => {
    const instance = domain(chicago, {
      availabilityDomain: "Uocm:US-CHICAGO-1-AD-2",
      faultDomain: "FAULT-DOMAIN-1",
    });
    expect(placeOf(chicago, instance)?.zone).toBe("US-CHICAGO-1-AD-2");
  });

  it("has the fault domain where the region has one availability domain", () => {
    const sanJose = provider("oci", "sj", { inputs: { region: "us-sanjose-1" } });
    const [zone] = regionOf("oci", "us-sanjose-1").zones;
    const inputs = {
      availabilityDomain: `Uocm:${zone?.name}`,
      faultDomain: zone?.faultDomain ?? "",
    };
    const wanted = zone && zoneNameOf(zone);
    expect(wanted).toContain("/FAULT-DOMAIN-");
    expect(placeOf(sanJose, domain(sanJose, inputs))?.zone).toBe(wanted);
  });

  it("is the one availability domain that all nodes of a pool are in, and none of several", () => {
    const pool = (by: GraphResource, ...domains: (readonly [string, ...string[]])[]) =>
      resource("oci:ContainerEngine/nodePool:NodePool", "pool", {
        provider: by.urn,
        inputs: {
          nodeConfigDetails: {
            placementConfigs: domains.map(([domain, ...faultDomains]) => ({
              availabilityDomain: `Uocm:${domain}`,
              ...(faultDomains.length > 0 ? { faultDomains } : {}),
            })),
          },
        },
      });
    const zoneOf = (made: GraphResource) => placeOf(chicago, made)?.zone;
    expect(zoneOf(pool(chicago, ["US-CHICAGO-1-AD-1", "FAULT-DOMAIN-1", "FAULT-DOMAIN-2"]))).toBe(
      "US-CHICAGO-1-AD-1",
    );
    expect(zoneOf(pool(chicago, ["US-CHICAGO-1-AD-1"], ["US-CHICAGO-1-AD-2"]))).toBeUndefined();
    const sanJose = provider("oci", "sj", { inputs: { region: "us-sanjose-1" } });
    const inSanJose = (...faults: string[]) => placeOf(sanJose, pool(sanJose, ["AD-1", ...faults]))?.zone;
    expect(inSanJose("FAULT-DOMAIN-2")).toBe("AD-1/FAULT-DOMAIN-2");
    expect(inSanJose("FAULT-DOMAIN-1", "FAULT-DOMAIN-2")).toBeUndefined();
  });

  it("is that of the one subnet a resource is in", () => {
    const home = subnet({ availabilityZoneId: "use2-az3" });
    const gateway = (...subnets: string[]) =>
      resource("aws:ec2/natGateway:NatGateway", "nat", {
        provider: ohio.urn,
        propertyDependencies: { subnetId: subnets },
      });
    expect(placeOf(ohio, home, gateway(home.urn))?.zone).toBe("use2-az3");
    expect(placeOf(ohio, home, gateway(home.urn, "another"))?.zone).toBeUndefined();
  });
});

describe("sitesOf", () => {
  it("gives the regions in which a cluster stands, each once and in order", () => {
    const graph = twoSites();
    expect(sitesOf(graph)).toEqual([
      { id: "aws-us-east-2", provider: "aws", region: "us-east-2", metro: "Columbus" },
      { id: "oci-us-ashburn-1", provider: "oci", region: "us-ashburn-1", metro: "Northern Virginia" },
    ]);
  });
});
