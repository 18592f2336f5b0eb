import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SECRET, UNKNOWN, type Value } from "../../../graph/resource";
import { noPlainSecret } from "../../../policies/rules/no-plain-secret";
import { placed, resource } from "../../graph/fixtures";
import { findings } from "../../support/findings";
import { changed, ofType, setting, stackGraph } from "../../support/graphs";

// Put together here, so that no scanner of this repository takes them for real.
const key = (kind = "") =>
  `-----BEGIN ${kind}PRIVATE ${"KEY"}-----\nMIIEvQIBADANBg\n-----END ${kind}PRIVATE KEY-----\n`;
const accessKey = `AKIA${"IOSFODNN7EXAMPLE"}`;
const accessSecret = `wJalrXUtnFEMI/K7MDENG/${"bPxRfiCYEXAMPLEKEY"}`;
const github = `ghp_${"aB3".repeat(12)}`;

const name = "oci-us-chicago-1-upload";
const upload = ofType("kubernetes:apps/v1:Deployment", name);
const env = ["spec", "template", "spec", "containers", 0, "env", 0];

const uploadWith = (variable: string, value: Value) =>
  findings(noPlainSecret, changed(stackGraph("prod"), upload, setting(env, { name: variable, value })));

/** What is found in one property of a resource of any kind. */
const held = (value: Value, property = "text", type = "any:index:Thing") =>
  findings(noPlainSecret, placed([resource(type, "thing", { inputs: { [property]: value } })]));

describe("no-plain-secret", () => {
  it.each(["prod", "staging", "prod-unknown"] as const)("passes %s", (stack) => {
    expect(findings(noPlainSecret, stackGraph(stack))).toEqual([]);
  });

  it.each([
    ["DB_PASSWORD", "changeme", "a password"],
    ["AWS_SECRET_ACCESS_KEY", accessSecret, "a value that looks random"],
    ["SESSION_TOKEN", "tR9x2LmQ8vBz4KcW7nYp", "a value that looks random"],
    ["GREETING", github, "a GitHub token"],
    ["DATABASE_URL", "postgres://app:hunter22@db.example.com/app", "a URL with a password"],
  ])("blocks %s in a pod's environment", (variable, value, kind) => {
    const [found, ...more] = uploadWith(variable, value);
    expect(found).toMatch(
      new RegExp(
        `^${name} holds ${kind} in plain text at spec\\.template\\.spec\\.containers\\[0\\]\\.env\\[0\\]`,
      ),
    );
    expect(more).toEqual([]);
  });

  it("never repeats the secret", () => {
    for (const value of ["changeme", accessSecret, github]) {
      expect(uploadWith("DB_PASSWORD", value).join()).not.toContain(value);
    }
  });

  it("blocks an output that a provider doesn't mark as secret and the program forgot to", () => {
    const token = ofType("oci:Identity/authToken:AuthToken");
    const forgot = changed(stackGraph("prod"), token, (made) => ({
      ...made,
      outputs: { ...made.outputs, token: "x7]Kq<9vLm2R}t4Wz8Yb" },
    }));
    expect(findings(noPlainSecret, forgot)).toHaveLength(1);
  });

  it("blocks credentials in a ConfigMap's files", () => {
    const config = ofType("kubernetes:core/v1:ConfigMap", "oci-us-chicago-1-mirror");
    const file = `[other]\ntype = s3\naccess_key_id = ${accessKey}\nsecret_access_key = ${accessSecret}\n`;
    const plain = changed(stackGraph("prod"), config, setting(["data", "rclone.conf"], file));
    expect(findings(noPlainSecret, plain)).toEqual([
      "oci-us-chicago-1-mirror holds an AWS access key with its secret in plain text at data.rclone.conf; wanted a secret",
    ]);
  });

  it.each([
    ["a private key", key()],
    ["a private key", key("RSA ")],
    ["a private key \\(in base64\\)", btoa(key())],
    ["a private key \\(in base64\\)", btoa(key("EC "))],
    ["a private key \\(in base64\\)", btoa(key("OPENSSH "))],
    ["a signed token", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"dozjgNryP4J3"}`],
    [
      "a kubeconfig with its own credentials",
      "clusters:\n- cluster: {}\nusers:\n- user:\n    token: abcdef0123456789\n",
    ],
    ["a password", '{"db":{"password":"correct horse"}}'],
  ])("finds %s in any text", (kind, text) => {
    expect(held(text)).toHaveLength(1);
    expect(held(text)[0]).toMatch(new RegExp(`^thing holds ${kind} in plain text at text`));
  });

  it("finds a secret beside what isn't known yet", () => {
    expect(held(`postgres://app:hunter22@${UNKNOWN}/app`)).toHaveLength(1);
    expect(held(UNKNOWN, "clientSecret")).toEqual([]);
    expect(held(SECRET, "password")).toEqual([]);
  });

  it.each([
    ["secretName", "queue-tls-server"],
    ["passwordSecretArn", "arn:aws:secretsmanager:us-east-2:123456789012:secret:db-AbCdEf"],
    ["password", "$(DB_PASSWORD)"],
    ["tokenFile", "/var/run/secrets/tokens/token"],
    ["token", "/var/run/secrets/tokens/token"],
    ["secret", "arn:aws:secretsmanager:us-east-2:123456789012:secret:db-AbCdEf1234"],
    ["secret", "ocid1.vaultsecret.oc1.iad.amaaaaaab2c3d4e5f6g7h8i9j0k1l2m3n4o5p6"],
    ["imagePullSecret", "registry-credentials-2026"],
    ["apiKey", "projects-one-two-three"],
    ["endpoint", "https://123456789012.dkr.ecr.us-east-2.amazonaws.com"],
  ])("takes %s: %s for what it is", (property, value) => {
    expect(held(value, property)).toEqual([]);
  });

  it("takes digests, ids and names for no secret, whatever they are", () => {
    const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
    const letters = fc.string({
      unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz234567"),
      minLength: 60,
      maxLength: 60,
    });
    const harmless = fc.oneof(
      hex.map((digest) => `registry.example.com/upload@sha256:${digest}`),
      hex.map((digest) => `sha256:${digest}`),
      letters.map((id) => `ocid1.instance.oc1.iad.${id}`),
      fc.uuid(),
      letters.map((id) => `arn:aws:iam::123456789012:role/${id}`),
    );
    fc.assert(
      fc.property(harmless, fc.constantFrom("image", "id", "keyId", "arn", "kmsKeyId"), (value, property) => {
        expect(held(value, property)).toEqual([]);
      }),
    );
  });

  it("judges in CrossGuard, which shows secrets as plain text, what is plain in a cluster anyway", () => {
    const shown = (type: string) => ({
      ...resource(type, type.split(":").at(-1) ?? "", { outputs: { data: { password: "changeme" } } }),
      mixesSecrets: true as const,
    });
    const types = [
      "tls:index/privateKey:PrivateKey",
      "pulumi:providers:kubernetes",
      "kubernetes:core/v1:ConfigMap",
    ];
    expect(findings(noPlainSecret, placed(types.map(shown)))).toEqual([
      "ConfigMap holds a password in plain text at data.password; wanted a secret",
    ]);
  });

  it("reads no schema for values, and survives deep and odd ones", () => {
    const crd = "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition";
    expect(held({ password: "string" }, "properties", crd)).toEqual([]);
    let deep: Value = "changeme";
    for (let i = 0; i < 1000; i++) deep = { password: deep };
    expect(held(deep)).toEqual([]);
    expect(held("{ not json", "text")).toEqual([]);
  });
});
