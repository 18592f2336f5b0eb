import { describe, expect, it } from "vitest";
import { UNKNOWN, type Value } from "../../../graph/resource";
import { imageDigest } from "../../../policies/rules/image-digest";
import { onCluster, twoSites } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

const name = "aws-us-east-2-upload";
const upload = ofType("kubernetes:apps/v1:Deployment", name);
const image = ["spec", "template", "spec", "containers", 0, "image"];
const wanted = "wanted an image by its digest (@sha256:…)";
const digest = `@sha256:${"a".repeat(64)}`;

const uploadFrom = (value: Value | undefined) =>
  findings(imageDigest, changed(stackGraph("prod"), upload, setting(image, value)));

describe("image-digest", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(imageDigest, stackGraph(stack))).toEqual([]);
  });

  it.each([
    ["a tag", "registry.example.com/upload:1.4"],
    ["nothing", "registry.example.com/upload"],
    ["a digest that is cut short", "registry.example.com/upload@sha256:0123"],
    ["a tag behind the digest", `registry.example.com/upload${digest}:1.4`],
  ])("blocks an image that is pinned by %s", (_, text) => {
    expect(uploadFrom(text)).toEqual([`${name} runs ${text} in container upload; ${wanted}`]);
  });

  it("lets a tag beside the digest pass", () => {
    expect(uploadFrom(`registry.example.com/upload:1.4${digest}`)).toEqual([]);
  });

  it("fails closed on an image that isn't known yet, or isn't there", () => {
    expect(uploadFrom(UNKNOWN)).toEqual([
      `${name} runs an image that isn't known yet in container upload; ${wanted}`,
    ]);
    expect(uploadFrom(undefined)).toEqual([`${name} runs no image in container upload; ${wanted}`]);
    expect(findings(imageDigest, changed(stackGraph("prod"), upload, setting(["spec"], UNKNOWN)))).toEqual([
      `${name} runs containers that can't be told; ${wanted}`,
    ]);
  });

  it("judges every container of any program: of agents, Jobs, single pods and what prepares them", () => {
    const containers = [{ name: "main", image: `busybox${digest}` }];
    const spec = { containers, initContainers: [{ name: "prepare", image: "busybox" }] };
    const system = { name: "agent", namespace: "kube-system" };
    const graph = twoSites(
      onCluster("oci", "v1", "Pod", "pod", { inputs: { spec } }),
      onCluster("oci", "batch/v1", "Job", "job", { inputs: { spec: { template: { spec } } } }),
      onCluster("oci", "apps/v1", "DaemonSet", "agent", {
        inputs: { metadata: system, spec: { template: { spec } } },
      }),
    );
    expect(findings(imageDigest, graph)).toEqual(
      ["pod", "job", "agent"].map((each) => `oci-${each} runs busybox in container prepare; ${wanted}`),
    );
  });
});
