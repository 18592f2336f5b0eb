import { describe, expect, it } from "vitest";
import { allocatable, vcpus } from "../../graph/clouds/oci/node-room";

const shape = "VM.Standard.E5.Flex";
const usual = { shape, ocpus: 4, memoryGb: 32 };

describe("a node of OKE", () => {
  it("has two vCPUs an OCPU, but on the first Arm shape", () => {
    expect(vcpus(usual)).toBe(8);
    expect(vcpus({ ...usual, shape: "VM.Standard.A1.Flex" })).toBe(4);
    expect(vcpus({ ...usual, shape: "VM.Standard.A2.Flex" })).toBe(8);
  });

  it("has for pods what OKE's reservations, the system and the daemons leave", () => {
    const room = allocatable(usual);
    // 8 cores: 90 + 3 x 2.5 = 97.5 millicores for Kubernetes, 100 for the system, 500 for daemons.
    expect(room.cpus).toBeCloseTo(8 - 0.0975 - 0.1 - 0.5, 6);
    // 32 GiB: 4 % for the kernel; 2 + 7 x 16 / 112 = 3 for Kubernetes; system, eviction and daemons 0.9.
    expect(room.memoryGiB).toBeCloseTo(32 * 0.96 - 3 - 0.9, 6);
  });

  it("keeps 20 MiB for each GiB beyond 128", () => {
    const at = (memoryGb: number) => allocatable({ shape, ocpus: 16, memoryGb }).memoryGiB;
    expect(at(178) - at(128)).toBeCloseTo(50 * 0.96 - (50 * 20) / 1024, 6);
  });
});
