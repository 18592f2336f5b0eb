import { describe, expect, it } from "vitest";
import { createAnswers, UNKNOWN } from "../../answers";
import { request, sample, sampleInputs } from "./samples";

const answers = createAnswers();
const create = (type: string, change: object) =>
  answers.create(request(type, { ...sampleInputs(type), ...change }));

describe("inputs that aren't known yet", () => {
  it.each(answers.types)("of %s, one by one, leave the rest to be answered", (type) => {
    for (const name of Object.keys(sampleInputs(type))) {
      const { id, outputs } = create(type, { [name]: UNKNOWN });
      expect(id).not.toBe("");
      expect(outputs[name]).toBeDefined();
    }
  });

  it.each(answers.types)("of %s, all of them, are no reason to fail", (type) => {
    const unknown = Object.fromEntries(Object.keys(sampleInputs(type)).map((name) => [name, UNKNOWN]));
    expect(answers.check(request(type, unknown)).failures).toEqual([]);
    expect(() => create(type, unknown)).not.toThrow();
  });

  it("make unknown what follows from them and nothing else", () => {
    const { id, outputs } = create("aws:route53/record:Record", { name: UNKNOWN });
    expect(id).toBe(UNKNOWN);
    expect(outputs).toMatchObject({ fqdn: UNKNOWN, zoneId: "Z1" });
    const eip = create("aws:ec2/natGateway:NatGateway", { allocationId: UNKNOWN });
    expect(eip.outputs.publicIp).toBe(UNKNOWN);
    expect(eip.outputs.privateIp).toMatch(/^100\./);
  });

  it("make the id of an object unknown where its name or namespace is", () => {
    expect(create("kubernetes:core/v1:ConfigMap", { metadata: UNKNOWN }).id).toBe(UNKNOWN);
    expect(create("kubernetes:core/v1:ConfigMap", { metadata: { name: "a", namespace: UNKNOWN } }).id).toBe(
      UNKNOWN,
    );
  });

  it("don't hide an error of the answers", () => {
    const asked = sample("aws:ec2/vpc:Vpc");
    expect(() => answers.create({ ...asked, provider: {} })).toThrow("has no region");
  });
});

describe("a creation that is only previewed", () => {
  it.each(answers.types)("of %s has the outputs of a real one, all unknown but the inputs", (type) => {
    const asked = sample(type);
    const { inputs } = answers.check(asked);
    const { id, outputs } = answers.preview(asked);
    expect(id).toBe(UNKNOWN);
    expect(Object.keys(outputs).sort()).toEqual(Object.keys(answers.create(asked).outputs).sort());
    for (const [name, output] of Object.entries(outputs)) {
      if (!(name in inputs)) expect(output).toBe(UNKNOWN);
      else expect({ [name]: output }).toMatchObject({ [name]: inputs[name] });
    }
  });

  it("doesn't know what the cloud adds to an input", () => {
    expect(answers.preview(sample("aws:eks/cluster:Cluster")).outputs.vpcConfig).toEqual({
      subnetIds: ["subnet-1"],
      clusterSecurityGroupId: UNKNOWN,
      endpointPrivateAccess: UNKNOWN,
      endpointPublicAccess: UNKNOWN,
      publicAccessCidrs: UNKNOWN,
    });
  });

  it("is not refused, as what is missing may come from what isn't known yet", () => {
    for (const type of answers.types) {
      expect(answers.preview(request(type, {})).id).toBe(UNKNOWN);
    }
  });
});
