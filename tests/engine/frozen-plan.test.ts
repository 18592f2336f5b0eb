/** A plan for the day that a cloud can't be reached, over the state: what stands there is judged as it is. */
import { beforeAll, describe, expect, it } from "vitest";
import { stateOf } from "../../graph/from-state";
import { graphOf } from "../../graph/graph";
import type { Graph, GraphResource } from "../../graph/resource";
import { judge, type Violation } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { changesAgainst } from "../../report/against/changes";
import { renderState } from "../../report/state";
import { planStaging, stagingSettings } from "./staging-plan";

const now = new Date("2026-09-01T00:00:00Z");

const found = (graph: Graph, type: string, name: string): GraphResource => {
  const [resource, ...more] = graph.resources.filter((one) => one.type === type && one.name === name);
  if (!resource || more.length > 0) throw new Error(`${more.length} more than one ${type} ${name}`);
  return resource;
};

const BUCKET = "oci:ObjectStorage/bucket:Bucket";
const SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const ADDRESS = "oci:Core/publicIp:PublicIp";
const RECORD = "aws:route53/record:Record";
const IN_THE_STATE = "203.0.113.77";

/** The state of staging after somebody switched versioning off in OCI, whose address is another than is planned. */
function stateWith(graph: Graph) {
  const resources = graph.resources.map((one): GraphResource => {
    if (one.type === BUCKET && one.name.endsWith("-media")) {
      return {
        ...one,
        inputs: { ...one.inputs, versioning: "Suspended" },
        outputs: { ...one.outputs, versioning: "Suspended" },
      };
    }
    return one.type === ADDRESS ? { ...one, outputs: { ...one.outputs, ipAddress: IN_THE_STATE } } : one;
  });
  return stateOf(JSON.parse(renderState(graphOf(resources))));
}

let state: ReturnType<typeof stateWith>;
let frozen: Graph;
let reachable: Graph;
const more = {
  "twincloud:peak": { ...(stagingSettings["twincloud:peak"] as object), feed: { replicas: 15 } },
};
beforeAll(async () => {
  state = stateWith(await planStaging({}));
  frozen = await planStaging({ ...more, "twincloud:unreachable": ["oci"] }, state.entries);
  reachable = await planStaging(more, state.entries);
});

const about = (graph: Graph, urn: string): Violation[] =>
  judge(graph, rules, packSettings(graph, now)).violations.filter((violation) => violation.urn === urn);
const most = (graph: Graph, site: string) =>
  (found(graph, SCALER, `${site}-feed`).inputs.spec as { maxReplicas?: number }).maxReplicas;
const changed = (graph: Graph) => {
  const { graph: before, pending, entries } = state;
  const changes = changesAgainst(
    { file: "state", stack: "staging", resources: before.resources, pending, entries, notes: before.notes },
    graph,
  );
  return [...changes.update, ...changes.replace].map(({ urn }) => urn);
};

describe("while OCI can't be reached", () => {
  it("its resources are as the state has them, and are judged so without blocking anything", () => {
    const bucket = found(frozen, BUCKET, "oci-us-phoenix-1-media");
    expect(bucket.inputs.versioning).toBe("Suspended");
    expect(about(frozen, bucket.urn).map(({ rule, level }) => [rule, level])).toContainEqual([
      "bucket-durability",
      "advisory",
    ]);
  });

  it("the objects on its clusters are too, and those elsewhere are as the program wants them", () => {
    expect([most(frozen, "oci-us-phoenix-1"), most(frozen, "aws-us-east-2")]).toEqual([9, 15]);
  });

  it("what stands elsewhere is made from what the state says of it", () => {
    expect(found(frozen, RECORD, "feed-oci-us-phoenix-1-1").inputs.records).toEqual([IN_THE_STATE]);
  });

  it("nothing of it is among the changes, and what stands elsewhere is", () => {
    const urns = changed(frozen);
    expect(urns).toContain(found(frozen, SCALER, "aws-us-east-2-feed").urn);
    expect(urns.filter((urn) => frozen.byUrn.get(urn)?.placement?.provider === "oci")).toEqual([]);
  });
});

describe("once OCI can be reached again", () => {
  it("the plan is the program's", () => {
    const bucket = found(reachable, BUCKET, "oci-us-phoenix-1-media");
    expect(bucket.inputs.versioning).toBe("Enabled");
    expect(about(reachable, bucket.urn)).toEqual([]);
    expect([most(reachable, "oci-us-phoenix-1"), most(reachable, "aws-us-east-2")]).toEqual([15, 15]);
    expect(changed(reachable)).toContain(bucket.urn);
  });

  it("an address that is there already stays the one that it is", () => {
    expect(found(reachable, RECORD, "feed-oci-us-phoenix-1-1").inputs.records).toEqual([IN_THE_STATE]);
  });
});
