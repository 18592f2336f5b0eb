import { describe, expect, it } from "vitest";
import { readState } from "../../graph/from-state";
import { poolsOf } from "../../graph/views/nodes";
import { isWell } from "../../graph/well";
import { urnOf } from "./fixtures";

const stack = {
  urn: urnOf("pulumi:pulumi:Stack", "twincloud-test"),
  custom: false,
  type: "pulumi:pulumi:Stack",
};
const made = (type: string, name: string, more: object = {}) => ({
  urn: urnOf(type, name),
  type,
  custom: true,
  id: name,
  ...more,
});
const bucket = (more: object = {}) => made("aws:s3/bucket:Bucket", "media", more);
const state = (resources: readonly object[], more: object = {}) =>
  readState(JSON.stringify({ version: 4, deployment: { resources: [stack, ...resources], ...more } }));
const kindsOf = ({ graph }: ReturnType<typeof state>) => graph.notes.map(({ kind }) => kind);
const namesOf = ({ graph }: ReturnType<typeof state>) => graph.resources.slice(1).map(({ name }) => name);

describe("what a state says beside properties", () => {
  it("is nothing in a state where all is well", () => {
    const { graph, pending } = state([bucket()]);
    expect([graph.notes, pending, graph.resources[1]?.marks]).toEqual([[], [], undefined]);
  });

  it("takes what is deleted in the cloud and not made again for gone, and keeps it apart", () => {
    const read = state([bucket({ pendingReplacement: true })]);
    expect(namesOf(read)).toEqual([]);
    expect(read.pending.map(({ name }) => name)).toEqual(["media"]);
    expect(read.graph.notes).toMatchObject([{ urn: bucket().urn, kind: "pending-replacement" }]);
  });

  it("leaves what stands on a cluster that is deleted for a while where it stood", () => {
    const aws = made("pulumi:providers:aws", "ohio", { inputs: { region: "us-east-2" } });
    const cluster = made("aws:eks/cluster:Cluster", "eks", {
      provider: `${aws.urn}::ohio`,
      pendingReplacement: true,
    });
    const on = made("pulumi:providers:kubernetes", "on", {
      propertyDependencies: { kubeconfig: [cluster.urn] },
    });
    const web = made("kubernetes:apps/v1:Deployment", "web", { provider: `${on.urn}::on` });
    const { graph } = state([aws, cluster, on, web]);
    expect(graph.byUrn.get(web.urn)?.placement?.region).toBe("us-east-2");
    expect(graph.byUrn.has(cluster.urn)).toBe(false);
  });

  it("tells what never became well, with the reasons, and counts it as no capacity", () => {
    const { graph } = state([bucket({ initErrors: ["not live", "still not"] })]);
    expect(graph.notes).toMatchObject([{ kind: "init-errors", detail: "not live; still not" }]);
    expect(graph.resources.map(isWell)).toEqual([true, false]);
  });

  it("counts a node pool that never became well as no nodes", () => {
    const oci = made("pulumi:providers:oci", "chicago", { inputs: { region: "us-chicago-1" } });
    const provider = `${oci.urn}::chicago`;
    const cluster = made("oci:ContainerEngine/cluster:Cluster", "oke", { provider });
    const pool = (more: object) =>
      made("oci:ContainerEngine/nodePool:NodePool", "pool", {
        provider,
        inputs: { clusterId: "oke" },
        propertyDependencies: { clusterId: [cluster.urn] },
        ...more,
      });
    const pools = (more: object) => poolsOf(state([oci, cluster, pool(more)]).graph).size;
    expect([pools({}), pools({ initErrors: ["out of host capacity"] })]).toEqual([1, 0]);
  });

  it("leaves an old copy beside the new one out, and says so", () => {
    const read = state([bucket({ delete: true, id: "old" }), bucket()]);
    expect(read.graph.resources.slice(1).map(({ id }) => id)).toEqual(["media"]);
    expect(kindsOf(read)).toEqual(["old-copy"]);
  });

  it("counts a view with the resource that it is a part of, and not again", () => {
    const view = made("aws:s3/bucket:Bucket", "inner", { viewOf: bucket().urn });
    const read = state([bucket(), view]);
    expect([namesOf(read), kindsOf(read)]).toEqual([["media"], ["view"]]);
  });

  it("keeps what is only read, as others refer to it, and says that nothing is known of how it is looked after", () => {
    const { graph } = state([bucket({ external: true })]);
    expect(graph.resources[1]?.external).toBe(true);
    expect(graph.notes).toMatchObject([{ kind: "external" }]);
  });

  it.each(["creating", "updating", "deleting"])("can't tell what was interrupted while %s", (type) => {
    const { graph } = state([bucket()], { pending_operations: [{ resource: bucket(), type }] });
    expect(graph.notes).toMatchObject([{ urn: bucket().urn, kind: "interrupted", unsure: true }]);
    expect(graph.notes[0]?.text).toContain(`interrupted while ${type}`);
    // An update leaves what was there; of the others there may be nothing.
    expect(isWell(graph.resources[1] as never)).toBe(type === "updating");
  });

  it("tells an interrupted creation of what isn't among the resources", () => {
    const read = state([], { pending_operations: [{ resource: bucket(), type: "creating" }] });
    expect([namesOf(read), kindsOf(read)]).toEqual([[], ["interrupted"]]);
  });

  it("can't be sure of a state that the engine itself found inconsistent", () => {
    const { graph } = state([bucket()], { metadata: { integrity_error: { error: "dangling" } } });
    expect(graph.notes).toMatchObject([
      { urn: stack.urn, kind: "integrity", unsure: true, detail: "dangling" },
    ]);
  });

  it.each([
    ["taint", { taint: true }],
    ["replace-with", { replaceWith: [stack.urn] }],
    ["refresh-before-update", { refreshBeforeUpdate: true }],
    ["hooks", { resourceHooks: { beforeUpdate: ["check"] } }],
    ["snippet", { snippetID: "5f0c" }],
  ])("tells %s and leaves the resource in", (kind, more) => {
    const read = state([bucket(more)]);
    expect([namesOf(read), kindsOf(read)]).toEqual([["media"], [kind]]);
  });
});
