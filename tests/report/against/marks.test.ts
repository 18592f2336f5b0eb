import { describe, expect, it } from "vitest";
import { changesAgainst } from "../../../report/against/changes";
import { readEarlier } from "../../../report/against/earlier";
import { renderState } from "../../../report/state";
import { resource, twoSites, urnOf } from "../../graph/fixtures";

const zone = resource("aws:route53/zone:Zone", "zone", {
  inputs: { name: "example.com" },
  outputs: { zoneId: "Z0123456" },
});
const record = resource("aws:route53/record:Record", "www", {
  inputs: { name: "www", zoneId: "Z0123456" },
  propertyDependencies: { zoneId: [zone.urn] },
});
const graph = twoSites(zone, record);

interface Raw {
  readonly version: number;
  readonly deployment: { readonly resources: readonly { readonly urn: string }[] };
}

/** What a deploy of the same program changes of a state whose entries say more. */
function changes(more: Readonly<Record<string, object>>, now = graph) {
  const state = JSON.parse(renderState(graph)) as Raw;
  const resources = state.deployment.resources.map((one) => ({ ...one, ...more[one.urn] }));
  const text = JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
  return changesAgainst(readEarlier(text, "state.json"), now);
}

describe("a deploy of the same program", () => {
  it("changes nothing of a state where all is well", () => {
    expect(changes({})).toEqual({
      against: "state.json",
      headline: "nothing changes",
      data: [],
      create: [],
      update: [],
      replace: [],
      delete: [],
      refused: [],
      warnings: [],
    });
  });

  it("makes what is deleted in the cloud, and replaces what can only be made from it", () => {
    const { create, replace, data, notes } = changes({ [zone.urn]: { pendingReplacement: true } });
    expect(create).toEqual([zone.urn]);
    expect(replace).toMatchObject([{ urn: record.urn, inputs: [{ path: "zoneId" }] }]);
    // What there was of it is gone already.
    expect(data).toEqual([]);
    expect(notes).toMatchObject([{ urn: zone.urn, kind: "pending-replacement" }]);
  });

  it("deletes nothing that is deleted already", () => {
    expect(changes({ [zone.urn]: { pendingReplacement: true } }, twoSites(record)).delete).toEqual([]);
  });

  it("is refused what it would make again of something that is protected", () => {
    const guarded = twoSites({ ...zone, protect: true }, record);
    const more = { [zone.urn]: { pendingReplacement: true, protect: true } };
    const because = expect.stringMatching(/^protected, .*: the engine refuses to make it again; /);
    const { refused, headline } = changes(more, guarded);
    expect(refused).toEqual([{ urn: zone.urn, because }]);
    expect(headline).toMatch(/^1 refused; /);
    expect(changes(more).refused).toEqual([]);
    const unguarded = { [zone.urn]: { pendingReplacement: true, protect: false } };
    expect(changes(unguarded, guarded).refused).toEqual([]);
  });

  it("replaces what is tainted", () => {
    const because = "it is marked to be replaced (pulumi state taint)";
    expect(changes({ [record.urn]: { taint: true } }).replace).toEqual([
      { urn: record.urn, because, inputs: [] },
    ]);
  });

  it("replaces what is to be replaced together with that, and so on", () => {
    const eks = urnOf("aws:eks/cluster:Cluster", "aws-cluster");
    const vpc = urnOf("aws:ec2/vpc:Vpc", "aws-vpc");
    const { replace } = changes({
      [record.urn]: { taint: true },
      [vpc]: { replaceWith: [record.urn] },
      [eks]: { replaceWith: [vpc] },
    });
    // The provider is configured by what the cluster will be.
    const onAws = urnOf("pulumi:providers:kubernetes", "on-aws");
    expect(replace.map(({ urn }) => urn)).toEqual([vpc, eks, record.urn, onAws]);
    expect(replace.slice(0, 2).map(({ because }) => because)).toEqual([
      "www is replaced, and it goes with it",
      "aws-vpc is replaced, and it goes with it",
    ]);
  });

  it("waits again for what never became well, by an update of nothing", () => {
    const never = { [record.urn]: { initErrors: ["not live"] } };
    expect(changes(never).update).toEqual([{ urn: record.urn, inputs: [] }]);
    const replacing = twoSites(zone, { ...record, replaceOnChanges: ["*"] });
    const because = "it never became well and the program replaces it on #initerror";
    expect(changes(never, replacing).replace).toEqual([{ urn: record.urn, because, inputs: [] }]);
  });

  it("leaves what a snippet made, views and old copies alone", () => {
    const extra = { ...resource("aws:s3/bucket:Bucket", "extra"), id: "extra" };
    const more = (marks: object) => {
      const state = JSON.parse(renderState(twoSites(zone, record, extra))) as Raw;
      const resources = state.deployment.resources.map((one) =>
        one.urn === extra.urn ? { ...one, ...marks } : one,
      );
      const text = JSON.stringify({ ...state, deployment: { ...state.deployment, resources } });
      return changesAgainst(readEarlier(text, "state.json"), graph).delete;
    };
    expect(more({})).toEqual([extra.urn]);
    for (const marks of [{ snippetID: "5f0c" }, { viewOf: zone.urn }, { delete: true }]) {
      expect(more(marks)).toEqual([]);
    }
  });
});
