import { describe, expect, it } from "vitest";
import { graphOf } from "../../../graph/graph";
import type { Graph, GraphResource, Properties } from "../../../graph/resource";
import { changesAgainst } from "../../../report/against/changes";
import { stackGraph } from "../../support/graphs";

const prod = stackGraph("prod");

/** The changes of prod against itself with other inputs of some resources, or with some gone. */
function against(edit: (resource: GraphResource) => GraphResource, now: Graph = prod) {
  const resources = prod.resources.map(edit);
  return changesAgainst({ file: "base", stack: "prod", resources, pending: [], notes: [] }, now);
}

const withInputs =
  (type: string, change: (inputs: Properties) => Properties) =>
  (resource: GraphResource): GraphResource =>
    resource.type === type ? { ...resource, inputs: change(resource.inputs) } : resource;

describe("prod", () => {
  it("changes nothing of itself", () => {
    expect(against((resource) => resource).headline).toBe("nothing changes");
  });

  it.each([
    ["reclaimPolicy", "Recycle"],
    ["volumeBindingMode", "Immediate"],
    ["provisioner", "another.example"],
  ])("has its StorageClasses replaced for %s, which no API would update", (input, old) => {
    const type = "kubernetes:storage.k8s.io/v1:StorageClass";
    const { replace, update, refused } = against(withInputs(type, (inputs) => ({ ...inputs, [input]: old })));
    expect(replace.map(({ urn }) => urn)).toEqual((prod.byType.get(type) ?? []).map(({ urn }) => urn).sort());
    expect(replace).toHaveLength(4);
    expect([update, refused]).toEqual([[], []]);
  });

  it("has OCI's StorageClasses replaced for their parameters, and nothing with them: claims name them as text", () => {
    const type = "kubernetes:storage.k8s.io/v1:StorageClass";
    const withoutFileSystem = withInputs(type, (inputs) => {
      const { "csi.storage.k8s.io/fstype": _, ...parameters } = inputs.parameters as Properties;
      return { ...inputs, parameters };
    });
    const { replace, update, create, refused } = against(withoutFileSystem);
    expect(replace.map(({ urn }) => urn.split("::").at(-1))).toEqual([
      "oci-us-ashburn-1-block-encrypted",
      "oci-us-chicago-1-block-encrypted",
    ]);
    expect([update, create, refused]).toEqual([[], [], []]);
  });

  it("has OCI's node pools updated for larger disks, which OKE cycles, and replaced for another placement, which it doesn't", () => {
    const type = "oci:ContainerEngine/nodePool:NodePool";
    const pools = (prod.byType.get(type) ?? []).map(({ urn }) => urn).sort();
    const smaller = against(
      withInputs(type, (inputs) => ({
        ...inputs,
        nodeSourceDetails: { ...(inputs.nodeSourceDetails as Properties), bootVolumeSizeInGbs: "50" },
      })),
    );
    expect([smaller.update.map(({ urn }) => urn), smaller.replace]).toEqual([pools, []]);
    const elsewhere = against(
      withInputs(type, (inputs) => {
        const details = inputs.nodeConfigDetails as Properties & { placementConfigs: Properties[] };
        const placementConfigs = details.placementConfigs.map((one) => ({
          ...one,
          faultDomains: ["FAULT-DOMAIN-1"],
        }));
        return { ...inputs, nodeConfigDetails: { ...details, placementConfigs } };
      }),
    );
    expect(elsewhere.replace.map(({ urn }) => urn)).toEqual(expect.arrayContaining(pools));
    expect(elsewhere.refused).toEqual([]);
  });

  it("is refused to lose its stores, and says so first", () => {
    const kept = prod.resources.filter(({ type }) => !/bucket:Bucket$/.test(type));
    const { refused, data, headline } = against((resource) => resource, graphOf(kept));
    const stores = prod.resources.filter(({ type }) => /bucket:Bucket$/.test(type)).map(({ urn }) => urn);
    expect(stores.length).toBeGreaterThan(3);
    expect(data.map(({ urn }) => urn)).toEqual(expect.arrayContaining(stores));
    expect(refused.map(({ urn }) => urn)).toEqual(expect.arrayContaining(stores));
    expect(headline).toMatch(/^lets go of 6 stores /);
  });

  it("is refused a Kubernetes version that skips a minor, on either cloud", () => {
    const types = {
      "aws:eks/cluster:Cluster": "version",
      "oci:ContainerEngine/cluster:Cluster": "kubernetesVersion",
    };
    for (const [type, input] of Object.entries(types)) {
      // Two before what the stack runs, whatever that is.
      const earlier = (version: unknown) => `v1.${Number(String(version).split(".")[1]) - 2}.1`;
      const old = withInputs(type, (inputs) => ({ ...inputs, [input]: earlier(inputs[input]) }));
      const { refused, warnings } = against((resource) => ({ ...old(resource), outputs: {} }));
      expect(refused).toHaveLength(2);
      expect(refused[0]?.because).toContain("skips 1 minor version");
      expect(warnings).toHaveLength(1);
    }
  });
});
