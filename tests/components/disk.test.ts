import { describe, expect, it } from "vitest";
import { diskMiB, scratchMiB } from "../../components/disk";
import type { Mount } from "../../components/mounts";
import { resources } from "../../components/pod";

const size = { cpuMillis: 500, memoryMiB: 512 };
const mounts: Mount[] = [
  { name: "scratch", path: "/tmp", from: { scratchMiB: 1024 } },
  { name: "run", path: "/run", from: { scratchMiB: 16 } },
  { name: "config", path: "/etc/config", from: { configMap: "config" } },
];

describe("a pod's disk", () => {
  it("is asked for and bounded: all that it may write, and what it prints", () => {
    const asked = { memory: "512Mi", "ephemeral-storage": `${1024 + 16 + 256}Mi` };
    expect(resources(size, mounts)).toEqual({ requests: { cpu: "500m", ...asked }, limits: asked });
  });

  it("is asked for by pods too that have nothing to write to: they print", () => {
    expect(resources(size, []).requests).toMatchObject({ "ephemeral-storage": "256Mi" });
  });

  it("is counted when nodes are sized as the pods ask for it", () => {
    const part: Mount = { name: "scratch", path: "/tmp", from: { scratchMiB: scratchMiB.capability } };
    expect(resources(size, [part]).requests).toMatchObject({
      "ephemeral-storage": `${diskMiB(scratchMiB.capability)}Mi`,
    });
  });
});
