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
};

const workload = (name: string, at: Partial<CapabilitySite> = {}) => {
  const capability = video.capabilities.find((entry) => entry.name === name);
  if (!capability) throw new Error(`no capability ${name}`);
  return capabilityWorkload(capability, { ...site, ...at });
};

describe("the workload of a capability", () => {
  it("carries what it needs and prefers on its objects", () => {
    expect(workload("upload").annotations).toEqual({
      "twincloud.dev/needs": "edge,media-store/own",
      "twincloud.dev/prefers": "media-store/other-provider,queue",
      "twincloud.dev/when-degraded": "accepts with the copies it can make, marked for backfill",
      "twincloud.dev/public-name": "upload.clips.example.com",
    });
  });

  it("is asked three different questions by its probes", () => {
    const { startup, readiness, liveness } = workload("feed").probes;
    expect(new Set([startup, readiness, liveness].map((probe) => JSON.stringify(probe))).size).toBe(3);
  });

  it("may be called by the edge only when it has a public name", () => {
    const callers = (name: string) =>
      workload(name).accepts.map(({ pods }) => `${pods?.namespace}/${pods?.app}`);
    expect(callers("feed")).toEqual(["edge/edge"]);
    expect(callers("recommendations")).toEqual(["platform/feed"]);
    expect(callers("training")).toEqual([]);
  });

  it("reaches no store and no queue that it doesn't use", () => {
    const { calls, mounts, env } = workload("status");
    expect(calls).toEqual([]);
    expect(mounts.map(({ name }) => name)).toEqual(["scratch"]);
    expect(env).not.toHaveProperty("QUEUE_URL");
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
