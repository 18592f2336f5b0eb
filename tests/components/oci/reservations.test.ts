import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reservedHosts } from "../../../components/oci/reservations";
import { ofType, one, record } from "../recorder";
import { account, buildSite, chicago, context, sanJose } from "./fixture";

const RESERVATION = "oci:Core/computeCapacityReservation:ComputeCapacityReservation";
const POOL = "oci:ContainerEngine/nodePool:NodePool";
const POLICY = "oci:Identity/policy:Policy";

const built = (site: typeof chicago, reserve: boolean) =>
  record(() => {
    buildSite(site, context, { ...account, nodes: { ...account.nodes, reserve } });
  });

describe("a site whose hosts are reserved", () => {
  it("reserves in each availability domain as many nodes of the pool's shape as the autoscaler may start", async () => {
    const made = await built(chicago, true);
    const { inputs } = one(made, "oci:ContainerEngine/addon:Addon", /Autoscaler/);
    const bounds = inputs.configurations.find(({ key }: { key: string }) => key === "nodes").value;
    const ceiling = Number(bounds.split(":")[1]);
    expect(ceiling).toBeGreaterThan(1);
    const reservations = ofType(made, RESERVATION).map(({ inputs }) => inputs);
    expect(reservations.map(({ availabilityDomain }) => availabilityDomain)).toEqual([
      "Uocm:US-CHICAGO-1-AD-1",
      "Uocm:US-CHICAGO-1-AD-2",
      "Uocm:US-CHICAGO-1-AD-3",
    ]);
    for (const { instanceReservationConfigs } of reservations) {
      expect(instanceReservationConfigs).toEqual(
        ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"].map((faultDomain) => ({
          faultDomain,
          instanceShape: "VM.Standard.E5.Flex",
          instanceShapeConfig: { ocpus: 4, memoryInGbs: 32 },
          reservedCount: String(Math.ceil(ceiling / 3)),
        })),
      );
    }
  });

  it("makes them, and the permission to use them, before the pools that start from them", async () => {
    const made = await built(chicago, true);
    for (const pool of ofType(made, POOL)) {
      expect(pool.inputs.nodeConfigDetails.placementConfigs[0].capacityReservationId).toBe(`${pool.name}-id`);
      expect(pool.waitsFor).toContain(`${POLICY}::oci-us-chicago-1-reservations`);
    }
    const { inputs, provider } = one(made, POLICY, /reservations/);
    expect(provider).toBe("oci-us-ashburn-1");
    expect(inputs.statements).toEqual([
      `Allow service oke to use compute-capacity-reservations in compartment id ${account.compartmentId}`,
      `Allow any-user to use compute-capacity-reservations in compartment id ${account.compartmentId} where request.principal.type = 'nodepool'`,
    ]);
  });

  it("reserves in the fault domain of each zone where a region has one availability domain", async () => {
    const made = await built(sanJose, true);
    const domains = ofType(made, RESERVATION).flatMap(({ inputs }) =>
      inputs.instanceReservationConfigs.map(({ faultDomain }: { faultDomain: string }) => faultDomain),
    );
    expect(domains).toEqual(["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"]);
  });
});

describe("a site whose hosts are not reserved", () => {
  it("reserves nothing and names no reservation", async () => {
    const made = await built(chicago, false);
    expect(ofType(made, RESERVATION)).toEqual([]);
    expect(ofType(made, POLICY).filter(({ name }) => /reservations/.test(name))).toEqual([]);
    for (const { inputs } of ofType(made, POOL))
      expect(inputs.nodeConfigDetails.placementConfigs[0]).not.toHaveProperty("capacityReservationId");
  });
});

describe("reserved hosts", () => {
  it("hold every node, however OKE spreads them evenly over the fault domains", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 3 }), (nodes, domains) => {
        const names = Array.from({ length: domains }, (_, i) => `FAULT-DOMAIN-${i + 1}`);
        const counts = reservedHosts(account.nodes, names, nodes).map(({ reservedCount }) =>
          Number(reservedCount),
        );
        const fullest = Math.ceil(nodes / domains);
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(fullest);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThan(nodes + domains);
      }),
    );
  });
});
