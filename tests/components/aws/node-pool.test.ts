import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeLimits, nodePoolSpec } from "../../../components/aws/node-pool";
import { nodes } from "./fixture";

const demand = fc.record({
  cpus: fc.double({ min: 0.1, max: 5000, noNaN: true }),
  memoryGiB: fc.double({ min: 0.1, max: 20_000, noNaN: true }),
  diskGiB: fc.double({ min: 0.1, max: 20_000, noNaN: true }),
});

describe("the limits of the platform's nodes", () => {
  it("hold what the pods ask for at their ceilings, and a node more in each zone", () => {
    fc.assert(
      fc.property(demand, fc.integer({ min: 2, max: 3 }), (ceiling, zones) => {
        const limits = nodeLimits(ceiling, zones);
        expect(Number(limits.cpu)).toBeGreaterThanOrEqual(ceiling.cpus + zones * 16);
        expect(Number.parseInt(limits.memory, 10)).toBeGreaterThanOrEqual(ceiling.memoryGiB);
      }),
    );
  });

  it("count in whole vCPUs: 100 asked for, three tenths of headroom, three nodes of 16", () => {
    expect(nodeLimits({ cpus: 100, memoryGiB: 200, diskGiB: 330 }, 3)).toEqual({
      cpu: "178",
      memory: "1424Gi",
    });
  });

  it("follow the memory where the pods ask for more than 4 GiB a vCPU", () => {
    // 1000 GiB at 4 GiB a vCPU are 250 vCPUs; three tenths more are 325; and two nodes of 16.
    expect(nodeLimits({ cpus: 100, memoryGiB: 1000, diskGiB: 330 }, 2).cpu).toBe("357");
  });
});

describe("the limits of the platform's nodes, with pods that write much", () => {
  it("follow the disk where the pods ask for more than the largest node has for each vCPU", () => {
    // 660 GiB at 3.3 GiB a vCPU are 200 vCPUs; three tenths more are 260; and two nodes of 16.
    expect(nodeLimits({ cpus: 100, memoryGiB: 200, diskGiB: 660 }, 2).cpu).toBe("292");
  });
});

describe("the platform's nodes", () => {
  const spec = nodePoolSpec(nodes, 3);
  const values = (key: string) => spec.template.spec.requirements.find((each) => each.key === key)?.values;

  it("are bought on demand, never spot", () => {
    expect(values("karpenter.sh/capacity-type")).toEqual(["on-demand"]);
  });

  it("are held to no zone, so that they follow the cluster's subnets", () => {
    expect(values("topology.kubernetes.io/zone")).toBeUndefined();
  });

  it("are replaced a tenth at a time", () => {
    expect(spec.disruption.budgets).toEqual([{ nodes: "10%" }]);
  });
});
