import { describe, expect, it } from "vitest";
import { createAnswers, UnansweredError } from "../../answers";
import { fileOf } from "../../answers/index";
import { request, sample, samples } from "./samples";

const answers = createAnswers();

/** Every text in a value, however deep. */
function texts(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

const SET_ASIDE =
  /^(10\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|127\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.|198\.1[89]\.|0\.0\.0\.0$)/;

describe("the answers", () => {
  it("have a sample of every type that isn't a Kubernetes object, and no other", () => {
    const types = answers.types.filter((type) => !type.startsWith("kubernetes:"));
    expect(Object.keys(samples).sort()).toEqual([...types].sort());
  });

  it.each(answers.types)("give %s an id, its inputs and no undefined output", (type) => {
    const asked = sample(type);
    const { id, outputs } = answers.create(asked);
    expect(id).toMatch(/^\S+$/);
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(Object.keys(asked.inputs)));
    expect(texts({ id, outputs }).join("\n")).not.toMatch(/undefined|NaN|\[object/);
  });

  it.each(answers.types)("are the same for %s in another run", (type) => {
    expect(createAnswers().create(sample(type))).toEqual(answers.create(sample(type)));
  });

  it("don't change what they are asked about", () => {
    for (const type of answers.types) {
      const asked = sample(type);
      const before = structuredClone(asked);
      answers.create(asked);
      expect(asked).toEqual(before);
    }
  });

  it("name no address that somebody has", () => {
    const found = answers.types.flatMap((type) => texts(answers.create(sample(type))));
    const addresses = found.flatMap((text) => text.match(/\b\d{1,3}(\.\d{1,3}){3}\b/g) ?? []);
    expect(addresses.length).toBeGreaterThan(10);
    expect(addresses.filter((address) => !SET_ASIDE.test(address))).toEqual([]);
  });

  it("are checked already when they are checked again", () => {
    for (const type of answers.types) {
      const once = answers.check(sample(type));
      const twice = answers.check({ ...sample(type), inputs: once.inputs });
      expect(twice.inputs).toEqual(once.inputs);
      expect(twice.failures).toEqual([]);
    }
  });

  it("read by its id what they would have created", () => {
    const created = answers.create(sample("aws:ec2/eip:Eip"));
    const { inputs, ...asked } = sample("aws:ec2/eip:Eip");
    const read = answers.read({ ...asked, id: created.id, state: {} });
    expect(read.id).toBe(created.id);
    expect(read.outputs.publicIp).toBe(created.outputs.publicIp);
    expect(inputs).toEqual({ domain: "vpc" });
  });

  it("refuse to read by its id what follows from more than that", () => {
    const { inputs: _, ...asked } = sample("aws:route53/record:Record");
    expect(() => answers.read({ ...asked, id: "Z1_feed_A", state: {} })).toThrow(
      'aws:route53/record:Record "sample" is read by its id, but what it answers follows from name, type, zoneId too',
    );
  });
});

describe("ids", () => {
  /** Without those of the sort that a name or another resource gives. */
  const own = answers.types.filter(
    (type) => answers.create(sample(type, "one")).id !== answers.create(sample(type, "other")).id,
  );

  it.each([
    "aws:ec2/vpc:Vpc",
    "aws:iam/role:Role",
    "oci:Core/subnet:Subnet",
    "oci:Dns/zone:Zone",
    "tls:index/privateKey:PrivateKey",
  ])("of %s are its own", (type) => {
    expect(own).toContain(type);
  });

  it.each(own)("of 500 resources of %s differ", (type) => {
    const ids = Array.from({ length: 500 }, (_, i) => answers.create(sample(type, `sample-${i}`)).id);
    expect(new Set(ids).size).toBe(500);
  });
});

describe("what isn't answered", () => {
  it.each([
    ["aws:rds/cluster:Cluster", "answers/aws/rds.ts"],
    ["aws:ec2/instance:Instance", "answers/aws/ec2.ts"],
    ["oci:LoadBalancer/loadBalancer:LoadBalancer", "answers/oci/loadbalancer.ts"],
    ["kubernetes:apps/v1:ReplicaSet", "answers/kubernetes/builtin.ts"],
    ["kubernetes:storage.k8s.io/v1:CSINode", "answers/kubernetes/builtin.ts"],
    ["kubernetes:karpenter.sh/v1:NodeClaim", "answers/kubernetes/custom.ts"],
    ["kubernetes:cert-manager.io/v1:Certificate", "answers/kubernetes/custom.ts"],
    ["random:index/randomId:RandomId", "answers/random.ts"],
  ])("is an error that names %s and the file for it", (type, file) => {
    const asked = request(type, {});
    expect(() => answers.create(asked)).toThrow(
      `no answer for the resource type ${type}, wanted by ${asked.urn}: add one to ${file}`,
    );
    expect(() => answers.create(asked)).toThrow(UnansweredError);
  });

  it("is an error for a look-up too", () => {
    const token = "aws:index/getRegion:getRegion";
    expect(() => answers.invoke({ token, args: {}, provider: {} })).toThrow(
      `no answer for the look-up ${token}: add one to answers/aws/index.ts`,
    );
  });

  it("belongs where its neighbours are", () => {
    for (const type of answers.types) expect(fileOf(type)).toMatch(/^answers\/[a-z0-9/]+\.ts$/);
  });
});
