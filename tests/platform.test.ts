import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { namesOf } from "../graph/views/names";
import { propertiesOf, textAt } from "../graph/views/read";
import { workloadsOf } from "../graph/views/workloads";
import { publicNames } from "../policies/answers/public-names";
import { stackGraph } from "./support/graphs";

const graph = stackGraph("prod");
const custom = graph.resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:"));

/** The input by which a type of either cloud takes tags, read from the SDK; undefined where it takes none. */
function tagInput(type: string): string | undefined {
  const [pkg = "", path = ""] = type.split(":");
  if (pkg !== "aws" && pkg !== "oci") return undefined;
  const [module = "", name = ""] = path.split("/");
  const file = `@pulumi/${pkg}/${module.toLowerCase()}/${name}.js`;
  const code = readFileSync(require.resolve(file), "utf8");
  return ["tags", "freeformTags"].find((input) =>
    code.includes(`resourceInputs["${input}"] = args?.${input}`),
  );
}

describe("the platform on four sites", () => {
  it("has over 400 resources", () => {
    expect(custom.length).toBeGreaterThan(400);
  });

  it("makes every resource through a provider that it names", () => {
    for (const { urn, provider } of custom) {
      expect(provider, urn).toBeDefined();
      expect(provider, urn).not.toContain("::default");
    }
  });

  it("tags what takes tags with the project, on both clouds", () => {
    const inputOf = new Map(
      [...new Set(custom.map(({ type }) => type))].map((type) => [type, tagInput(type)]),
    );
    const tagged = custom.filter(({ type }) => inputOf.get(type) !== undefined);
    expect(tagged.length).toBeGreaterThan(200);
    const bare = tagged.filter(({ type, inputs }) => {
      const tags = inputs[inputOf.get(type) ?? ""] as Record<string, string> | undefined;
      return tags?.project !== "twincloud" || tags.stack !== "prod";
    });
    expect(bare.map(({ urn }) => urn)).toEqual([]);
  });

  it("protects and retains the buckets and zones of both clouds, and the keys of the clusters' Secrets", () => {
    const holders = custom.filter(
      ({ type, name }) => /:(Bucket|Zone)$/.test(type) || (/:Key$/.test(type) && name.endsWith("-secrets")),
    );
    expect(holders.length).toBeGreaterThanOrEqual(8);
    for (const { urn, protect, retainOnDelete } of holders) {
      expect({ protect, retainOnDelete }, urn).toEqual({ protect: true, retainOnDelete: true });
    }
  });

  it("answers every public name from both authorities with the same addresses and time to live", () => {
    const names = publicNames(graph);
    expect(names.map(({ host }) => host)).toEqual([
      "engage.clips.example.com",
      "feed.clips.example.com",
      "status.clips.example.com",
      "upload.clips.example.com",
    ]);
    for (const { host, authorities } of names) {
      expect(authorities.map(({ provider }) => provider).sort(), host).toEqual(["aws", "oci"]);
      const [a, b] = authorities.map(({ ttl, answers }) => ({
        ttl,
        answers: answers.map(({ name, address, weight }) => `${name} ${address.ip} ${weight}`).sort(),
      }));
      expect(a, host).toEqual(b);
      expect(a?.ttl).toBe(30);
    }
  });

  it("answers each site's own names from both authorities with all its addresses, whether it is well or not", () => {
    const own = namesOf(graph).filter((name) => !publicNames(graph).includes(name));
    expect(own).toHaveLength(4 * 4);
    for (const { host, authorities } of own) {
      expect(authorities.map(({ provider }) => provider).sort(), host).toEqual(["aws", "oci"]);
      const answered = authorities.flatMap(({ answers }) => answers);
      expect(new Set(answered.map(({ address }) => address.site)).size, host).toBe(1);
      expect(answered.filter(({ check }) => check !== undefined)).toEqual([]);
    }
  });

  it("checks every answer with HTTPS on the capability's path and under its name", () => {
    for (const { host, authorities } of publicNames(graph)) {
      for (const { check, checkedExactly } of authorities.flatMap(({ answers }) => answers)) {
        expect(checkedExactly, host).toBe(true);
        expect(check).toMatchObject({ protocol: "HTTPS", host, port: 443 });
        expect(check?.path).toMatch(/^\/healthz\/[a-z]+$/);
      }
    }
  });

  it("sizes what is left without any one provider to carry six tenths of the peak at once, and all of it then", () => {
    // Pulumi.prod.yaml: 24 replicas of upload carry the peak; 0.6 x 24 = 14.4.
    for (const provider of ["aws", "oci"]) {
      const left = workloadsOf(graph).filter(
        ({ name, site }) => name === "upload" && site?.startsWith(provider),
      );
      expect(left.reduce((sum, { floor }) => sum + floor, 0)).toBeGreaterThanOrEqual(14.4);
      expect(left.reduce((sum, { ceiling }) => sum + ceiling, 0)).toBeGreaterThanOrEqual(24);
    }
  });

  it("opens a cluster's API to the administrators' networks only", () => {
    const clusters = graph.byType.get("aws:eks/cluster:Cluster") ?? [];
    expect(clusters).toHaveLength(2);
    for (const { inputs, urn } of clusters) {
      expect(inputs.vpcConfig, urn).toMatchObject({ publicAccessCidrs: ["203.0.113.0/24"] });
    }
  });

  it("lets the pods of every namespace do only what a policy opens", () => {
    const pods = workloadsOf(graph).filter(({ namespace }) => namespace !== "kube-system");
    for (const { namespace, cluster } of pods) {
      const denied = (graph.byType.get("kubernetes:networking.k8s.io/v1:NetworkPolicy") ?? []).some(
        (policy) =>
          policy.provider === cluster &&
          textAt(propertiesOf(policy), "metadata", "namespace") === namespace &&
          textAt(propertiesOf(policy), "metadata", "name") === "default-deny",
      );
      expect(denied, namespace).toBe(true);
    }
  });

  it("writes no secret into the graph", () => {
    const text = JSON.stringify(graph.resources);
    expect(text).not.toMatch(/-----BEGIN [A-Z ]*PRIVATE KEY-----/);
    for (const secret of graph.byType.get("kubernetes:core/v1:Secret") ?? []) {
      for (const value of Object.values(secret.inputs.stringData ?? {})) expect(value).toBe("[secret]");
    }
  });

  it("exports the servers to name at the registrar, and each site's addresses", () => {
    const { nameServers, sites, publicNames } = graph.stackOutputs as Record<string, never>;
    expect(nameServers).toHaveLength(8);
    expect(Object.keys(sites ?? {})).toHaveLength(4);
    expect(Object.keys(publicNames ?? {}).sort()).toEqual(["engagement", "feed", "status", "upload"]);
  });
});
