import { describe, expect, it } from "vitest";
import { createAnswers, RefusedError, UNKNOWN } from "../../answers";
import { refused } from "./refused";
import { request, sample, sampleInputs } from "./samples";

const answers = createAnswers();
const reasons = (type: string, inputs: object) =>
  answers
    .check(request(type, inputs as Record<string, unknown>))
    .failures.map(({ property, reason }) => (property ? `${property}: ${reason}` : reason));

describe("checking inputs", () => {
  it.each(answers.types)("finds nothing wrong with the sample of %s", (type) => {
    expect(reasons(type, sampleInputs(type))).toEqual([]);
  });

  it.each(refused)("refuses %s with %o", (type, change, reason) => {
    expect(reasons(type, { ...sampleInputs(type), ...change })).toContainEqual(
      expect.stringContaining(reason),
    );
  });

  it("lets a value pass that isn't known yet", () => {
    const unknown = { type: "A", zoneId: UNKNOWN, name: UNKNOWN, ttl: UNKNOWN, records: UNKNOWN };
    expect(reasons("aws:route53/record:Record", unknown)).toEqual([]);
    expect(reasons("aws:iam/role:Role", { assumeRolePolicy: "{}", name: UNKNOWN })).toEqual([]);
    expect(reasons("kubernetes:core/v1:ConfigMap", { metadata: { name: UNKNOWN } })).toEqual([]);
  });

  it("is part of creating, which throws all that is wrong", () => {
    const create = () => answers.create(request("oci:Core/subnet:Subnet", { cidrBlock: "10.0.0.0/24" }));
    expect(create).toThrow(RefusedError);
    expect(create).toThrow(
      'oci:Core/subnet:Subnet "sample" would be refused: compartmentId: is required and missing; vcnId: is required and missing',
    );
  });

  it("adds the provider's defaults and says which", () => {
    const { inputs, defaulted } = answers.check(sample("aws:route53/zone:Zone"));
    expect(inputs).toEqual({ name: "example.com", comment: "Managed by Pulumi", forceDestroy: false });
    expect(defaulted).toEqual(["comment", "forceDestroy"]);
  });

  it("leaves alone what is given", () => {
    const { inputs, defaulted } = answers.check(
      request("aws:route53/zone:Zone", { name: "a.example", comment: "" }),
    );
    expect(inputs.comment).toBe("");
    expect(defaulted).toEqual(["forceDestroy"]);
  });

  it("makes text of a policy given as an object", () => {
    const { inputs } = answers.check(
      request("aws:iam/role:Role", { assumeRolePolicy: { Version: "2012-10-17" } }),
    );
    expect(inputs.assumeRolePolicy).toBe('{"Version":"2012-10-17"}');
  });
});

describe("automatic names", () => {
  const named = (type: string, name: string) => answers.check(request(type, sampleInputs(type), name));

  it("are the Pulumi name and seven hexadecimal digits", () => {
    const { inputs, defaulted } = named("aws:iam/role:Role", "upload");
    expect(inputs.name).toMatch(/^upload-[0-9a-f]{7}$/);
    expect(defaulted).toEqual(["forceDetachPolicies", "maxSessionDuration", "name", "path"]);
  });

  it.each([
    ["aws:s3/bucket:Bucket", "bucket", "Media", /^media-[0-9a-f]{7}$/],
    ["aws:kms/alias:Alias", "name", "media", /^alias\/media-[0-9a-f]{7}$/],
    ["oci:ContainerEngine/nodePool:NodePool", "name", "pool", /^pool-[0-9a-f]{7}$/],
  ])("of %s stand in %s", (type, property, name, pattern) => {
    expect(named(type, name).inputs[property]).toMatch(pattern);
  });

  it("differ with the URN and not with the run", () => {
    const first = named("aws:iam/role:Role", "upload").inputs.name;
    expect(createAnswers().check(sample("aws:iam/role:Role", "upload")).inputs.name).toBe(first);
    const elsewhere = { ...sample("aws:iam/role:Role", "upload"), urn: "urn:pulumi:staging::…" };
    expect(answers.check(elsewhere).inputs.name).not.toBe(first);
  });

  it("aren't made where a name or a prefix is given", () => {
    const bare = { assumeRolePolicy: "{}" };
    expect(answers.check(request("aws:iam/role:Role", { ...bare, name: "r" })).inputs.name).toBe("r");
    expect(
      answers.check(request("aws:iam/role:Role", { ...bare, namePrefix: "r" })).inputs.name,
    ).toBeUndefined();
  });

  it("that get too long are refused, as the provider doesn't cut them", () => {
    expect(named("aws:lb/targetGroup:TargetGroup", "a-name-of-25-characters--").failures).toEqual([
      { property: "name", reason: expect.stringContaining("has 33 characters, at most 32 are allowed") },
    ]);
  });
});
