/** What a stack has for its edges to hand requests to each other, and that it has none of it where it is switched off. */
import { beforeAll, describe, expect, it } from "vitest";
import type { Graph, GraphResource } from "../../../graph/resource";
import { runStacks, withSites } from "../../support/run-stack";

const sites = ["aws-us-east-2", "aws-us-west-2", "oci-us-ashburn-1", "oci-us-chicago-1"];
const named = ({ resources }: Graph, name: RegExp) => resources.filter((one) => name.test(one.name));
const dataOf = ({ inputs }: GraphResource, file: string) =>
  (inputs.data as Record<string, string>)[file] ?? "";
const configOf = (graph: Graph, site: string): GraphResource => {
  const found = graph.resources.find(
    ({ type, name }) => type === "kubernetes:core/v1:ConfigMap" && name === `${site}-edge`,
  );
  if (!found) throw new Error(`${site} has no configuration of an edge`);
  return found;
};
/** Sites that an edge hands requests to, by the certificates that it expects. */
const peersIn = (config: GraphResource) =>
  [
    ...new Set(
      [...dataOf(config, "haproxy.cfg").matchAll(/verifyhost edge\.(\S+)/g)].map(([, site]) => site),
    ),
  ].sort();

describe("forwarding between sites", () => {
  let on: Graph;
  let off: Graph;
  let alone: Graph;
  let hostile: Graph;
  let drained: Graph;
  beforeAll(async () => {
    ({ on, off, alone, hostile, drained } = await runStacks({
      on: {},
      off: { "twincloud:forwarding": false },
      alone: withSites("aws us-east-2 100"),
      hostile: { "twincloud:untrusted": ["oci-us-chicago-1"] },
      drained: {
        "twincloud:drain": [{ site: "oci-us-chicago-1", until: "2999-01-01T00:00:00Z", reason: "test" }],
      },
    }));
  });

  it("has every other site for a peer of each, and a certificate of each", () => {
    for (const site of sites) {
      expect(peersIn(configOf(on, site))).toEqual(sites.filter((other) => other !== site));
      expect(
        named(on, new RegExp(`^edge-trust-${site}$`))
          .map(({ type }) => type.split(":").at(-1))
          .sort(),
      ).toEqual(["CertRequest", "LocallySignedCert", "PrivateKey"]);
    }
  });

  it("sets every variable that stands in the configuration for an address, and no other", () => {
    for (const site of sites) {
      const config = configOf(on, site);
      const used = [...dataOf(config, "haproxy.cfg").matchAll(/"\$\{(\w+)\}"/g)].map(([, name]) => name);
      const set = [...dataOf(config, "peers.cfg").matchAll(/setenv (\w+) /g)].map(([, name]) => name);
      // Where balancers don't say who connects, their networks stand for the addresses that pods call from.
      const isUsed = (name: string | undefined) => used.includes(name) || name?.includes("_NAT_");
      expect([...new Set(used)].filter((name) => !set.includes(name))).toEqual([]);
      expect(set.filter((name) => !isUsed(name))).toEqual([]);
    }
  });

  it("is nowhere where it is switched off, and where there is one site", () => {
    for (const graph of [off, alone]) {
      expect(named(graph, /-peers\b|siblings|edge-trust|^forwarding-/).map(({ name }) => name)).toEqual([]);
      for (const { inputs } of graph.resources) expect(JSON.stringify(inputs)).not.toMatch(/\b7443\b/);
    }
  });

  it("has no hostile site for a peer, and gives it no certificate", () => {
    expect(peersIn(configOf(hostile, "aws-us-east-2"))).toEqual(["aws-us-west-2", "oci-us-ashburn-1"]);
    expect(named(hostile, /^edge-trust-oci-us-chicago-1$/)).toEqual([]);
    const rules = named(hostile, /^aws-us-east-2-edge-from-peers-/);
    expect(rules.length).toBe(named(on, /^aws-us-east-2-edge-from-peers-/).length - 1);
  });

  it("changes nothing at the others when a site is drained: its own edge takes nothing then", () => {
    for (const site of sites.filter((one) => one !== "oci-us-chicago-1"))
      expect(configOf(drained, site).inputs).toEqual(configOf(on, site).inputs);
    expect(dataOf(configOf(drained, "oci-us-chicago-1"), "haproxy.cfg")).toContain("str(drained)");
  });
});
