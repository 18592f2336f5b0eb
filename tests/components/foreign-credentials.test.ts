/** A pod that two other clouds have admitted. */
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { type CapabilitySite, capabilityWorkload } from "../../components/capability";
import type { ForeignCredentials, Traits } from "../../components/contracts";
import { foreignEnv, foreignSecretEnv, tokenMounts } from "../../components/foreign-credentials";
import { volumeMounts, volumes } from "../../components/mounts";
import { firstAuthority } from "../../graph/authority-stage";
import { video } from "../fixtures/catalogs/video";

const credentialsOf = (cloud: string, over: Partial<ForeignCredentials> = {}): ForeignCredentials => ({
  serviceAccount: { namespace: "platform", name: "upload" },
  env: { [`${cloud}_ROLE`]: `role of ${cloud}` },
  secretEnv: { [`${cloud}_KEY`]: pulumi.secret(`key of ${cloud}`) },
  token: { audience: `sts.${cloud}.example`, directory: `/var/run/secrets/${cloud}` },
  ...over,
});
const [one, two] = [credentialsOf("one"), credentialsOf("two")] as const;

const traits: Traits = {
  provider: "aws",
  region: "us-east-2",
  zoneKey: "topology.kubernetes.io/zone",
  zones: 3,
  storageClass: "gp3",
  dnsCidrs: [],
  identityFromToken: false,
  identityEnv: {},
  identityEndpoints: [],
  nodeSelector: {},
  edgeNamespaceLabels: {},
  edgeDrainSeconds: 60,
};

function uploadWith(credentials: readonly ForeignCredentials[]) {
  const at: CapabilitySite = {
    site: "aws-us-east-2",
    domain: "clips.example.com",
    traits,
    pullSecret: false,
    image: "registry.example/upload@sha256:0",
    replicas: { floor: 3, ceiling: 6 },
    catalog: video.capabilities,
    queueAuthority: firstAuthority,
    credentials,
    otherSites: { ids: [], edges: pulumi.output(""), cidrs: [] },
  };
  const upload = video.capabilities.find(({ otherStores }) => otherStores !== undefined);
  if (!upload) throw new Error("no capability of the catalogue uses other clouds' stores");
  return capabilityWorkload(upload, at);
}

describe("a workload that two other clouds have admitted", () => {
  const { mounts, env, envFromSecret } = uploadWith([one, two]);

  it("has a volume of its own for each token, at the directory that each cloud's SDK reads", () => {
    const names = volumes(mounts).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const tokens = mounts.filter(({ from }) => "tokenFor" in from);
    expect(tokens.map(({ path, from }) => ({ path, ...from }))).toEqual([
      { path: "/var/run/secrets/one", tokenFor: "sts.one.example" },
      { path: "/var/run/secrets/two", tokenFor: "sts.two.example" },
    ]);
    expect(new Set(volumeMounts(mounts).map(({ mountPath }) => mountPath)).size).toBe(mounts.length);
  });

  it("is told of both, the secret part by its Secret", () => {
    expect(env).toMatchObject({ one_ROLE: "role of one", two_ROLE: "role of two" });
    expect(envFromSecret).toBe("upload-other-stores");
    expect(Object.keys(foreignSecretEnv([one, two]))).toEqual(["one_KEY", "two_KEY"]);
  });

  it("keeps the first volume's name when another cloud comes", () => {
    const tokenVolumes = (credentials: readonly ForeignCredentials[]) =>
      uploadWith(credentials).mounts.flatMap(({ name, from }) => ("tokenFor" in from ? [name] : []));
    expect(tokenVolumes([one, two])[0]).toBe(tokenVolumes([one])[0]);
  });

  it("needs a volume only for clouds that ask for a token", () => {
    const { token: _, ...withKey } = credentialsOf("two");
    expect(tokenMounts([withKey, one], (n) => `token-${n}`)).toEqual([
      { name: "token-0", path: "/var/run/secrets/one", from: { tokenFor: "sts.one.example" } },
    ]);
  });
});

describe("two clouds that would lock each other out", () => {
  it("may not set one variable to two values, in the environment or the Secret", () => {
    const other = { env: { one_ROLE: "another" } };
    expect(() => foreignEnv([one, credentialsOf("two", other)])).toThrow(/two clouds set one_ROLE/);
    const secretEnv = { one_KEY: pulumi.secret("another") };
    expect(() => foreignSecretEnv([one, credentialsOf("two", { secretEnv })])).toThrow(
      /two clouds set one_KEY/,
    );
  });

  it("may set it to the same", () => {
    expect(foreignEnv([one, credentialsOf("two", { env: one.env })])).toEqual(one.env);
  });

  it("may not want their tokens in one place", () => {
    const token = { audience: "sts.two.example", directory: "/var/run/secrets/one" };
    expect(() => tokenMounts([one, credentialsOf("two", { token })], String)).toThrow(
      /two clouds want a token in \/var\/run\/secrets\/one/,
    );
  });
});
