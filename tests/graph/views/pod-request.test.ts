import { describe, expect, it } from "vitest";
import type { Properties, Value } from "../../../graph/resource";
import { container } from "../../../graph/views/containers";
import { podRequest } from "../../../graph/views/pod-request";

const asks = (cpu: Value, rest: Properties = {}): Properties => ({
  resources: { requests: { cpu } },
  ...rest,
});
const sidecar = (cpu: Value): Properties => asks(cpu, { restartPolicy: "Always" });

const cpuOf = (containers: Properties[], initContainers: Properties[] = [], pod: Properties = {}): number =>
  podRequest({
    pod,
    containers: containers.map(container),
    initContainers: initContainers.map(container),
  }).cpu;

describe("what a pod asks for", () => {
  it("is what its containers ask for together", () => {
    expect(cpuOf([asks("500m"), asks(1)])).toBe(1.5);
  });

  it("is what the greediest init container asks for, where that is more", () => {
    expect(cpuOf([asks(1)], [asks(3), asks(2)])).toBe(3);
    expect(cpuOf([asks(4)], [asks(3), asks(2)])).toBe(4);
  });

  it("has the init containers that go on beside the containers", () => {
    expect(cpuOf([asks(1)], [sidecar(2), sidecar(1)])).toBe(4);
  });

  it("has those that were started before beside an init container, and none that come after", () => {
    // Before: 2 go on, 5 beside them; the 4 that come after run with the containers, 2 + 4 + 0.5.
    expect(cpuOf([asks("500m")], [sidecar(2), asks(5), sidecar(4)])).toBe(7);
    expect(cpuOf([asks("500m")], [asks(5), sidecar(2), sidecar(4)])).toBe(6.5);
  });

  it("is a limit where there is no request", () => {
    expect(cpuOf([{ resources: { limits: { cpu: 2 } } }])).toBe(2);
    expect(cpuOf([{ resources: { limits: { cpu: 2 }, requests: { cpu: 1 } } }])).toBe(1);
  });

  it("is what the whole pod asks for, whatever its containers do", () => {
    const pod = { resources: { requests: { cpu: "30" } } };
    expect(cpuOf([asks(1)], [], pod)).toBe(30);
  });

  it("is the limit of the whole pod only where no container asks for any", () => {
    const pod = { resources: { limits: { cpu: 8 } } };
    expect(cpuOf([{}], [], pod)).toBe(8);
    expect(cpuOf([asks(1)], [], pod)).toBe(1);
  });

  it("has the runtime's overhead on top", () => {
    expect(cpuOf([asks(1)], [asks(3)], { overhead: { cpu: "250m" } })).toBe(3.25);
    expect(cpuOf([asks(1)], [], { overhead: { cpu: "250m" }, resources: { requests: { cpu: 2 } } })).toBe(
      2.25,
    );
  });

  it("counts memory apart from cores", () => {
    const big = container({ resources: { requests: { memory: "2Gi" } } });
    const busy = container({ resources: { requests: { cpu: 2, memory: "64Mi" } } });
    expect(podRequest({ pod: {}, containers: [busy], initContainers: [big] })).toEqual({
      cpu: 2,
      memory: 2_147_483_648,
    });
  });
});
