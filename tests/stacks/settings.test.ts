import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { standardPerClient } from "../../components/edge/per-client";
import { loadSettings, Secret } from "../../stacks/config";
import { video } from "../fixtures/catalogs/video";
import { certificate } from "./certificate";
import { example, exampleWith, problemsOf, withShares } from "./example";

const pem = {
  certificate,
  key: new Secret("-----BEGIN PRIVATE KEY-----\nMIIB"),
};

function settingsOf(config: Record<string, unknown>) {
  const loaded = loadSettings(config, { file: "file", catalog: video });
  if (!loaded.ok) throw new Error(problemsOf(config).join("\n"));
  return loaded.settings;
}

describe("settings in which nothing is wrong", () => {
  it("name each site by provider and region", () => {
    expect(settingsOf(example()).sites.map(({ id }) => id)).toEqual(["oci-us-chicago-1", "aws-us-east-2"]);
  });

  it("give a site the stack's Kubernetes version unless it has its own", () => {
    const settings = settingsOf(exampleWith({ "sites.1.kubernetesVersion": "1.34" }));
    expect(settings.sites.map(({ kubernetesVersion }) => kubernetesVersion)).toEqual(["1.33", "1.34"]);
  });

  it("protect data unless told otherwise", () => {
    expect(settingsOf(example()).protect).toBe(true);
    expect(settingsOf(exampleWith({ protect: false })).protect).toBe(false);
  });

  it("take true and false as text, as `pulumi config set` writes them", () => {
    expect(settingsOf(exampleWith({ protect: "false" })).protect).toBe(false);
  });

  it("drain nothing, reach everything and override nothing by default", () => {
    expect(settingsOf(example())).toMatchObject({ drain: [], unreachable: [], assumptions: {} });
  });

  it("leave clients unknown unless told otherwise: a running stack's balancers send no header yet", () => {
    expect(settingsOf(example()).edge).toEqual({ proxyProtocol: "none", perClient: standardPerClient });
    expect(settingsOf(exampleWith({ edge: { proxyProtocol: "sent" } })).edge.perClient).toEqual(
      standardPerClient,
    );
  });

  it("may give one client another share, the rest as it is", () => {
    const { perClient } = settingsOf(exampleWith({ edge: { perClient: { connections: 900 } } })).edge;
    expect(perClient).toEqual({ ...standardPerClient, connections: 900 });
  });

  it("have no certificate of their own by default, nor with the empty map that the CLI fills in", () => {
    expect(settingsOf(example())).not.toHaveProperty("edgeTls");
    expect(settingsOf(exampleWith({ edgeTls: {} }))).not.toHaveProperty("edgeTls");
  });

  it("may hold a certificate whose key is encrypted", () => {
    const { edgeTls } = settingsOf(exampleWith({ edgeTls: pem }));
    expect(edgeTls?.certificate).toBe(pem.certificate);
    expect(edgeTls?.key.reveal()).toBe(pem.key.reveal());
  });

  it("may hold a certificate that a preview can't decrypt", () => {
    const { edgeTls } = settingsOf(
      exampleWith({ edgeTls: { certificate: new Secret(), key: new Secret() } }),
    );
    expect(edgeTls?.certificate).toBe("[secret]");
  });

  it("may have one site alone", () => {
    const site = { provider: "aws", region: "us-east-2", share: 100, cidr: "10.20.0.0/16" };
    expect(problemsOf(exampleWith({ sites: [site] }))).toEqual([]);
  });

  it("may leave a provider without a site, and its node images with it", () => {
    const sites = ["us-east-2", "us-west-2"].map((region, i) => ({
      provider: "aws",
      region,
      share: 50,
      cidr: `10.${i}.0.0/16`,
    }));
    expect(problemsOf(exampleWith({ sites, "oci.nodeImageIds": {} }))).toEqual([]);
  });

  it("may hold node images of regions that have no site", () => {
    const image = `ocid1.image.oc1.phx.${"a".repeat(60)}`;
    expect(problemsOf(exampleWith({ "oci.nodeImageIds.us-phoenix-1": image }))).toEqual([]);
  });

  it("may keep the data in the European Union", () => {
    const sites = [
      { provider: "oci", region: "eu-frankfurt-1", share: 50, cidr: "10.1.0.0/16" },
      { provider: "aws", region: "eu-west-1", share: 50, cidr: "10.2.0.0/16" },
    ];
    const images = { "eu-frankfurt-1": `ocid1.image.oc1.eu-frankfurt-1.${"a".repeat(60)}` };
    expect(problemsOf(exampleWith({ jurisdiction: "eu", sites, "oci.nodeImageIds": images }))).toEqual([]);
  });

  it("may share the traffic in any way that sums to 100", () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(cuts, (tenths) => {
        const marks = [0, ...tenths.sort((a, b) => a - b), 1000];
        const shares = marks.slice(1).map((mark, i) => (mark - (marks[i] ?? 0)) / 10);
        expect(problemsOf(withShares(shares))).toEqual([]);
      }),
    );
  });

  it.each([
    { "dns.ttl": 1, "dns.failureThreshold": 1, "sites.1.cidr": "10.20.240.0/20" },
    { "dns.ttl": 604_800, "dns.failureThreshold": 10, "dns.checkIntervalSeconds": 30 },
    { "sites.0.share": 0, "sites.1.share": 100, "peak.feed.replicas": 1 },
    { "objectives.capacity": { atOnce: 0, withinSeconds: 0, then: 1 }, "objectives.survive": [] },
    { nodes: { oci: { shape: "VM.Standard.E5.Flex", ocpus: 2, memoryGb: 128 } } },
    { nodes: { oci: { shape: "VM.Standard.E5.Flex", ocpus: 2, memoryGb: 2 } } },
    { domain: `${"a.".repeat(113)}xxx`, adminCidrs: ["203.0.113.7/32", "11.0.0.0/8"] },
  ])("may stand at the limits of what the providers take: %j", (changes) => {
    expect(problemsOf(exampleWith(changes))).toEqual([]);
  });

  it("leave other namespaces to whom they belong to", () => {
    const config = { ...example(), "pulumi:disable-default-providers": ["*"], "aws:region": "us-east-1" };
    expect(problemsOf(config)).toEqual([]);
  });

  it("take a key in Pulumi's old form", () => {
    const { "twincloud:domain": domain, ...config } = example();
    expect(problemsOf({ ...config, "twincloud:config:domain": domain })).toEqual([]);
  });
});
