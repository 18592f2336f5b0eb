/** A plan over a state in which one setting is changed: what stands beside it stays. */
import { expect, it } from "vitest";
import { stateOf } from "../../graph/from-state";
import { changesAgainst } from "../../report/against/changes";
import { renderState } from "../../report/state";
import { planStaging } from "./staging-plan";

it("other administrators change who reaches the clusters' APIs, and not the group that EKS gave its pods", async () => {
  const state = stateOf(JSON.parse(renderState(await planStaging({}))));
  const graph = await planStaging({ "twincloud:adminCidrs": ["198.51.100.0/24"] }, state.entries);
  const changes = changesAgainst(
    {
      file: "state",
      stack: "staging",
      resources: state.graph.resources,
      pending: state.pending,
      entries: state.entries,
      notes: state.graph.notes,
    },
    graph,
  );
  const updated = changes.update.map(({ urn }) => graph.byUrn.get(urn)?.type ?? urn);
  expect(updated.filter((type) => type.startsWith("aws:"))).toEqual(["aws:eks/cluster:Cluster"]);
  expect(changes.replace.map(({ urn }) => urn).filter((urn) => urn.includes("$aws:"))).toEqual([]);
  expect(changes.create.filter((urn) => urn.includes("$aws:"))).toEqual([]);
});
