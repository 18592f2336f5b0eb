/** A plan for the day that a cloud or a site turns hostile, over the state: what it has elsewhere goes, it itself stays. */
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { runStack } from "../../cli/program";
import { stateOf } from "../../graph/from-state";
import type { Graph, GraphResource } from "../../graph/resource";
import { siteIdOf } from "../../graph/site-id";
import { judge } from "../../policies/pack/judge";
import { packSettings } from "../../policies/pack/settings";
import { rules } from "../../policies/rules";
import { changesAgainst } from "../../report/against/changes";
import type { Changes } from "../../report/changes-model";
import { renderState } from "../../report/state";
import { platformOf } from "../../resilience/platform/from-graph";
import { readStackFile } from "../../stacks/config";
import { toRuntime } from "../../stacks/runtime-config";
import { video } from "../fixtures/catalogs/video";
import { fixtureFile } from "../fixtures/stacks";

const settings = readStackFile(fixtureFile("prod")).values;
const now = new Date("2026-09-01T00:00:00Z");

type State = ReturnType<typeof stateOf>;
const plan = (changes: object, state?: State): Promise<Graph> =>
  runStack({
    ...toRuntime({ ...settings, ...changes }),
    ...(state ? { earlier: state.entries } : {}),
    project: "twincloud",
    stack: "prod",
    catalog: video,
    root: path.resolve(__dirname, "../.."),
    onRegister: () => undefined,
    onLog: () => undefined,
  });

const ASHBURN = "oci-us-ashburn-1";
const OHIO = "aws-us-east-2";

interface Planned {
  readonly graph: Graph;
  readonly changes: Changes;
}

let usual: Graph;
let state: State;
beforeAll(async () => {
  usual = await plan({});
  state = stateOf(JSON.parse(renderState(usual)));
});

async function untrusting(...untrusted: readonly string[]): Promise<Planned> {
  const graph = await plan({ "twincloud:untrusted": untrusted }, state);
  const { resources } = state.graph;
  const earlier = { file: "state", stack: "prod", resources, notes: [], ...state };
  return { graph, changes: changesAgainst(earlier, graph) };
}

const isAt = (name: string, { type, placement }: GraphResource): boolean =>
  placement ? [placement.provider, siteIdOf(placement)].includes(name) : type.startsWith(`${name}:`);

/** What a deploy would touch at a cloud or a site. */
const touched = ({ graph, changes }: Planned, name: string): string[] =>
  [
    ...changes.create,
    ...changes.delete,
    ...changes.update.map(({ urn }) => urn),
    ...changes.replace.map(({ urn }) => urn),
  ].filter((urn) => {
    const resource = usual.byUrn.get(urn) ?? graph.byUrn.get(urn);
    return resource !== undefined && isAt(name, resource);
  });

/** Everything that is left elsewhere, as text by resource. */
const elsewhere = ({ graph }: Planned, name: string): readonly (readonly [string, string])[] =>
  graph.resources
    .filter((resource) => resource.custom && !resource.type.startsWith("pulumi:") && !isAt(name, resource))
    .map(({ type, name: own, inputs }) => [`${type} ${own}`, JSON.stringify(inputs)] as const);

const mentions = (planned: Planned, name: string, word: string): string[] =>
  elsewhere(planned, name)
    .filter(([, text]) => text.includes(word))
    .map(([resource]) => resource)
    .sort();

const addressesOf = (site: string): string[] =>
  usual.resources
    .filter(({ type, name }) => /publicIp|eip:/i.test(type) && name.startsWith(`${site}-`))
    .map(({ outputs }) => String(outputs?.ipAddress ?? outputs?.publicIp));

describe.each([
  { untrusted: "oci", sites: ["oci-us-chicago-1", ASHBURN], secrets: [] },
  // Nobody is left whom the key would let in.
  { untrusted: "aws", sites: [OHIO, "aws-us-west-2"], secrets: [["delete", "oci-store"]] },
  { untrusted: ASHBURN, sites: [ASHBURN], secrets: [["replace", "oci-pull"]] },
  { untrusted: OHIO, sites: [OHIO], secrets: [["replace", "oci-store"]] },
])("once $untrusted is hostile", ({ untrusted, sites, secrets }) => {
  let planned: Planned;
  beforeAll(async () => {
    planned = await untrusting(untrusted);
  });

  it("nothing there is made, changed or deleted", () => {
    expect(touched(planned, untrusted)).toEqual([]);
  });

  it("its addresses are in no answer, no rule, no network policy and no link of anybody else", () => {
    const addresses = sites.flatMap(addressesOf);
    expect(addresses.length).toBeGreaterThan(1);
    expect(addresses.flatMap((address) => mentions(planned, untrusted, address))).toEqual([]);
  });

  it("apps are told of it by nobody else: no name of its own is answered, or stands in the document of endpoints", () => {
    for (const site of sites) {
      expect(JSON.stringify(usual.resources)).toContain(`feed-${site}.`);
      expect(mentions(planned, untrusted, `-${site}.clips`)).toEqual([]);
    }
  });

  it("no queue elsewhere knows its user or links to it", () => {
    for (const site of sites)
      for (const word of [`leaf.${site}.queue.internal`, `from_${site}`, `to_${site}`])
        expect([word, mentions(planned, untrusted, word)]).toEqual([word, []]);
  });

  it("no pod elsewhere is told that it is a site", () => {
    const told = elsewhere(planned, untrusted).flatMap(
      ([, text]) => /"name":"TWINCLOUD_SITES","value":"([^"]*)"/.exec(text)?.[1] ?? [],
    );
    const left = platformOf(planned.graph, now).sites.map(({ id }) => id);
    expect(told).toEqual(Array(left.length * video.capabilities.length).fill([...left].sort().join(" ")));
  });

  it("its authorities, keys and certificates are in the program no more", () => {
    const own = planned.graph.resources.filter(
      ({ type, name }) => type.startsWith("tls:") && sites.some((site) => name.includes(site)),
    );
    expect(own.map(({ name }) => name)).toEqual([]);
  });

  it("nothing of it is left in the other cloud: no role, no trust, no policy, no check, no alarm", () => {
    const cloud = untrusted.split("-")[0];
    const left = planned.graph.resources.filter(
      ({ type, name }) =>
        /^(twincloud:)?(aws|oci):/.test(type) &&
        !type.replace("twincloud:", "").startsWith(`${cloud}:`) &&
        sites.some((site) => name.includes(site)),
    );
    expect(left.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });

  it("no pod elsewhere is told of its stores, and no role or policy names them but to read where it copied from", () => {
    const buckets = planned.graph.resources.filter(
      ({ type, name }) => /bucket:Bucket$/.test(type) && sites.some((site) => name === `${site}-media`),
    );
    expect(buckets.length).toBe(sites.length);
    for (const { inputs } of buckets) {
      const bucket = String(inputs.bucket ?? inputs.name);
      const told = mentions(planned, untrusted, bucket).filter((one) => one.startsWith("kubernetes:"));
      expect([bucket, told]).toEqual([bucket, []]);
    }
  });

  it("the secrets of OCI that it has seen are made anew, or go", () => {
    const names = /identity\/(authToken|customerSecretKey):/i;
    const replaced = planned.changes.replace.map(({ urn }) => ["replace", urn] as const);
    const deleted = planned.changes.delete.map((urn) => ["delete", urn] as const);
    const found = [...replaced, ...deleted].filter(([, urn]) => names.test(urn));
    expect(found.map(([what, urn]) => [what, urn.split("::").at(-1)])).toEqual(secrets);
  });

  it("no rule blocks the deploy", () => {
    const { violations, unknown } = judge(planned.graph, rules, packSettings(planned.graph, now));
    const blocking = [...violations, ...unknown].filter(({ level }) => level === "mandatory");
    expect(blocking.map(({ rule, message }) => `${rule} ${message}`)).toEqual([]);
  });

  it("the model counts on what is left, and on nothing else", () => {
    const { sites: left, authorities } = platformOf(planned.graph, now);
    const all = platformOf(usual, now).sites.map(({ id }) => id);
    expect(left.map(({ id }) => id)).toEqual(all.filter((id) => !sites.includes(id)));
    expect(authorities.map(({ provider }) => provider)).not.toContain(untrusted);
  });
});

describe("once a cloud's authority is hostile", () => {
  let planned: Planned;
  beforeAll(async () => {
    planned = await untrusting("oci");
  });

  it("the other's zone names its own servers only, as is to be named at the registrar", () => {
    const [apex] = planned.graph.resources.filter(({ name }) => name === "route53-apex-ns");
    expect(apex?.inputs.records).toHaveLength(4);
    expect(JSON.stringify(apex?.inputs.records)).not.toMatch(/oraclecloud/);
    expect(planned.graph.stackOutputs.nameServers).toHaveLength(4);
  });

  it("its own zone is left as it was, its answers and its servers", () => {
    const own = planned.graph.resources.filter(({ type }) => type.startsWith("oci:Dns/"));
    const before = usual.resources.filter(({ type }) => type.startsWith("oci:Dns/"));
    expect(own.map(({ name }) => name).sort()).toEqual(before.map(({ name }) => name).sort());
    expect(own.length).toBeGreaterThan(10);
  });
});
