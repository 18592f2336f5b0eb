import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type CapabilitySite, capabilityWorkload } from "../../components/capability";
import type { Traits } from "../../components/contracts";
import { firstAuthority } from "../../graph/authority-stage";
import { video } from "../fixtures/catalogs/video";

const traits: Traits = {
  provider: "aws",
  region: "us-east-2",
  zoneKey: "topology.kubernetes.io/zone",
  zones: 3,
  storageClass: "gp3",
  dnsCidrs: [],
  identityFromToken: false,
  identityEnv: {},
  identityEndpoints: [{ cidr: "169.254.170.23/32", port: 80 }],
  nodeSelector: {},
  edgeNamespaceLabels: {},
  edgeDrainSeconds: 60,
};

const site: CapabilitySite = {
  site: "aws-us-east-2",
  domain: "clips.example.com",
  traits,
  pullSecret: false,
  image: "registry.example/upload@sha256:0",
  replicas: { floor: 3, ceiling: 6 },
  catalog: video.capabilities,
  queueAuthority: firstAuthority,
  credentials: [],
  otherSites: {
    ids: ["oci-us-phoenix-1", "aws-us-west-2"],
    edges: pulumi.output("aws-us-west-2=192.0.2.2,192.0.2.3 oci-us-phoenix-1=192.0.2.1"),
    cidrs: ["192.0.2.1/32", "192.0.2.2/32", "192.0.2.3/32"].map((cidr) => pulumi.output(cidr)),
  },
};

const workload = (name: string, at: Partial<CapabilitySite> = {}) => {
  const capability = video.capabilities.find((entry) => entry.name === name);
  if (!capability) throw new Error(`no capability ${name}`);
  return capabilityWorkload(capability, { ...site, ...at });
};

describe("the workload of a capability", () => {
  it("carries what it needs and prefers on its objects", () => {
    expect(workload("upload").annotations).toEqual({
      "twincloud.dev/needs": "edge,media-store/any",
      "twincloud.dev/prefers": "media-store/own,media-store/other-provider,queue",
      "twincloud.dev/when-degraded": "accepts with the copies it can make, marked for backfill",
      "twincloud.dev/public-name": "upload.clips.example.com",
      "twincloud.dev/site-name": "upload-aws-us-east-2.clips.example.com",
    });
  });

  it("is asked three different questions by its probes", () => {
    const { startup, readiness, liveness } = workload("feed").probes;
    expect(new Set([startup, readiness, liveness].map((probe) => JSON.stringify(probe))).size).toBe(3);
  });

  it("may be called by who calls it, and by the edge only when it has a public name", () => {
    const callers = (name: string) =>
      workload(name).accepts.map(({ pods }) => `${pods?.namespace}/${pods?.app}`);
    expect(callers("feed")).toEqual(["platform/status", "edge/edge"]);
    expect(callers("recommendations")).toEqual(["platform/feed", "platform/status"]);
    expect(callers("training")).toEqual(["platform/status"]);
  });

  it("reaches no store and no queue that it doesn't use", () => {
    const { calls, mounts, env } = workload("status");
    expect(calls.filter(({ publicAddresses }) => publicAddresses)).toEqual([]);
    expect(calls.filter(({ pods }) => pods?.namespace === "queue")).toEqual([]);
    expect(mounts.map(({ name }) => name)).toEqual(["scratch"]);
    expect(env).not.toHaveProperty("QUEUE_URL");
  });

  it("is told of all sites in the same words at each of them", () => {
    const told = "aws-us-east-2 aws-us-west-2 oci-us-phoenix-1";
    const { otherSites } = site;
    const atPhoenix = { otherSites: { ...otherSites, ids: ["aws-us-west-2", "aws-us-east-2"] } };
    for (const { name } of video.capabilities) expect(workload(name).env.TWINCLOUD_SITES, name).toBe(told);
    expect(workload("feed", { site: "oci-us-phoenix-1", ...atPhoenix }).env.TWINCLOUD_SITES).toBe(told);
  });

  it("is let out to the other sites' edges, and told of them, only where it asks them", () => {
    const out = video.capabilities.flatMap(({ name }) =>
      workload(name)
        .calls.filter(({ cidrs }) => cidrs === site.otherSites.cidrs)
        .map(({ ports }) => [name, ports]),
    );
    expect(out).toEqual([["status", [443]]]);
    expect(workload("status").env.TWINCLOUD_EDGES).toBe(site.otherSites.edges);
    expect(workload("feed").env).not.toHaveProperty("TWINCLOUD_EDGES");
  });

  it("is told of no edges where there is no other site", () => {
    const alone = { otherSites: { ids: [], edges: pulumi.output(""), cidrs: [] } };
    expect(workload("status", alone).env).not.toHaveProperty("TWINCLOUD_EDGES");
  });

  it("mounts its service-account token only where its cloud's identity is read from it", () => {
    const fromToken = { ...traits, identityFromToken: true };
    expect(workload("upload").serviceAccountToken).toBe(false);
    expect(workload("upload", { traits: fromToken }).serviceAccountToken).toBe(true);
    expect(workload("monetization", { traits: fromToken }).serviceAccountToken).toBe(false);
  });

  it("takes another cloud's keys from a Secret, never from its own environment", () => {
    const credentials = [
      {
        serviceAccount: { namespace: "platform", name: "upload" },
        env: { PLAIN: "1" },
        secretEnv: { KEY: "shh" as never },
      },
    ];
    const { env, envFromSecret } = workload("upload", { credentials });
    expect(env).toMatchObject({ PLAIN: "1" });
    expect(JSON.stringify(env)).not.toContain("shh");
    expect(envFromSecret).toBe("upload-other-stores");
  });
});
