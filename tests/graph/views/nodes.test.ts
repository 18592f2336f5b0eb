import { describe, expect, it } from "vitest";
import { instanceRoom } from "../../../graph/clouds/aws/nodes";
import { allocatable } from "../../../graph/clouds/oci/node-room";
import { type GraphResource, UNKNOWN, type Value } from "../../../graph/resource";
import { poolsOf } from "../../../graph/views/nodes";
import { placed, provider, resource } from "../fixtures";

describe("node pools of OKE", () => {
  const oci = provider("oci", "oci", { inputs: { region: "us-phoenix-1" } });
  const cluster = resource("oci:ContainerEngine/cluster:Cluster", "oke", { id: "oke-1", provider: oci.urn });
  const nodes = { shape: "VM.Standard.E5.Flex", ocpus: 2, memoryGb: 16 };
  const each = allocatable(nodes);
  const pool = (rest: object = {}, placement: object = {}) =>
    resource("oci:ContainerEngine/nodePool:NodePool", "pool", {
      id: "ocid1.nodepool.1",
      provider: oci.urn,
      inputs: {
        clusterId: "oke-1",
        nodeShape: nodes.shape,
        nodeShapeConfig: { ocpus: nodes.ocpus, memoryInGbs: nodes.memoryGb },
        nodeConfigDetails: {
          size: 3,
          placementConfigs: [
            { availabilityDomain: "x:PHX-AD-1", subnetId: "subnet-1", ...placement },
            { availabilityDomain: "x:PHX-AD-2", subnetId: "subnet-1" },
          ],
        },
        ...rest,
      },
    });
  const autoscaler = (told: Value, rest: Partial<GraphResource> = {}) =>
    resource("oci:ContainerEngine/addon:Addon", "scaler", {
      provider: oci.urn,
      inputs: {
        clusterId: "oke-1",
        addonName: "ClusterAutoscaler",
        configurations: [{ key: "nodes", value: told }],
      },
      ...rest,
    });
  const poolOf = (...more: GraphResource[]) => poolsOf(placed([oci, cluster, ...more])).get(cluster.urn)?.[0];

  it("stand in their availability domains, and stay as many as they are without an autoscaler", () => {
    expect(poolOf(pool())).toMatchObject({
      zones: ["PHX-AD-1", "PHX-AD-2"],
      untold: 0,
      interruptible: false,
      floor: { cpus: 3 * each.cpus },
      ceiling: { cpus: 3 * each.cpus, memoryGiB: 3 * each.memoryGiB },
    });
  });

  it("go as low and as high as the autoscaler is told", () => {
    const told = autoscaler("5:9:ocid1.nodepool.2, 2:6:ocid1.nodepool.1");
    expect(poolOf(pool(), told)).toMatchObject({
      floor: { cpus: 2 * each.cpus },
      ceiling: { cpus: 6 * each.cpus },
    });
    expect(poolOf(pool(), autoscaler("5:9:ocid1.nodepool.2"))).toMatchObject({
      ceiling: { cpus: 3 * each.cpus },
    });
  });

  it("have no bound while only a deployment knows it, if the autoscaler is told of them at all", () => {
    const edge = { propertyDependencies: { configurations: [pool().urn] } };
    expect(poolOf(pool(), autoscaler(UNKNOWN, edge))).toMatchObject({
      floor: { cpus: 3 * each.cpus },
      ceiling: { cpus: Number.POSITIVE_INFINITY },
    });
    expect(poolOf(pool(), autoscaler(UNKNOWN))).toMatchObject({ ceiling: { cpus: 3 * each.cpus } });
  });

  it("may be taken back where they are preemptible, and are of no known size in a fixed shape", () => {
    expect(poolOf(pool({}, { preemptibleNodeConfig: {} }))).toMatchObject({ interruptible: true });
    expect(poolOf(pool({ nodeShape: "VM.Standard2.4", nodeShapeConfig: null }))).not.toHaveProperty("floor");
  });
});

describe("reserved nodes of OKE", () => {
  const oci = provider("oci", "oci", { inputs: { region: "us-phoenix-1" } });
  const cluster = resource("oci:ContainerEngine/cluster:Cluster", "oke", { id: "oke-1", provider: oci.urn });
  const shape = { shape: "VM.Standard.E5.Flex", ocpus: 2, memoryInGbs: 16 };
  const size = { ocpus: shape.ocpus, memoryInGbs: shape.memoryInGbs };
  const reservation = (counts: readonly Value[], change: object = {}) =>
    resource("oci:Core/computeCapacityReservation:ComputeCapacityReservation", "kept", {
      id: "reservation-1",
      provider: oci.urn,
      inputs: {
        availabilityDomain: "x:PHX-AD-1",
        instanceReservationConfigs: counts.map((reservedCount) => ({
          instanceShape: shape.shape,
          instanceShapeConfig: size,
          reservedCount,
        })),
        ...change,
      } as never,
    });
  const pool = (name = "pool", capacityReservationId: Value = "reservation-1") =>
    resource("oci:ContainerEngine/nodePool:NodePool", name, {
      id: `ocid1.nodepool.${name}`,
      provider: oci.urn,
      inputs: {
        clusterId: "oke-1",
        nodeShape: shape.shape,
        nodeShapeConfig: size,
        nodeConfigDetails: {
          size: 2,
          placementConfigs: [{ availabilityDomain: "x:PHX-AD-1", subnetId: "s", capacityReservationId }],
        },
      },
      propertyDependencies: {
        nodeConfigDetails: [reservation([]).urn],
      },
    });
  const autoscaler = (value: Value = "2:10:ocid1.nodepool.pool,2:10:ocid1.nodepool.other") =>
    resource("oci:ContainerEngine/addon:Addon", "scaler", {
      provider: oci.urn,
      inputs: {
        clusterId: "oke-1",
        addonName: "ClusterAutoscaler",
        configurations: [{ key: "nodes", value }],
      },
      propertyDependencies: { configurations: [pool().urn] },
    });
  const reserved = (...more: GraphResource[]) =>
    poolsOf(placed([oci, cluster, pool(), autoscaler(), ...more])).get(cluster.urn)?.[0]?.reserved;

  it("are all that may be asked for where the reservation holds the ceiling", () => {
    expect(reserved(reservation(["4", "4", "4"]))).toBe(1);
  });

  it("are what the reservation holds beyond the floor", () => {
    // 6 of 10, of which 2 run: 4 of the 8 that may be asked for.
    expect(reserved(reservation(["6"]))).toBe(0.5);
    expect(reserved(reservation(["2"]))).toBe(0);
  });

  it("are none without a reservation, in another domain, of another shape or of an unknown number", () => {
    expect(reserved()).toBe(0);
    expect(reserved(reservation(["12"], { availabilityDomain: "x:PHX-AD-2" }))).toBe(0);
    expect(reserved(reservation([UNKNOWN]))).toBe(0);
    const larger = { instanceShape: "VM.Standard.E4.Flex", instanceShapeConfig: size, reservedCount: "12" };
    expect(reserved(reservation([], { instanceReservationConfigs: [larger] }))).toBe(0);
  });

  it("are shared out where several pools start from one reservation", () => {
    expect(reserved(reservation(["12"]), pool("other"))).toBe(0.5);
  });

  it("are taken for all that may be asked for while the ids, and so the ceiling, are still unknown", () => {
    const graph = placed([oci, cluster, pool("pool", UNKNOWN), autoscaler(UNKNOWN), reservation(["12"])]);
    expect(poolsOf(graph).get(cluster.urn)?.[0]?.reserved).toBe(1);
  });
});

describe("nodes of EKS", () => {
  const aws = provider("aws", "aws", { inputs: { region: "us-east-2" } });
  const subnet = (zone: string) =>
    resource("aws:ec2/subnet:Subnet", zone, {
      id: `subnet-${zone}`,
      provider: aws.urn,
      inputs: { availabilityZoneId: zone },
    });
  const subnets = ["use2-az1", "use2-az2"].map(subnet);
  const cluster = (computeConfig: object = { nodePools: ["system"] }) =>
    resource("aws:eks/cluster:Cluster", "eks", {
      id: "eks",
      provider: aws.urn,
      inputs: {
        name: "eks",
        computeConfig,
        vpcConfig: { subnetIds: subnets.map(({ id }) => id ?? "") },
      } as never,
    });
  const eks = cluster();
  const kubernetes = provider("kubernetes", "k8s", { propertyDependencies: { kubeconfig: [eks.urn] } });
  const nodeClassRef = { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" };
  const karpenter = (spec: object, ofNodes: object = {}) =>
    resource("kubernetes:karpenter.sh/v1:NodePool", "general", {
      provider: kubernetes.urn,
      inputs: { spec: { ...spec, template: { spec: { nodeClassRef, ...ofNodes } } } } as never,
    });
  const poolOf = (...more: GraphResource[]) => {
    const clusters = more.some(({ type }) => type === eks.type) ? [] : [eks];
    return poolsOf(placed([aws, ...subnets, ...clusters, kubernetes, ...more])).get(eks.urn)?.[0];
  };

  it("of a Karpenter pool stand in the cluster's zones, up to its limits, of which pods get nine tenths", () => {
    const pool = poolOf(karpenter({ limits: { cpu: "100", memory: "200Gi" } }));
    expect(pool).toMatchObject({ zones: ["use2-az1", "use2-az2"], tainted: false, interruptible: false });
    expect(pool?.ceiling?.cpus).toBeCloseTo(90, 9);
    expect(pool?.ceiling?.memoryGiB).toBeCloseTo(180, 9);
    expect(pool?.floor).toEqual(pool?.ceiling);
  });

  it("of a Karpenter pool without limits have no bound, and with limits not known yet none that can be told", () => {
    expect(poolOf(karpenter({}))?.ceiling?.cpus).toBe(Number.POSITIVE_INFINITY);
    expect(poolOf(karpenter({ limits: { cpu: UNKNOWN } }))).not.toHaveProperty("ceiling");
  });

  it("keep to the zones and the kind of capacity that a pool asks for", () => {
    const requirements = [
      { key: "topology.kubernetes.io/zone", operator: "In", values: ["us-east-2a"] },
      { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot"] },
    ];
    const taints = [{ key: "gpu", effect: "NoSchedule" }];
    expect(poolOf(karpenter({}, { requirements, taints }))).toMatchObject({
      zones: ["us-east-2a"],
      interruptible: true,
      tainted: true,
    });
  });

  it("have no size that can't be told where their class isn't there", () => {
    const own = { nodeClassRef: { ...nodeClassRef, name: "own" } };
    expect(poolOf(karpenter({}, own))).not.toHaveProperty("ceiling");
    const made = resource("kubernetes:eks.amazonaws.com/v1:NodeClass", "own", {
      provider: kubernetes.urn,
      inputs: { metadata: { name: "own" } },
    });
    expect(poolOf(karpenter({}, own), made)).toHaveProperty("ceiling");
    // The default one comes with a pool that Auto Mode brings.
    expect(poolOf(cluster({ nodePools: [] }), karpenter({}))).not.toHaveProperty("ceiling");
  });

  it("come without a pool of one's own where Auto Mode brings its general one, not with its system's alone", () => {
    expect(poolOf(cluster({ enabled: true, nodePools: ["system", "general-purpose"] }))).toMatchObject({
      ceiling: { cpus: Number.POSITIVE_INFINITY },
    });
    expect(poolOf(cluster({ enabled: true, nodePools: ["system"] }))).toBeUndefined();
  });

  it.each([
    ["m7g.2xlarge", { cpus: 7.2, memoryGiB: 28.8 }],
    ["c6i.large", { cpus: 1.8, memoryGiB: 3.6 }],
    ["r5.xlarge", { cpus: 3.6, memoryGiB: 28.8 }],
  ])("of type %s have nine tenths of it for pods", (type, room) => {
    expect(instanceRoom(type)?.cpus).toBeCloseTo(room.cpus, 9);
    expect(instanceRoom(type)?.memoryGiB).toBeCloseTo(room.memoryGiB, 9);
  });

  it.each(["u-6tb1.metal", "m5.metal", "t3.nano", ""])("of type %s can't be told", (type) => {
    expect(instanceRoom(type)).toBeUndefined();
  });
});
