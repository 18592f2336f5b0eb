/** Plans for the days that one region's API is dead: what it changes stays as it is, and nothing else does. */
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStack } from "../../cli/program";
import { stateOf } from "../../graph/from-state";
import type { Graph } from "../../graph/resource";
import { changesAgainst } from "../../report/against/changes";
import { renderState } from "../../report/state";
import { readStackFile } from "../../stacks/config";
import { toRuntime } from "../../stacks/runtime-config";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";

const settings = readStackFile(fixtureFile("prod")).values;
const sites = ["oci-us-chicago-1", "oci-us-ashburn-1", "aws-us-east-2", "aws-us-west-2"];

/** A change of everything: pods, nodes and what stands around them. */
const changes = {
  "twincloud:peak": { ...(settings["twincloud:peak"] as object), feed: { replicas: 48 } },
  "twincloud:dns": { ttl: 20, checkIntervalSeconds: 10, failureThreshold: 3 },
  "twincloud:alerts": { email: "others@example.com" },
};

let state: ReturnType<typeof stateOf>;
const plan = (more: object, earlier?: typeof state.entries): Promise<Graph> =>
  runStack({
    ...toRuntime({ ...settings, ...more }),
    ...(earlier ? { earlier } : {}),
    project: "twincloud",
    stack: "prod",
    catalog: video,
    root: path.resolve(__dirname, "../.."),
    onRegister: () => undefined,
    onLog: () => undefined,
  });

interface Changed {
  readonly urns: readonly string[];
  /** Types by the site, or `-`, of what is changed. */
  readonly at: Readonly<Record<string, readonly string[]>>;
}

async function changedWith(unreachable: readonly string[]): Promise<Changed> {
  const graph = await plan({ ...changes, "twincloud:unreachable": unreachable }, state.entries);
  const { update, replace, create } = changesAgainst(
    {
      file: "state",
      stack: "prod",
      resources: state.graph.resources,
      pending: state.pending,
      entries: state.entries,
      notes: state.graph.notes,
    },
    graph,
  );
  expect(create).toEqual([]);
  const urns = [...update, ...replace].map(({ urn }) => urn);
  const at: Record<string, string[]> = {};
  for (const urn of urns) {
    const { placement, type } = graph.byUrn.get(urn) ?? { type: "" };
    const site = placement ? `${placement.provider}-${placement.region}` : "-";
    at[site] = [...new Set([...(at[site] ?? []), type])].sort();
  }
  return { urns, at };
}

let usual: Changed;
beforeAll(async () => {
  state = stateOf(JSON.parse(renderState(await plan({}))));
  usual = await changedWith([]);
});

const SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler";
const isOf = (pattern: RegExp) => (urn: string) => pattern.test(urn);

describe("while one region's API is dead", () => {
  it("a site there stays as it is, and every other gets all that it would have got", async () => {
    expect(sites.filter((site) => !usual.at[site]?.includes(SCALER))).toEqual([]);
    const { at } = await changedWith(["oci-us-chicago-1"]);
    expect(at["oci-us-chicago-1"]).toBeUndefined();
    expect({ ...at, "oci-us-chicago-1": usual.at["oci-us-chicago-1"] }).toEqual(usual.at);
  });

  it("the region without a site by which DNS is changed keeps DNS as it is, and nothing else", async () => {
    const { urns } = await changedWith(["oci-us-phoenix-1"]);
    const left = usual.urns.filter((urn) => !urns.includes(urn));
    expect(left.length).toBeGreaterThan(0);
    expect(left.filter(isOf(/twincloud:routing:OciDns/))).toEqual(left);
    expect(usual.urns.filter(isOf(/twincloud:routing:OciDns/)).sort()).toEqual([...left].sort());
  });

  it("us-east-1 keeps Route 53, its alarms, IAM and buckets as they are, and the sites of AWS go on", async () => {
    const { urns, at } = await changedWith(["aws-us-east-1"]);
    expect(urns.filter(isOf(/twincloud:routing:Route53|\$aws:(iam|route53|s3)\//))).toEqual([]);
    for (const site of sites) expect(at[site]).toContain(SCALER);
    expect(usual.urns.filter(isOf(/twincloud:routing:Route53/)).length).toBeGreaterThan(0);
  });
});
