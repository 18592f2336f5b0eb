import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { podAddresses, podsPerNode, poolSize } from "../../../components/oci/node-sizing";
import { allocatable } from "../../../graph/clouds/oci/node-room";

const shape = "VM.Standard.E5.Flex";
const usual = { shape, ocpus: 4, memoryGb: 32 };

describe("a node", () => {
  it("holds 31 pods for each network interface after the first, 110 at most", () => {
    const pods = (ocpus: number) => podsPerNode({ shape, ocpus, memoryGb: 16 });
    expect([1, 2, 3, 4, 5, 64].map(pods)).toEqual([31, 31, 62, 93, 110, 110]);
  });

  it("takes 32 addresses for each interface of its pods", () => {
    expect(podAddresses(usual)).toBe(96);
    expect(podAddresses({ ...usual, ocpus: 8 })).toBe(128);
  });
});

describe("the node pools of a site", () => {
  const demand = fc.record({
    cpus: fc.double({ min: 0, max: 500, noNaN: true }),
    memoryGiB: fc.double({ min: 0, max: 2000, noNaN: true }),
    diskGiB: fc.double({ min: 0, max: 2000, noNaN: true }),
  });
  const node = fc.record({
    shape: fc.constant(shape),
    ocpus: fc.integer({ min: 2, max: 32 }),
    memoryGb: fc.integer({ min: 16, max: 512 }),
  });

  it("have enough nodes for the plan, with room to spare for packing", () => {
    // 8 vCPUs hold 7.3025 x 0.85 = 6.207: 40 need 7 nodes, 100 need 17.
    const plan = {
      floor: { cpus: 40, memoryGiB: 80, diskGiB: 80 },
      ceiling: { cpus: 100, memoryGiB: 200, diskGiB: 200 },
    };
    // 7 in three zones are 3 each; 17 in the two zones that are left after a loss are 9 each.
    expect(poolSize(plan, usual, 3)).toEqual({ floor: 3, ceiling: 9 });
  });

  it("are sized by memory where that is what runs out", () => {
    // 32 GiB hold 26.82 x 0.85 = 22.797: 230 need 11 nodes, 4 in each of three zones.
    const demanded = { cpus: 1, memoryGiB: 230, diskGiB: 1 };
    const plan = { floor: demanded, ceiling: demanded };
    expect(poolSize(plan, usual, 3).floor).toBe(4);
  });

  it("are sized by disk where that is what runs out", () => {
    // 60 of the boot volume's 100 GB are for pods, x 0.85 = 51: 520 GiB need 11 nodes, 4 in each of three zones.
    const demanded = { cpus: 1, memoryGiB: 1, diskGiB: 520 };
    expect(poolSize({ floor: demanded, ceiling: demanded }, usual, 3).floor).toBe(4);
  });

  it("hold the floors with every zone, and the ceilings without any one of them", () => {
    fc.assert(
      fc.property(demand, demand, node, fc.integer({ min: 2, max: 3 }), (floor, more, shaped, zones) => {
        const ceiling = {
          cpus: floor.cpus + more.cpus,
          memoryGiB: floor.memoryGiB + more.memoryGiB,
          diskGiB: floor.diskGiB + more.diskGiB,
        };
        const size = poolSize({ floor, ceiling }, shaped, zones);
        const room = allocatable(shaped);
        const holds = (nodes: number, wanted: typeof floor) =>
          nodes * room.cpus >= wanted.cpus &&
          nodes * room.memoryGiB >= wanted.memoryGiB &&
          nodes * 60 >= wanted.diskGiB;
        expect(holds(size.floor * zones, floor)).toBe(true);
        expect(holds(size.ceiling * (zones - 1), ceiling)).toBe(true);
      }),
    );
  });

  it("have a node in each zone and can grow, however little is asked for", () => {
    const nothing = { cpus: 0, memoryGiB: 0, diskGiB: 0 };
    expect(poolSize({ floor: nothing, ceiling: nothing }, usual, 3)).toEqual({ floor: 1, ceiling: 2 });
  });

  it("are refused where a node has no room for pods", () => {
    const little = { cpus: 1, memoryGiB: 1, diskGiB: 1 };
    const plan = { floor: little, ceiling: little };
    expect(() => poolSize(plan, { shape, ocpus: 1, memoryGb: 1 }, 3)).toThrow(/twincloud:nodes\.oci.* 1 GB/);
  });
});
